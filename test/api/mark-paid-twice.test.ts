import { describe, expect, test } from '@jest/globals';
import { contactId } from '../../app/dev/standins/catalogue/ids.ts';
import { invoiceNow, issuedFor, pay } from '../support/given-payment.ts';
import type { Answered } from '../support/given-service.ts';
import { givenClock } from '../support/given-server.ts';
import { useOrganisation, useService } from '../support/use-service.ts';

// 23:30 in Warsaw.
const clock = givenClock('2026-11-23T22:30:00.000Z');
const service = useService({ clock });
const organisation = useOrganisation(service);

type Fields = Readonly<Record<string, unknown>>;
const first = {
    amountPaid: '500.00', paymentDate: '2026-11-23', paymentMethod: 'bank_transfer', paymentReference: 'TXN1'
};

type Headers = Readonly<Record<string, string>>;
const markPaid = (id: string, body: Fields = first, headers: Headers = {}): Promise<Answered> =>
    organisation.call('PATCH', `/invoices/${id}/mark-paid`, { body, headers });
const paymentsOf = async (id: string): Promise<readonly string[]> =>
    (await organisation.call('GET', `/invoices/${id}/payments`)).body.data
        .map(({ amount }: Answered['body']) => amount);
const without = (field: keyof typeof first): Fields =>
    Object.fromEntries(Object.entries(first).filter(([name]) => name !== field));

describe('mark-paid with a reference, called again', () => {
    test.each<readonly [string, Fields]>([
        ['the same', first], ['another method', { ...first, paymentMethod: 'cash' }],
        ['an instant of the same day', { ...first, paymentDate: '2026-11-22T23:00:00.000Z' }],
        ['a number, and blanks around the reference', { ...first, amountPaid: 500, paymentReference: ' TXN1 ' }],
        ['another note', { ...first, notes: 'Drugie kliknięcie' }]
    ])('with %s is answered by the first and records nothing', async (_what, again) => {
        const { id } = await issuedFor(organisation, '1000.00');
        const one = await markPaid(id);

        const other = await markPaid(id, again);

        expect([other.status, other.text, other.headers['etag']]).toEqual([200, one.text, one.headers['etag']]);
        expect(await paymentsOf(id)).toEqual(['500.00']);
        expect((await invoiceNow(organisation, id)).paidAmount).toBe('500.00');
    });

    test.each<readonly [string, Fields]>([
        ['another amount', { ...first, amountPaid: '499.99' }],
        ['another day', { ...first, paymentDate: '2026-11-22' }],
        ['another reference', { ...first, paymentReference: 'TXN2' }], ['no reference', without('paymentReference')]
    ])('with %s is a new payment', async (_what, again) => {
        const { id } = await issuedFor(organisation, '1000.00');
        await markPaid(id);

        expect((await markPaid(id, again)).status).toBe(200);
        expect(await paymentsOf(id)).toEqual(['500.00', again['amountPaid']]);
    });

    test('without any reference it pays twice, as two payments in cash may be', async () => {
        const { id } = await issuedFor(organisation, '1000.00');

        for (let call = 0; call < 2; call += 1) await markPaid(id, without('paymentReference'));

        expect(await paymentsOf(id)).toEqual(['500.00', '500.00']);
    });

    test.each<readonly [string, Fields, readonly string[]]>([
        ['of a part', first, ['500.00']], ['of the balance', without('amountPaid'), ['1000.00']],
        ['of more than the balance', { ...first, amountPaid: '1200.00' }, ['1200.00']]
    ])('five times at once %s is one payment with one answer', async (_what, body, amounts) => {
        const { id } = await issuedFor(organisation, '1000.00', { contactId: contactId(1) });

        const answers = await Promise.all(Array.from({ length: 5 }, () => markPaid(id, body)));

        expect(answers.map(({ status }) => status)).toEqual([200, 200, 200, 200, 200]);
        expect(new Set(answers.map(({ text }) => text)).size).toBe(1);
        expect(await paymentsOf(id)).toEqual(amounts);
    });

    test('without an amount it pays what is left, also when a part was paid under that reference', async () => {
        const { id } = await issuedFor(organisation, '1000.00');
        await markPaid(id);

        const rest = await markPaid(id, without('amountPaid'));
        const again = await markPaid(id, without('amountPaid'));

        expect([rest.status, rest.body.balance, again.text]).toEqual([200, '0.00', rest.text]);
        expect(await paymentsOf(id)).toEqual(['500.00', '500.00']);
    });

    test('after the payment was reversed it is a new one', async () => {
        const { id } = await issuedFor(organisation, '1000.00');
        await markPaid(id);
        const [{ id: payment }] = (await organisation.call('GET', `/invoices/${id}/payments`)).body.data;
        await organisation.call('POST', `/payments/${payment}/reversal`, { body: { reason: 'Zwrot z banku' } });

        await markPaid(id);

        expect((await invoiceNow(organisation, id)).paidAmount).toBe('500.00');
        expect(await paymentsOf(id)).toEqual(['500.00', '500.00', '500.00']);
    });

    test('repeats a payment that another route recorded on the invoice', async () => {
        const { id } = await issuedFor(organisation, '1000.00');
        await pay(organisation, id, '500.00', { body: { paymentReference: 'TXN1' } });

        expect((await markPaid(id)).status).toBe(200);
        expect(await paymentsOf(id)).toEqual(['500.00']);
    });

    test('on another invoice is a payment of that one', async () => {
        const [one, other] = [await issuedFor(organisation, '1000.00'), await issuedFor(organisation, '1000.00')];

        for (const { id } of [one, other]) await markPaid(id);

        expect([await paymentsOf(one.id), await paymentsOf(other.id)]).toEqual([['500.00'], ['500.00']]);
    });

    test('with the ETag of before the first is answered all the same', async () => {
        const { id, version } = await issuedFor(organisation, '1000.00');
        const headers = { 'if-match': `"${version}"` };
        const one = await markPaid(id, first, headers);

        const other = await markPaid(id, first, headers);
        const third = await markPaid(id, { ...first, amountPaid: '1.00' }, headers);

        expect([other.status, other.text, third.status]).toEqual([200, one.text, 412]);
    });

    test('shows the invoice as it is by then', async () => {
        const { id } = await issuedFor(organisation, '1000.00', { contactId: contactId(1) });
        await markPaid(id);
        await organisation.call('PATCH', `/invoices/${id}/cancel`, { body: { reason: 'x', createCorrective: true } });

        const { status, body } = await markPaid(id);

        expect([status, body.status, body.paymentStatus]).toEqual([200, 'cancelled', 'cancelled']);
    });

    test('under a key of its own is answered again by that key', async () => {
        const { id } = await issuedFor(organisation, '1000.00');
        await markPaid(id);
        const headers = { 'idempotency-key': 'second-click' };
        const keyed = await markPaid(id, first, headers);
        await pay(organisation, id, '1.00');

        const replayed = await markPaid(id, first, headers);

        expect([replayed.text, replayed.headers['idempotent-replayed']]).toEqual([keyed.text, 'true']);
    });

    test('on a proforma is one advance', async () => {
        const offer = await issuedFor(organisation, '1000.00', { invoiceType: 'proforma' });

        const answers = await Promise.all([markPaid(offer.id), markPaid(offer.id)]);

        expect(answers.map(({ status, body }) => [status, body.paidAmount]))
            .toEqual([[200, '500.00'], [200, '500.00']]);
        expect(await paymentsOf(offer.id)).toEqual(['500.00']);
    });
});

test('POST /invoices/{invoiceId}/payments records each call: a customer may really pay twice', async () => {
    const { id } = await issuedFor(organisation, '1000.00');

    for (let call = 0; call < 2; call += 1)
        await pay(organisation, id, '500.00', { body: { paymentReference: 'TXN1' } });

    expect(await paymentsOf(id)).toEqual(['500.00', '500.00']);
});
