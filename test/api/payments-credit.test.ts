import { describe, expect, test } from '@jest/globals';
import { contactId } from '../../app/dev/standins/catalogue/ids.ts';
import { cancel, correct } from '../support/given-corrective.ts';
import { creditOf, invoiceNow, issuedFor, pay } from '../support/given-payment.ts';
import type { Answered } from '../support/given-service.ts';
import { givenClock } from '../support/given-server.ts';
import { storedRows } from '../support/stored-rows.ts';
import { useOrganisation, useService } from '../support/use-service.ts';

const service = useService({ clock: givenClock() });
const organisation = useOrganisation(service);

const customer = contactId(1);

const issued = (gross: string, overrides: Readonly<Record<string, unknown>> = {}) =>
    issuedFor(organisation, gross, { contactId: customer, ...overrides });
const apply = (invoiceId: string, body: object = {}) =>
    organisation.call('POST', `/invoices/${invoiceId}/apply-credit`, { body });
const refund = (amount: string, body: object = {}) =>
    organisation.call(
        'POST', `/customers/${customer}/refunds`, { body: { amount, paymentMethod: 'bank_transfer', ...body } });
const reverse = (paymentId: string, body: object = {}, headers: Readonly<Record<string, string>> = {}) =>
    organisation.call(
        'POST', `/payments/${paymentId}/reversal`, { body: { reason: 'Przelew cofnięty', ...body }, headers });
const writeOff = (invoiceId: string) =>
    organisation.call('POST', `/invoices/${invoiceId}/write-off`, { body: { reason: 'Różnica groszowa' } });
const givenCredit = (amount: string, currency = 'PLN') =>
    organisation.call(
        'POST', '/payments', { body: { amount, currency, contactId: customer, paymentMethod: 'bank_transfer' } });

const cheaper = ({ id, items: [item] }: Answered['body'], unitPriceNet: string) =>
    correct(organisation, id, { items: [{ itemId: item.id, unitPriceNet }] });

function amountsOf({ status, paymentStatus, paidAmount, creditedAmount, balance }: Answered['body']) {
    return [status, paymentStatus, paidAmount, creditedAmount, balance];
}

async function eventTypes(): Promise<readonly string[]> {
    const rows = await service.dependencies.database.prisma.outboxEvent
        .findMany({ where: { organisationId: organisation.id }, orderBy: { sequence: 'asc' } });
    return rows.map(({ type }) => type).filter((type) => type !== 'invoice.issued');
}

describe('use of credit', () => {
    test('pays as much as there is, then as much as is left to pay', async () => {
        await givenCredit('60.00');
        const [first, second] = [await issued('50.00'), await issued('50.00')];

        const one = await apply(first.id);
        const two = await apply(second.id);

        expect([one, two].map(({ status, body }) =>
            [status, body.kind, body.amount, body.creditAmount, body.paymentMethod, body.invoice.balance]))
            .toEqual([[201, 'credit_use', '50.00', '-50.00', null, '0.00'], [201, 'credit_use', '10.00',
                '-10.00', null, '40.00']]);
        expect(await creditOf(organisation, customer)).toBe('0.00');
        expect(await eventTypes())
            .toEqual(['payment.recorded', 'payment.recorded', 'invoice.paid', 'payment.recorded']);
        expect((await organisation.call('GET', `/invoices/${first.id}/history`)).body.data.at(-1).action)
            .toBe('credit.used');
    });

    test('takes an amount, without a body as much as there is', async () => {
        await givenCredit('60.00');
        const invoice = await issued('50.00');

        expect((await apply(invoice.id, { amount: '0.01' })).body.invoice.balance).toBe('49.99');
        expect((await organisation.call('POST', `/invoices/${invoice.id}/apply-credit`)).body.invoice.balance)
            .toBe('0.00');
    });

    test('beyond balance, credit or what there is at all is refused', async () => {
        await givenCredit('20.00');
        await givenCredit('99.00', 'EUR');
        const [small, large, strangers] = [
            await issued('10.00'), await issued('100.00'), await issuedFor(organisation, '5.00')
        ];
        const before = await storedRows(service);

        const answers = [
            await apply(small.id, { amount: '10.01' }), await apply(large.id, { amount: '20.01' }),
            await apply(strangers.id)
        ];

        expect(answers.map(({ status, body }) => [status, body.code]))
            .toEqual([[422, 'PAYMENT_EXCEEDS_BALANCE'], [409, 'CREDIT_INSUFFICIENT'], [409, 'CREDIT_INSUFFICIENT']]);
        expect(await storedRows(service)).toEqual(before);
    });

    test('on a paid invoice is 409 ALREADY_SETTLED', async () => {
        await givenCredit('20.00');
        const invoice = await issued('10.00');
        await pay(organisation, invoice.id, '10.00');

        expect((await apply(invoice.id)).body.code).toBe('ALREADY_SETTLED');
    });
});

describe('a refund', () => {
    test('gives credit back, to the cent, and no more than there is', async () => {
        await givenCredit('20.00');

        const more = await refund('20.01');
        const all = await refund('20.00', { paymentDate: '2026-11-22', paymentReference: 'Zwrot' });
        const again = await refund('0.01');

        expect([more.status, all.status, again.status]).toEqual([409, 201, 409]);
        expect(all.body).toMatchObject({
            kind: 'refund', amount: '20.00', creditAmount: '-20.00', contactId: customer, paymentDate: '2026-11-22',
            paymentReference: 'Zwrot', invoices: []
        });
        expect((await organisation.call('GET', `/customers/${customer}/credit`)).body.credits).toEqual([]);
        expect(await eventTypes()).toEqual(['payment.recorded', 'payment.refunded']);
    });

    test('is in one currency', async () => {
        await givenCredit('20.00', 'EUR');

        expect([(await refund('1.00')).status, (await refund('1.00', { currency: 'EUR' })).status]).toEqual([409, 201]);
    });

    test('of a customer without contact goes by the invoice', async () => {
        const invoice = await issuedFor(organisation, '100.00');
        await pay(organisation, invoice.id, '110.00');
        const body = { amount: '10.00', paymentMethod: 'cash' };

        const answer = await organisation.call('POST', `/invoices/${invoice.id}/refunds`, { body });
        const again = await organisation.call('POST', `/invoices/${invoice.id}/refunds`, { body });

        expect([answer.status, again.status]).toEqual([201, 409]);
        expect(answer.body).toMatchObject({
            kind: 'refund', contactId: null, creditAmount: '-10.00', invoice: { id: invoice.id, balance: '0.00' }
        });
        const listed = (await organisation.call('GET', `/invoices/${invoice.id}/payments`)).body;
        expect([listed.customerCredit, listed.data.map(
            ({ kind, creditAmount }: { kind: string; creditAmount: string }) => `${kind} ${creditAmount}`)])
            .toEqual(['0.00', ['payment 10.00', 'refund -10.00']]);
    });

    test.each([['an invoice', {}], ['what was a proforma', { invoiceType: 'proforma' }]])(
        'of a customer without contact goes by the corrective of %s as well', async (_what, type) => {
            const first = await issuedFor(organisation, '100.00', type);
            const invoice = 'invoiceType' in type ? (await organisation
                .issue((await organisation.call('POST', `/invoices/${first.id}/convert`)).body.id)).body : first;
            await pay(organisation, invoice.id, '100.00');
            const { body: { id } } = await correct(organisation, invoice.id, { type: 'full' });

            const { customerCredit } = (await organisation.call('GET', `/invoices/${id}/payments`)).body;
            const answer = await organisation.call(
                'POST', `/invoices/${id}/refunds`, { body: { amount: '100.00', paymentMethod: 'cash' } });

            expect([customerCredit, answer.status, answer.body.invoice?.id]).toEqual(['100.00', 201, id]);
            expect((await organisation.call('GET', `/invoices/${invoice.id}/payments`)).body.customerCredit)
                .toBe('0.00');
        }
    );
});

describe('a reversal', () => {
    test('of a payment gives the balance and the credit back to what they were, and says so', async () => {
        const invoice = await issued('100.00');
        const { body: payment } = await pay(organisation, invoice.id, '120.00', { body: { paymentReference: 'P-1' } });

        const { status, headers, body } = await reverse(payment.id, { reversalDate: '2026-11-23' });

        expect([status, headers['location']]).toEqual([201, `/payments/${body.id}`]);
        expect(body).toMatchObject({
            kind: 'reversal', amount: '120.00', reversesId: payment.id, reason: 'Przelew cofnięty',
            paymentDate: '2026-11-23', paymentMethod: 'bank_transfer', paymentReference: 'P-1',
            allocations: [{ invoiceId: invoice.id, account: 'paid', amount: '-100.00' }], creditAmount: '-20.00'
        });
        expect(amountsOf(body.invoices[0])).toEqual(['issued', 'pending', '0.00', '0.00', '100.00']);
        expect(await creditOf(organisation, customer)).toBe('0.00');
        expect((await organisation.call('GET', `/payments/${payment.id}`)).body)
            .toMatchObject({ amount: '120.00', reversedById: body.id });
        expect(await eventTypes()).toEqual(['payment.recorded', 'invoice.paid', 'payment.reversed', 'invoice.unpaid']);
        expect((await organisation.call('GET', `/invoices/${invoice.id}/history`)).body.data.at(-1))
            .toMatchObject({
                action: 'payment.reversed', before: { status: 'paid', balance: '0.00' },
                after: { status: 'issued', balance: '100.00', paymentId: body.id }
            });
    });

    test('of a payment over two invoices takes it back from both', async () => {
        const [one, two] = [await issued('100.00'), await issued('50.00')];
        const { body: payment } = await organisation.call('POST', '/payments',
            { body: {
                amount: '130.00', paymentMethod: 'cash', allocations: [{ invoiceId: two.id }, { invoiceId: one.id }]
            } });

        const { body } = await reverse(payment.id);

        expect(body.invoices.map(({ balance }: { balance: string }) => balance).sort()).toEqual(['100.00', '50.00']);
    });

    test('of used credit, a refund and a write-off puts each back', async () => {
        await givenCredit('30.00');
        const [invoice, residue] = [await issued('100.00'), await issued('1.00')];
        const used = (await apply(invoice.id, { amount: '10.00' })).body;
        const refunded = (await refund('20.00')).body;
        const writtenOff = (await writeOff(residue.id)).body;

        const answers = [await reverse(used.id), await reverse(refunded.id), await reverse(writtenOff.id)];

        expect(answers.map(({ status, body }) => [status, body.creditAmount]))
            .toEqual([[201, '10.00'], [201, '20.00'], [201, '0.00']]);
        expect(await creditOf(organisation, customer)).toBe('30.00');
        expect(amountsOf(await invoiceNow(organisation, residue.id)))
            .toEqual(['issued', 'pending', '0.00', '0.00', '1.00']);
    });

    test('happens once, and is not reversed itself', async () => {
        const invoice = await issued('100.00');
        const { body: payment } = await pay(organisation, invoice.id, '100.00');
        const { body: reversal } = await reverse(payment.id);
        const before = await storedRows(service);

        const answers = [await reverse(payment.id), await reverse(reversal.id)];

        expect(answers.map(({ status, body }) => [status, body.code]))
            .toEqual([[409, 'PAYMENT_ALREADY_REVERSED'], [409, 'PAYMENT_NOT_REVERSIBLE']]);
        expect(await storedRows(service)).toEqual(before);
    });

    test('under one key answers the same again', async () => {
        const { body: payment } = await pay(organisation, (await issued('100.00')).id, '100.00');

        const first = await reverse(payment.id, {}, { 'idempotency-key': 'k' });
        const again = await reverse(payment.id, {}, { 'idempotency-key': 'k' });

        expect([again.status, again.text]).toEqual([201, first.text]);
    });

    test('whose credit was used is 409 until that use is reversed', async () => {
        const [one, two] = [await issued('100.00'), await issued('10.00')];
        const { body: payment } = await pay(organisation, one.id, '110.00');
        const { body: used } = await apply(two.id);

        const early = await reverse(payment.id);
        await reverse(used.id);
        const late = await reverse(payment.id);

        expect([early.status, early.body.code, late.status]).toEqual([409, 'CREDIT_ALREADY_USED', 201]);
    });

    test('is neither before the payment nor after today', async () => {
        const { body: payment } = await pay(
            organisation, (await issued('100.00')).id, '100.00', { body: { paymentDate: '2026-11-20' } });

        const answers = await Promise.all(['2026-11-19', '2026-11-24'].map((reversalDate) => reverse(
            payment.id, { reversalDate })));

        expect(answers.map(({ status, body }) => [status, body.errors[0].path]))
            .toEqual([[400, 'reversalDate'], [400, 'reversalDate']]);
        expect((await reverse(payment.id, { reversalDate: '2026-11-20' })).status).toBe(201);
    });

    test('needs a reason, and a payment', async () => {
        const { body: payment } = await givenCredit('1.00');

        expect((await reverse(payment.id, { reason: undefined })).body.errors[0].path).toBe('reason');
        expect((await reverse('00000000-0000-4000-8000-000000000000')).status).toBe(404);
    });
});

describe('a reversal after a corrective', () => {
    test('takes from the invoice what is there, and what was released from the credit', async () => {
        const invoice = await issued('100.00');
        const { body: payment } = await pay(organisation, invoice.id, '100.00');
        await cheaper(invoice, '60.00');

        const { status, body } = await reverse(payment.id);

        expect([status, body.allocations, body.creditAmount])
            .toEqual([201, [{ invoiceId: invoice.id, account: 'paid', amount: '-60.00' }], '-40.00']);
        expect(amountsOf(body.invoices[0])).toEqual(['issued', 'pending', '0.00', '40.00', '60.00']);
        expect(await creditOf(organisation, customer)).toBe('0.00');
    });

    test('is 409 CREDIT_ALREADY_USED when the released money is gone', async () => {
        const invoice = await issued('100.00');
        const { body: payment } = await pay(organisation, invoice.id, '100.00');
        await cheaper(invoice, '60.00');
        await refund('0.01');

        expect((await reverse(payment.id)).body.code).toBe('CREDIT_ALREADY_USED');
        await givenCredit('0.01');
        expect((await reverse(payment.id)).status).toBe(201);
    });

    test('of a cancelled invoice takes all from the credit and leaves the invoice alone', async () => {
        const invoice = await issued('100.00');
        const { body: payment } = await pay(organisation, invoice.id, '100.00');
        await cancel(organisation, invoice.id, { createCorrective: true });
        const before = await invoiceNow(organisation, invoice.id);

        const { status, body } = await reverse(payment.id);

        expect([status, body.allocations, body.creditAmount]).toEqual([201, [], '-100.00']);
        expect(await invoiceNow(organisation, invoice.id)).toEqual(before);
        expect(await creditOf(organisation, customer)).toBe('0.00');
    });

    test('of used credit that went back to the credit is 409: there is nothing to undo', async () => {
        await givenCredit('100.00');
        const invoice = await issued('100.00');
        const { body: used } = await apply(invoice.id);
        await cancel(organisation, invoice.id, { createCorrective: true });

        expect((await reverse(used.id)).body.code).toBe('PAYMENT_NOT_REVERSIBLE');
        expect(await creditOf(organisation, customer)).toBe('100.00');
    });

    test('of a write-off on a cancelled invoice is 409 INVOICE_CANCELLED', async () => {
        const invoice = await issued('1.00');
        const { body: writtenOff } = await writeOff(invoice.id);
        await cancel(organisation, invoice.id);

        expect((await reverse(writtenOff.id)).body.code).toBe('INVOICE_CANCELLED');
    });
});

describe('a write-off', () => {
    test('forgives a balance of the limit to the cent, not a cent more', async () => {
        const [limit, over] = [await issued('1.00'), await issued('1.01')];

        const answers = [await writeOff(limit.id), await writeOff(over.id)];

        expect(answers.map(({ status, body }) => [status, body.code]))
            .toEqual([[201, undefined], [422, 'WRITE_OFF_TOO_LARGE']]);
        expect(answers[0]?.body).toMatchObject({
            kind: 'write_off', amount: '1.00', reason: 'Różnica groszowa',
            allocations: [{ account: 'credited', amount: '1.00' }]
        });
        expect(amountsOf(answers[0]?.body.invoice)).toEqual(['paid', 'paid', '0.00', '1.00', '0.00']);
        expect(await eventTypes()).toEqual(['payment.recorded', 'invoice.paid']);
    });

    test('forgives what a payment left', async () => {
        const invoice = await issued('100.00');
        await pay(organisation, invoice.id, '99.98');

        expect(amountsOf((await writeOff(invoice.id)).body.invoice)).toEqual(['paid', 'paid', '99.98', '0.02', '0.00']);
        expect((await writeOff(invoice.id)).body.code).toBe('ALREADY_SETTLED');
    });

    test('follows the limit of the profile, which has as many decimals as it was given', async () => {
        const changed = await organisation.profile({ writeOffLimit: '12.5' });
        const [limit, over] = [await issued('12.50'), await issued('12.51')];

        expect(changed.body.writeOffLimit).toBe('12.50');
        expect([(await writeOff(limit.id)).status, (await writeOff(over.id)).status]).toEqual([201, 422]);
        expect((await organisation.profile({ writeOffLimit: 0.125 })).body.writeOffLimit).toBe('0.125');
        expect((await organisation.profile({ writeOffLimit: '1000.01' })).body.errors[0].path).toBe('writeOffLimit');
        expect((await organisation.profile({})).body.writeOffLimit).toBe('1.00');
    });

    test('a limit of 0 forgives nothing', async () => {
        await organisation.profile({ writeOffLimit: 0 });

        expect((await writeOff((await issued('0.01')).id)).body.code).toBe('WRITE_OFF_TOO_LARGE');
    });

    test('an organisation of an older build has the default', async () => {
        await service.dependencies.database.pool.query(
            'UPDATE organisation SET write_off_limit = NULL WHERE id = $1', [organisation.id]);

        expect((await (await organisation.as({ role: 'admin' }))('GET', '/organisation')).body.writeOffLimit)
            .toBe('1.00');
    });
});

test('apply-credit without an amount says that there is no credit; with one, how much there is', async () => {
    const { id } = await issuedFor(organisation, '100.00', { contactId: contactId(1) });
    const apply = (body: Readonly<Record<string, unknown>>) =>
        organisation.call('POST', `/invoices/${id}/apply-credit`, { body });

    const answers = [await apply({}), await apply({ amount: '5.00' })];

    expect(answers.map(({ status, body }) => [status, body.code, body.message])).toEqual([
        [409, 'CREDIT_INSUFFICIENT', 'invoiceId: the customer of this invoice has no credit in PLN'],
        [409, 'CREDIT_INSUFFICIENT', "amount is more than the customer's credit of 0.00 PLN"]
    ]);
});
