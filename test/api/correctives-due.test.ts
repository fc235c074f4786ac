import { describe, expect, test } from '@jest/globals';
import { noticeOverdue } from '../../app/features/overdue/notice-overdue.ts';
import { correct, read } from '../support/given-corrective.ts';
import { givenClock } from '../support/given-server.ts';
import { givenItem, type Answered } from '../support/given-service.ts';
import { useOrganisation, useService } from '../support/use-service.ts';

const clock = givenClock();
const service = useService({ clock });
const organisation = useOrganisation(service);
const dayMs = 86_400_000;

/** An invoice of 246.00 due on 15 September, raised by 123.00 today, which is 23 November. */
async function givenRaised(
    { paid = '246.00', ...changes }: { readonly paid?: string | null; readonly dueDate?: string } = {}
): Promise<Answered['body']> {
    const { id, items: [item] } = await organisation.issued({
        issueDate: '2026-09-01', dueDate: '2026-09-15', items: [givenItem({ unitPriceNet: '200.00' })]
    });
    if (paid !== null) await pay(id, paid);
    const { status, text, body } = await correct(
        organisation, id, { items: [{ itemId: item.id, unitPriceNet: '300.00' }], ...changes });
    if (status !== 201) throw new Error(text);
    return { id, itemId: item.id, corrective: body };
}

async function pay(id: string, amountPaid: string): Promise<void> {
    const { status, text } = await organisation.call('PATCH', `/invoices/${id}/mark-paid`, {
        body: { paymentDate: '2026-11-23', paymentMethod: 'bank_transfer', amountPaid }
    });
    if (status !== 200) throw new Error(text);
}

const overdueAt = async (asOf: string): Promise<Answered['body']> =>
    (await organisation.call('GET', `/invoices/analytics/overdue?asOf=${asOf}`)).body;
const listed = async (query: string): Promise<readonly string[]> =>
    (await organisation.call('GET', `/invoices?invoiceType=vat_invoice&${query}`)).body.data
        .map(({ id }: Answered['body']) => id);

describe('an invoice that a corrective raises', () => {
    test('is due for the raise when it is asked for, not before', async () => {
        const { id, corrective } = await givenRaised();

        expect(corrective).toMatchObject({ totalGross: '123.00', dueDate: '2026-12-07' });
        expect(await read(organisation, id)).toMatchObject({
            dueDate: '2026-09-15', openDueDate: '2026-12-07', balance: '123.00', overdue: false
        });
        expect(await listed('overdueOnly=true')).toEqual([]);
        const today = await overdueAt('2026-11-23');
        expect(today.data).toEqual([]);
        expect(today.aging[0]).toMatchObject({
            overdue: { count: 0, amount: '0.00' }, total: { count: 1, amount: '123.00' }
        });
        const { body: { byStatus } } = await organisation.call(
            'GET', '/invoices/analytics/statistics?startDate=2026-09-01&endDate=2026-09-30');
        expect(byStatus).toMatchObject({ issued: 1, overdue: 0 });
    });

    test('is overdue from the day after the due date of the raise', async () => {
        const { id } = await givenRaised();

        expect((await overdueAt('2026-12-07')).data).toEqual([]);
        expect((await overdueAt('2026-12-08')).data).toMatchObject([
            { invoiceId: id, dueDate: '2026-12-07', daysOverdue: 1, bucket: '1-30', balance: '123.00' }
        ]);
    });

    test('stays overdue while its first part is not paid, and no longer once it is', async () => {
        const { id } = await givenRaised({ paid: '245.99' });

        expect(await read(organisation, id)).toMatchObject({ openDueDate: null, overdue: true, balance: '123.01' });
        expect(await listed('overdueOnly=true')).toEqual([id]);

        await pay(id, '0.01');

        expect(await read(organisation, id)).toMatchObject({ openDueDate: '2026-12-07', overdue: false });
        expect(await listed('overdueOnly=true')).toEqual([]);
    });

    test('is due on the given day, and paid in the order of the days', async () => {
        const { id, itemId } = await givenRaised({ dueDate: '2026-12-31' });
        const { body } = await correct(organisation, id, {
            items: [{ itemId, unitPriceNet: '350.00' }], dueDate: '2026-12-10'
        });

        expect(body).toMatchObject({ totalGross: '61.50', dueDate: '2026-12-10' });
        expect((await read(organisation, id)).openDueDate).toBe('2026-12-10');
        await pay(id, '61.50');
        expect((await read(organisation, id)).openDueDate).toBe('2026-12-31');
        await pay(id, '123.00');
        expect(await read(organisation, id)).toMatchObject({ openDueDate: null, status: 'paid' });
    });

    test('is told as overdue once for each due date', async () => {
        const { id } = await givenRaised({ paid: null });
        const notice = (instant: string) => noticeOverdue({
            database: service.dependencies.database, clock: givenClock(instant), timeZone: 'Europe/Warsaw'
        }, new AbortController().signal);
        const events = async (): Promise<number> => (await service.dependencies.database.prisma.outboxEvent
            .findMany({ where: { invoiceId: id, type: 'invoice.overdue' } })).length;

        await notice('2026-11-23T12:00:00.000Z');
        expect(await events()).toBe(1);
        await pay(id, '246.00');
        await notice('2026-12-07T12:00:00.000Z');
        expect(await events()).toBe(1);
        await notice(new Date(Date.parse('2026-12-07T12:00:00.000Z') + dayMs).toISOString());
        expect(await events()).toBe(2);
    });

    test.each([
        ['before its issue', { dueDate: '2026-11-22' }, 'DUE_BEFORE_ISSUE'],
        ['of a corrective that lowers', { dueDate: '2026-12-22', quantity: '0.5' }, 'NOT_ALLOWED']
    ])('refuses a due date %s', async (_what, { dueDate, quantity }: Record<string, string>, code) => {
        const { id, items: [item] } = await organisation.issued();

        const { body } = await correct(
            organisation, id, { dueDate, items: [{ itemId: item.id, quantity: quantity ?? '2' }] });

        expect(body).toMatchObject({ status: 400, errors: [{ path: 'dueDate', code }] });
    });
});
