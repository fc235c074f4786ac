import { describe, expect, test } from '@jest/globals';
import { contactId } from '../../app/dev/standins/catalogue/ids.ts';
import { invoiceNow, issuedFor, pay } from '../support/given-payment.ts';
import type { Answered } from '../support/given-service.ts';
import { givenClock } from '../support/given-server.ts';
import { useOrganisation, useService } from '../support/use-service.ts';

const clock = givenClock('2026-11-23T10:00:00.000Z');
const service = useService({ clock });
const organisation = useOrganisation(service);

const hourMs = 3_600_000;

/** Passes an hour. @returns The new time */
function later(): string {
    clock.pass(hourMs);
    return clock.now().toISOString();
}

const markPaid = (id: string, body: Readonly<Record<string, unknown>> = {}): Promise<Answered> =>
    organisation.call('PATCH', `/invoices/${id}/mark-paid`,
        { body: { paymentDate: '2026-11-23', paymentMethod: 'cash', ...body } });
const reverse = (paymentId: string): Promise<Answered> =>
    organisation.call('POST', `/payments/${paymentId}/reversal`, { body: { reason: 'Zwrot z banku' } });
const correct = (id: string, body: Readonly<Record<string, unknown>>): Promise<Answered> =>
    organisation.call('POST', `/invoices/${id}/correctives`, { body: { reason: 'Rabat', ...body } });
const shown = ({ paymentStatus, paidAt, lastPayment }: Answered['body']) => [paymentStatus, paidAt, lastPayment];

/** Pays a part by bank transfer on an earlier day. */
const payPart = (id: string, amount: string) => pay(organisation, id, amount,
    { body: { paymentDate: '2026-11-20', paymentReference: 'Przelew 17' } });
const byTransfer = { date: '2026-11-20', method: 'bank_transfer', reference: 'Przelew 17' };
const inCash = { date: '2026-11-23', method: 'cash', reference: null };

describe('an invoice shows when and how it was paid', () => {
    test('nothing before any payment, its last payment after one, and the instant once nothing is left', async () => {
        const issued = await issuedFor(organisation, '100.00');
        const { body: { invoice: partly } } = await payPart(issued.id, '60.00');
        const paidAt = later();

        const { body: paid } = await markPaid(issued.id);

        expect([issued, partly, paid].map(shown)).toEqual([
            ['pending', null, null], ['partial', null, byTransfer], ['paid', paidAt, inCash]
        ]);
        expect(paid.advancePayments).toEqual([]);
        expect(await invoiceNow(organisation, issued.id)).toEqual(paid);
    });

    test('in lists, in the list of a customer and in events too', async () => {
        const { id } = await issuedFor(organisation, '100.00', { contactId: contactId(1) });
        await issuedFor(organisation, '7.00', { contactId: contactId(1) });
        const paidAt = later();
        await markPaid(id, { paymentReference: 'KP 1' });

        const lists = await Promise.all(['/invoices', `/invoices/customer/${contactId(1)}`]
            .map(async (url) => (await organisation.call('GET', url)).body.data.map(shown)));
        const event = await service.dependencies.database.prisma.outboxEvent
            .findFirst({ where: { invoiceId: id, type: 'invoice.paid' } });

        const expected = ['paid', paidAt, { ...inCash, reference: 'KP 1' }];
        for (const list of lists) {
            expect(list).toHaveLength(2);
            expect(list).toContainEqual(expected);
            expect(list).toContainEqual(['pending', null, null]);
        }
        expect(shown(event?.payload)).toEqual(expected);
    });

    test('the payment with the latest day is the last one, whenever it was recorded', async () => {
        const { id } = await issuedFor(organisation, '100.00');
        await markPaid(id, { amountPaid: '10.00' });

        const { body } = await payPart(id, '20.00');

        expect(body.invoice.lastPayment).toEqual(inCash);
        expect((await invoiceNow(organisation, id)).lastPayment).toEqual(inCash);
    });

    test('a reversal shows the payment before it, and none after the first was reversed too', async () => {
        const { id } = await issuedFor(organisation, '100.00');
        const { body: first } = await payPart(id, '60.00');
        const { body: second } = await pay(organisation, id, '40.00');

        const { body: { invoices: [afterOne] } } = await reverse(second.id);
        const { body: { invoices: [afterBoth] } } = await reverse(first.id);

        expect([afterOne, afterBoth].map(shown))
            .toEqual([['partial', null, byTransfer], ['pending', null, null]]);
        expect(shown(await invoiceNow(organisation, id))).toEqual(['pending', null, null]);
    });

    test('paid again it shows the new instant', async () => {
        const { id } = await issuedFor(organisation, '100.00');
        const { body: { id: payment } } = await pay(organisation, id, '100.00');
        await reverse(payment);
        const paidAt = later();

        expect(shown((await markPaid(id)).body)).toEqual(['paid', paidAt, inCash]);
    });

    test('a residue that is written off leaves the payment, and no instant of it', async () => {
        await organisation.profile({ writeOffLimit: '5.00' });
        const { id } = await issuedFor(organisation, '100.00');
        await payPart(id, '97.00');

        const { body } = await organisation.call('POST', `/invoices/${id}/write-off`, { body: { reason: 'Różnica' } });

        expect(shown(body.invoice)).toEqual(['paid', null, byTransfer]);
        expect(await invoiceNow(organisation, id)).toEqual(body.invoice);
    });

    test('credit that pays it is its last payment, without a method', async () => {
        const [first, second] = [
            await issuedFor(organisation, '100.00', { contactId: contactId(1) }),
            await issuedFor(organisation, '40.00', { contactId: contactId(1) })
        ];
        await pay(organisation, first.id, '150.00');
        const paidAt = later();

        const { body } = await organisation.call('POST', `/invoices/${second.id}/apply-credit`, { body: {} });

        expect(shown(body.invoice)).toEqual(['paid', paidAt, { date: '2026-11-23', method: null, reference: null }]);
        expect(await invoiceNow(organisation, second.id)).toEqual(body.invoice);
    });

    test('a corrective that lowers a paid invoice keeps the instant, one that raises it takes it away', async () => {
        const lowered = await issuedFor(organisation, '100.00');
        const raised = await issuedFor(organisation, '100.00');
        const paidAt = later();
        for (const { id } of [lowered, raised]) await payPart(id, '100.00');
        later();

        await correct(lowered.id, { items: [{ itemId: lowered.items[0].id, unitPriceNet: '80.00' }] });
        await correct(raised.id, { items: [{ itemId: raised.items[0].id, unitPriceNet: '120.00' }] });

        expect(shown(await invoiceNow(organisation, lowered.id))).toEqual(['paid', paidAt, byTransfer]);
        expect(shown(await invoiceNow(organisation, raised.id))).toEqual(['partial', null, byTransfer]);
    });

    test('one that was taken back gave its money back, and shows none', async () => {
        const { id } = await issuedFor(organisation, '100.00', { contactId: contactId(1) });
        await payPart(id, '100.00');

        await correct(id, { type: 'full' });

        expect(shown(await invoiceNow(organisation, id))).toEqual(['paid', null, null]);
    });
});

describe('a cancelled document is not paid', () => {
    const cancel = (id: string) => organisation.call('PATCH', `/invoices/${id}/cancel`,
        { body: { reason: 'Rezygnacja', createCorrective: true } });
    const given: readonly (readonly [string, () => Promise<Answered['body']>])[] = [
        ['a draft', () => organisation.draft()],
        ['a proforma', () => organisation.issued({ invoiceType: 'proforma' })],
        ['an invoice that was never sent', () => issuedFor(organisation, '100.00')],
        ['an invoice that was sent', async () =>
            (await organisation.call('PATCH', `/invoices/${(await organisation.draft()).id}/send`, { body: {} })).body],
        ['an invoice that was paid', async () => {
            const { id } = await issuedFor(organisation, '100.00', { contactId: contactId(1) });
            return (await markPaid(id)).body;
        }],
        ['an invoice of 0.00', () => issuedFor(organisation, '0')]
    ];

    test.each(given)('%s has the payment status cancelled', async (_what, make) => {
        const { id } = await make();

        const { status, body } = await cancel(id);

        expect([status, body.status, shown(body)]).toEqual([200, 'cancelled', ['cancelled', null, null]]);
        expect(await invoiceNow(organisation, id)).toEqual(body);
        const listed = async (paymentStatus: string) => {
            const url = `/invoices?paymentStatus=${paymentStatus}&invoiceType=vat_invoice,proforma`;
            return (await organisation.call('GET', url)).body.data.map((row: Answered['body']) => row.id);
        };
        expect([await listed('cancelled'), await listed('paid,pending,partial,overdue')]).toEqual([[id], []]);
    });

    test('without invoice.paid or invoice.unpaid, also when its payment is reversed afterwards', async () => {
        const { id } = await issuedFor(organisation, '100.00', { contactId: contactId(1) });
        const { body: payment } = await pay(organisation, id, '100.00');
        await cancel(id);

        const { status } = await reverse(payment.id);

        const events = await service.dependencies.database.prisma.outboxEvent
            .findMany({ where: { invoiceId: id }, orderBy: { sequence: 'asc' } });
        expect([status, events.map(({ type }) => type)]).toEqual([201, [
            'invoice.issued', 'payment.recorded', 'invoice.paid', 'invoice.corrected', 'invoice.cancelled',
            'payment.reversed'
        ]]);
        expect(shown(await invoiceNow(organisation, id))).toEqual(['cancelled', null, null]);
    });
});
