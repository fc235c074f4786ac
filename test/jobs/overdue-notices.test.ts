import { beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { openDatabase } from '../../app/platform/database/database.ts';
import { noticeOverdue } from '../../app/features/overdue/notice-overdue.ts';
import { givenLock, onDatabase } from '../support/given-lock.ts';
import { givenClock } from '../support/given-server.ts';
import { givenDraft, givenSeller } from '../support/given-service.ts';
import { useService } from '../support/use-service.ts';

const timeZone = 'Europe/Warsaw';
const never = new AbortController().signal;

const clock = givenClock();
const service = useService({ clock });
beforeAll(async () => {
    await givenSeller(service);
});
beforeEach(() => onDatabase(service.databaseUrl, `TRUNCATE overdue_notice, outbox_event`));

/** An invoice that was issued on 2026-11-23. */
async function givenIssued(dueDate: string): Promise<string> {
    const { id } = await givenDraft(service, { dueDate });
    const { status, text } = await service.call('POST', `/invoices/${id}/issue`);
    if (status !== 200) throw new Error(text);
    return id;
}

/** Changes an invoice after its issue: amounts as SQL, with the entries that the database requires for them. */
async function givenChange(id: string, { paid = '0', credited = '0', also = '' }: {
    readonly paid?: string; readonly credited?: string; readonly also?: string
}): Promise<void> {
    await onDatabase(service.databaseUrl, `WITH changed AS (
            UPDATE invoice SET paid_amount = ${paid}, credited_amount = ${credited}, version = version + 1 ${also}
                WHERE id = $1 RETURNING *),
        settled AS (
            INSERT INTO settlement (id, organisation_id, kind, customer_id, currency, amount,
                settled_on, created_by, created_at)
            SELECT gen_random_uuid(), organisation_id, 'write_off', id, currency, total_gross, current_date, 'user-1',
                now() FROM changed RETURNING *)
        INSERT INTO settlement_entry (id, settlement_id, organisation_id, account, invoice_id, currency, amount)
        SELECT gen_random_uuid(), s.id, s.organisation_id, a.account, c.id, c.currency, a.amount
        FROM settled s, changed c, LATERAL (VALUES ('paid', c.paid_amount), ('credited', c.credited_amount)) a(account,
            amount) WHERE a.amount > 0`, [id]);
}

const cancelled = `status = 'cancelled', cancelled_at = now(), cancellation_date = current_date, `
    + `cancellation_reason = 'a test'`;

/** Leaves no overdue invoice for the next test. */
beforeEach(async () => {
    await onDatabase(service.databaseUrl, `UPDATE invoice SET ${cancelled} WHERE status IN ('issued', 'sent')`);
});

const noticeAt = (instant: string, signal = never) =>
    noticeOverdue({ database: service.dependencies.database, clock: givenClock(instant), timeZone }, signal);

type Event = {
    readonly invoice_id: string; readonly organisation_id: string; readonly payload: Record<string, unknown>;
    readonly created_at: Date
};
const events = () => onDatabase<Event>(service.databaseUrl,
    `SELECT invoice_id, organisation_id, payload, created_at FROM outbox_event
        WHERE type = 'invoice.overdue' ORDER BY sequence`);
const reported = async () => (await events()).map(({ invoice_id: id }) => id).sort();

describe('an invoice', () => {
    test.each([
        ['on its due date', '2026-12-07T22:59:59.999Z', 0],
        ['a moment after it, where the seller is', '2026-12-07T23:00:00.000Z', 1],
        ['long after it', '2027-06-01T12:00:00.000Z', 1]
    ])('is told of once it is past: %s', async (_case, instant, expected) => {
        await givenIssued('2026-12-07');

        expect(await noticeAt(instant)).toBe(expected);
        expect((await events()).length).toBe(expected);
    });

    test('is told of once, however often it is looked for and whenever', async () => {
        const id = await givenIssued('2026-12-07');

        const counts = [await noticeAt('2026-12-08T01:00:00Z'), await noticeAt('2026-12-08T02:00:00Z'), await noticeAt(
            '2027-01-08T02:00:00Z')];

        expect([counts, await reported()]).toEqual([[1, 0, 0], [id]]);
    });

    test('is told of as it is then, in the words of the API', async () => {
        const id = await givenIssued('2026-12-07');
        await givenChange(id, { paid: '1.23', also: `, status = 'sent', payment_status = 'partial'` });

        await noticeAt('2026-12-08T01:00:00Z');

        const { body } = await service.call('GET', `/invoices/${id}`);
        const { overdue: _computed, ...document } = body;
        expect(await events()).toEqual([{
            invoice_id: id, organisation_id: 'default', payload: document, created_at: new Date('2026-12-08T01:00:00Z')
        }]);
        expect(document).toMatchObject({ status: 'sent', paidAmount: '1.23', dueDate: '2026-12-07' });
        expect(await onDatabase(
            service.databaseUrl, 'SELECT organisation_id, invoice_id, due_date::text FROM overdue_notice'))
            .toEqual([{ organisation_id: 'default', invoice_id: id, due_date: '2026-12-07' }]);
    });

    test.each([
        ['is paid', { paid: 'total_gross' }], ['is credited', { credited: 'total_gross' }],
        ['is paid and credited together', { paid: '1', credited: 'total_gross - 1' }],
        ['is cancelled', { also: `, ${cancelled}` }]
    ])('that %s is not told of', async (_case, change) => {
        await givenChange(await givenIssued('2026-12-07'), change);

        expect([await noticeAt('2027-01-01T12:00:00Z'), await events()]).toEqual([0, []]);
    });

    test('that lacks a grosz is told of; a draft is not', async () => {
        const id = await givenIssued('2026-12-07');
        await givenDraft(service, { dueDate: '2026-12-01' });
        await givenChange(id, { paid: 'total_gross - 0.01' });

        await noticeAt('2026-12-08T01:00:00Z');

        expect(await reported()).toEqual([id]);
    });

    test('that is changed this moment is passed by, and told of the next time as it is then', async () => {
        const [changing, other] = [await givenIssued('2026-12-07'), await givenIssued('2026-12-07')];
        const lock = await givenLock(
            service.databaseUrl, `UPDATE invoice SET status = 'sent', version = version + 1 WHERE id = $1`, [changing]);

        const first = await noticeAt('2026-12-08T01:00:00Z');
        const toldFirst = await reported();
        await lock.release();
        const second = await noticeAt('2026-12-08T02:00:00Z');

        expect([first, toldFirst, second]).toEqual([1, [other], 1]);
        expect((await events()).at(-1)).toMatchObject({ invoice_id: changing, payload: { status: 'sent' } });
    });
});

describe('many invoices', () => {
    test('are each told of once by two workers at the same time', async () => {
        const ids = await Promise.all(Array.from({ length: 45 }, () => givenIssued('2026-12-07')));
        const databases = [1, 2].map(() => openDatabase({ url: service.databaseUrl, poolSize: 2 }));
        const run = () => Promise.all(databases.map((database) => noticeOverdue(
            { database, clock: givenClock('2026-12-08T01:00:00Z'), timeZone }, never)));

        const counts = [...await run(), ...await run()];
        await Promise.all(databases.map((database) => database.close()));

        expect(counts.reduce((sum, count) => sum + count, 0)).toBe(45);
        expect(await reported()).toEqual([...ids].sort());
    });

    test('are left for the next run when the worker is stopped', async () => {
        const ids = await Promise.all(Array.from({ length: 25 }, () => givenIssued('2026-12-07')));

        const none = await noticeAt('2026-12-08T01:00:00Z', AbortSignal.abort());
        const all = await noticeAt('2026-12-08T01:00:00Z');

        expect([none, all, (await reported()).length]).toEqual([0, 25, ids.length]);
    });
});
