import { describe, expect, test } from '@jest/globals';
import { contactId } from '../../app/dev/standins/catalogue/ids.ts';
import { parseStoredMinor } from '../../app/foundation/money/decimal.ts';
import { creditOf, invoiceNow, issuedFor, pay } from '../support/given-payment.ts';
import type { Answered } from '../support/given-service.ts';
import { useOrganisation, useService } from '../support/use-service.ts';

const service = useService();
const organisation = useOrganisation(service);

const customer = contactId(1);
const issued = (gross: string) => issuedFor(organisation, gross, { contactId: customer });
const reverse = (paymentId: string) =>
    organisation.call('POST', `/payments/${paymentId}/reversal`, { body: { reason: 'x' } });
const apply = (invoiceId: string, body: object = {}) =>
    organisation.call('POST', `/invoices/${invoiceId}/apply-credit`, { body });
const cents = (amount: string): bigint => parseStoredMinor(amount, 2);
const statuses = (answers: readonly Answered[]) => answers.map(({ status }) => status).sort();

/**
 * Amounts whose columns differ from the sum of their entries; the database keeps them equal, and this checks it again.
 */
async function strayAmounts(): Promise<readonly unknown[]> {
    const { rows } = await service.dependencies.database.pool.query(
        `SELECT i.id FROM invoice i LEFT JOIN settlement_entry e ON e.invoice_id = i.id WHERE i.organisation_id = $1
            GROUP BY i.id HAVING i.paid_amount + i.credited_amount <> COALESCE(SUM(e.amount), 0)
                OR i.paid_amount + i.credited_amount > i.total_gross
        UNION ALL SELECT c.customer_id FROM customer_credit c
        LEFT JOIN settlement_entry e ON e.customer_id = c.customer_id AND e.organisation_id = c.organisation_id
            AND e.currency = c.currency WHERE c.organisation_id = $1 GROUP BY c.customer_id, c.currency, c.amount
            HAVING c.amount <> SUM(e.amount)`, [organisation.id]);
    return rows;
}

describe('at the same time', () => {
    test('twenty payments of one invoice never pay too much: what is beyond the balance is credit', async () => {
        const invoice = await issued('100.00');

        const answers = await Promise.all(Array.from({ length: 20 }, (_, index) => pay(
            organisation, invoice.id, `${index + 1}.00`)));

        expect(statuses(answers)).toEqual(Array(20).fill(201));
        expect(await invoiceNow(organisation, invoice.id))
            .toMatchObject({ paymentStatus: 'paid', paidAmount: '100.00', balance: '0.00' });
        expect(await creditOf(organisation, customer)).toBe('110.00');
        expect((await organisation.call('GET', `/payments?limit=100`)).body.data).toHaveLength(20);
        expect(await strayAmounts()).toEqual([]);
        const paid = await service.dependencies.database.prisma.outboxEvent
            .count({ where: { invoiceId: invoice.id, type: 'invoice.paid' } });
        expect(paid).toBe(1);
    });

    test('ten first credits of a customer add up', async () => {
        const answers = await Promise.all(Array.from({ length: 10 }, () =>
            organisation.call(
                'POST', '/payments', { body: { amount: '1.00', contactId: customer, paymentMethod: 'cash' } })));

        expect(statuses(answers)).toEqual(Array(10).fill(201));
        expect(await creditOf(organisation, customer)).toBe('10.00');
    });

    test.each(['120.00', '100.00'])('five reversals of a payment of %s undo it once', async (amount) => {
        const invoice = await issued('100.00');
        const { body: payment } = await pay(organisation, invoice.id, amount);

        const answers = await Promise.all(Array.from({ length: 5 }, () => reverse(payment.id)));

        expect(statuses(answers)).toEqual([201, 409, 409, 409, 409]);
        expect(answers.filter(({ status }) => status === 409).map(({ body }) => body.code))
            .toEqual(Array(4).fill('PAYMENT_ALREADY_REVERSED'));
        expect(await invoiceNow(organisation, invoice.id)).toMatchObject({ paidAmount: '0.00', balance: '100.00' });
        expect(await creditOf(organisation, customer)).toBe('0.00');
    });

    test.each(['payment', 'refund'] as const)(
        'five reversals of a %s that touches no invoice undo it once', async (kind) => {
            const { body: payment } = await organisation.call(
                'POST', '/payments', { body: { amount: '10.00', contactId: customer, paymentMethod: 'cash' } });
            const { body: refund } = await organisation.call(
                'POST', `/customers/${customer}/refunds`, { body: { amount: '4.00', paymentMethod: 'cash' } });
            if (kind === 'payment') await reverse(refund.id);

            const answers = await Promise.all(Array.from({ length: 5 }, () => reverse(
                kind === 'payment' ? payment.id : refund.id)));

            expect(statuses(answers)).toEqual([201, 409, 409, 409, 409]);
            expect(answers.filter(({ status }) => status === 409).map(({ body }) => body.code))
                .toEqual(Array(4).fill('PAYMENT_ALREADY_REVERSED'));
            expect(await creditOf(organisation, customer)).toBe(kind === 'payment' ? '0.00' : '10.00');
        });

    test('payments and the reversal of an earlier one leave exact sums', async () => {
        const invoice = await issued('100.00');
        const { body: first } = await pay(organisation, invoice.id, '80.00');

        const answers = await Promise.all([
            ...Array.from({ length: 6 }, () => pay(organisation, invoice.id, '30.00')), reverse(first.id)
        ]);

        expect(statuses(answers)).toEqual(Array(7).fill(201));
        const { paidAmount, balance } = await invoiceNow(organisation, invoice.id);
        expect(cents(paidAmount) + cents(await creditOf(organisation, customer))).toBe(180_00n);
        expect(cents(paidAmount) + cents(balance)).toBe(100_00n);
        expect(await strayAmounts()).toEqual([]);
    });

    test('the same credit is used once, whatever asks for it', async () => {
        await organisation.call(
            'POST', '/payments', { body: { amount: '50.00', contactId: customer, paymentMethod: 'cash' } });
        const [one, two] = [await issued('50.00'), await issued('50.00')];

        const answers = await Promise.all([
            apply(one.id, { amount: '50.00' }), apply(two.id, { amount: '50.00' }),
            organisation.call(
                'POST', `/customers/${customer}/refunds`, { body: { amount: '50.00', paymentMethod: 'cash' } })
        ]);

        expect(statuses(answers)).toEqual([201, 409, 409]);
        expect(answers.filter(({ status }) => status === 409).map(({ body }) => body.code))
            .toEqual(['CREDIT_INSUFFICIENT', 'CREDIT_INSUFFICIENT']);
        expect(await creditOf(organisation, customer)).toBe('0.00');
        expect(await strayAmounts()).toEqual([]);
    });

    test('two uses of as much credit as there is share it', async () => {
        await organisation.call(
            'POST', '/payments', { body: { amount: '70.00', contactId: customer, paymentMethod: 'cash' } });
        const [one, two] = [await issued('50.00'), await issued('50.00')];

        const answers = await Promise.all([apply(one.id), apply(two.id)]);

        expect(answers.map(({ body }) => body.amount).sort()).toEqual(['20.00', '50.00']);
        expect(await creditOf(organisation, customer)).toBe('0.00');
    });

    test('payments over the same invoices in opposite orders never wait for each other for ever', async () => {
        const ids: string[] = [];
        for (let count = 0; count < 6; count += 1) ids.push((await issued('100.00')).id);
        const payment = (order: readonly string[]) => organisation.call('POST', '/payments',
            {
                body: { amount: '70.00', paymentMethod: 'cash', allocations: order.map((invoiceId) => ({ invoiceId })) }
            });

        const answers = await Promise.all(Array.from({ length: 10 }, (_, index) => payment(
            index % 2 === 0 ? ids : [...ids].reverse())));

        expect(statuses(answers)).toEqual(Array(10).fill(201));
        const invoices = await Promise.all(ids.map((id) => invoiceNow(organisation, id)));
        const paid = invoices.reduce((sum, { paidAmount }) => sum + cents(paidAmount), 0n);
        expect(paid + cents(await creditOf(organisation, customer))).toBe(700_00n);
        expect(await strayAmounts()).toEqual([]);
    });

    test('the same key pays once, whichever of the calls is first', async () => {
        const invoice = await issued('100.00');

        const answers = await Promise.all(Array.from({ length: 5 }, () => pay(
            organisation, invoice.id, '10.00', { headers: { 'idempotency-key': 'k' } })));

        expect(answers.every(({ status, body }) => status === 201 || body.code === 'IDEMPOTENCY_KEY_RUNNING'))
            .toBe(true);
        expect(await invoiceNow(organisation, invoice.id)).toMatchObject({ paidAmount: '10.00' });
    });
});
