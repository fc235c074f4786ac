import { randomUUID } from 'node:crypto';
import { setTimeout as wait } from 'node:timers/promises';
import { describe, expect, test } from '@jest/globals';
import pg from 'pg';
import { placeEvents } from '../../app/domain/events/place-events.ts';
import { eventRow, givenEvent, insertEvent } from '../support/given-event.ts';
import { givenLock, onDatabase } from '../support/given-lock.ts';
import { givenOrganisation, type GivenOrganisation } from '../support/given-organisation.ts';
import type { Answered } from '../support/given-service.ts';
import { givenToken } from '../support/given-token.ts';
import { useOrganisation, useService } from '../support/use-service.ts';

const service = useService();
const organisation = useOrganisation(service);

type Event = { readonly id: string; readonly position: string; readonly invoiceId: string | null };

async function feed(organisation: GivenOrganisation, query = ''): Promise<Answered['body']> {
    const answer = await organisation.call('GET', `/events${query}`);
    expect(answer.status).toBe(200);
    return answer.body;
}

const idsOf = (page: { readonly data: readonly Event[] }) => page.data.map(({ id }) => id);

describe('the feed', () => {
    test('shows what was committed before the call, with the document as the API shows it', async () => {
        const issued = await organisation.issued();

        const page = await feed(organisation);

        const { overdue, ...document } = issued;
        expect(page).toEqual({
            data: [{
                id: expect.any(String), position: expect.stringMatching(/^[1-9]\d*$/), type: 'invoice.issued',
                createdAt: issued.issuedAt, invoiceId: issued.id, data: document
            }],
            limit: 50, nextAfter: page.data[0].position
        });
        expect(overdue).toBe(false);
    });

    test('of an organisation without events is empty and says to ask again from the same place', async () => {
        expect([await feed(organisation), await feed(organisation, '?after=77')]).toEqual([
            { data: [], limit: 50, nextAfter: '0' }, { data: [], limit: 50, nextAfter: '77' }
        ]);
    });

    test('is read in pages to its end, and on from there', async () => {
        const given: string[] = [];
        for (let n = 0; n < 5; n += 1) given.push(await givenEvent(service.databaseUrl, organisation.id));

        const first = await feed(organisation, '?limit=2');
        const second = await feed(organisation, `?limit=2&after=${first.nextAfter}`);
        const third = await feed(organisation, `?limit=2&after=${second.nextAfter}`);
        const end = await feed(organisation, `?limit=2&after=${third.nextAfter}`);
        const later = await givenEvent(service.databaseUrl, organisation.id);
        const on = await feed(organisation, `?after=${end.nextAfter}`);

        expect([first, second, third, end, on].map(idsOf))
            .toEqual([given.slice(0, 2), given.slice(2, 4), given.slice(4), [], [later]]);
    });

    test('shows the types that are asked for, however they are written', async () => {
        const issued = await givenEvent(service.databaseUrl, organisation.id, { type: 'invoice.issued' });
        const paid = await givenEvent(service.databaseUrl, organisation.id, { type: 'invoice.paid' });
        await givenEvent(service.databaseUrl, organisation.id, { type: 'payment.recorded', invoiceId: null });

        const pages = [await feed(organisation, '?types=invoice.paid'),
            await feed(organisation, '?types=invoice.paid,invoice.issued'),
            await feed(organisation, '?types[]=invoice.issued&types[]=invoice.paid')];

        expect(pages.map(idsOf)).toEqual([[paid], [issued, paid], [issued, paid]]);
    });

    test('of a type leads past the events of others, so that nobody looks through them again', async () => {
        const paid = [await givenEvent(service.databaseUrl, organisation.id, { type: 'invoice.paid' })];
        await givenEvent(service.databaseUrl, organisation.id, { type: 'invoice.issued' });
        paid.push(await givenEvent(service.databaseUrl, organisation.id, { type: 'invoice.paid' }));
        const last = await givenEvent(service.databaseUrl, organisation.id, { type: 'invoice.issued' });
        const { position } = (await organisation.call('GET', `/events/${last}`)).body;

        const full = await feed(organisation, '?types=invoice.paid&limit=1');
        const short = await feed(organisation, `?types=invoice.paid&limit=2&after=${full.nextAfter}`);
        const none = await feed(organisation, '?types=invoice.overdue');
        const beyond = await feed(organisation, '?types=invoice.paid&after=999999999999999999');

        expect([...idsOf(full), ...idsOf(short)]).toEqual(paid);
        expect(BigInt(full.nextAfter)).toBeLessThan(BigInt(position) - 1n);
        expect([short.nextAfter, none.nextAfter, beyond.nextAfter]).toEqual([position, position, '999999999999999999']);
    });

    test('shows nothing of another organisation', async () => {
        const [own, other] = [await givenOrganisation(service), await givenOrganisation(service)];
        const id = await givenEvent(service.databaseUrl, own.id);

        const [page, foreign, one, found] = [
            await feed(own), await feed(other), await other.call('GET', `/events/${id}`),
            await own.call('GET', `/events/${id}`)
        ];

        expect([idsOf(page), idsOf(foreign), one.status, one.body.code]).toEqual([[id], [], 404, 'EVENT_NOT_FOUND']);
        expect([found.status, found.body]).toEqual([200, page.data[0]]);
    });

    test('an event that nobody has seen yet is read by its id', async () => {
        const id = await givenEvent(service.databaseUrl, organisation.id);

        expect(await organisation.call('GET', `/events/${id}`)).toMatchObject({ status: 200, body: { id, data: {} } });
    });

    test.each([
        ['after=-1', 'after'], ['after=1.5', 'after'], ['after=x', 'after'], ['after=9999999999999999999', 'after'],
        ['after=1&after=2', 'after'], ['limit=0', 'limit'], ['limit=101', 'limit'], ['types=invoice.made', 'types'],
        ['before=1', 'before']
    ])('?%s is refused by name', async (query, field) => {
        const { status, body } = await organisation.call('GET', `/events?${query}`);

        expect([status, body.code, body.message]).toEqual([400, 'VALIDATION_FAILED', expect.stringContaining(field)]);
    });

    test('takes the bounds themselves', async () => {
        expect([await feed(organisation, '?limit=1'), await feed(organisation, '?limit=100&after=999999999999999999')])
            .toEqual([
                { data: [], limit: 1, nextAfter: '0' }, { data: [], limit: 100, nextAfter: '999999999999999999' }
            ]);
    });

    test('needs a token, and the right to read', async () => {
        const answers = [
            await service.call('GET', '/events', { token: '' }),
            await service.call(
                'GET', '/events', { token: await givenToken({ role: undefined, scope: 'webhooks:write' }) }),
            await service.call('GET', `/events/${randomUUID()}`,
                { token: await givenToken({ role: undefined, scope: 'webhooks:write' }) })
        ];

        expect(answers.map(({ status }) => status)).toEqual([401, 403, 403]);
    });
});

describe('the order of the feed', () => {
    test('an event that is committed late comes after those that overtook it, and a reader that was past them gets it',
        async () => {
            const [late] = eventRow(organisation.id);
            // This event has the lower sequence and is not committed yet.
            const lock = await givenLock(service.databaseUrl, insertEvent, eventRow(organisation.id, { id: late }));
            const early = await givenEvent(service.databaseUrl, organisation.id);

            const before = await feed(organisation);
            await lock.release();
            const after = await feed(organisation, `?after=${before.nextAfter}`);

            expect([idsOf(before), idsOf(after), idsOf(await feed(organisation))])
                .toEqual([[early], [late], [early, late]]);
        });

    test('places each event once, whoever places at the same time, and in one order', async () => {
        const given: string[] = [];
        for (let n = 0; n < 450; n += 1) given.push(randomUUID());
        await onDatabase(service.databaseUrl, `INSERT INTO outbox_event (id, organisation_id, invoice_id,
            type, payload, created_at)
            SELECT g.id::uuid, $2, gen_random_uuid(), 'invoice.issued', '{}', now()
                FROM unnest($1::text[]) WITH ORDINALITY g(id, n) ORDER BY g.n`, [given, organisation.id]);

        const placed = await Promise.all(Array.from({ length: 8 }, () => placeEvents(service.dependencies.database)));

        const rows = await onDatabase<{ id: string }>(service.databaseUrl,
            'SELECT id FROM outbox_event WHERE organisation_id = $1 ORDER BY position', [organisation.id]);
        expect([placed.reduce((sum, count) => sum + count, 0), rows.map(({ id }) => id)]).toEqual([450, given]);
    });

    test('a placer that waited for another places nothing twice and nothing before it', async () => {
        const first = await givenEvent(service.databaseUrl, organisation.id);
        const client = new pg.Client({ connectionString: service.databaseUrl });
        await client.connect();
        // Another placer is between its lock and its commit.
        await client.query('BEGIN');
        await client.query('SELECT pg_advisory_xact_lock(5270411862093)');
        await client.query(
            `UPDATE outbox_event SET position = nextval('outbox_event_position_seq') WHERE id = $1`, [first]);
        const waiting = feed(organisation);
        await wait(200);
        const second = await givenEvent(service.databaseUrl, organisation.id);
        await client.query('COMMIT');
        await client.end();

        const page = await waiting;

        expect([idsOf(page), idsOf(await feed(organisation))]).toEqual([[first, second], [first, second]]);
    });

    test('under 20 writers a polling reader misses nothing, sees nothing twice and each invoice in its order',
        async () => {
            const invoices = Array.from({ length: 6 }, () => randomUUID());
            await onDatabase(
                service.databaseUrl, 'CREATE TABLE IF NOT EXISTS test_invoice (id uuid PRIMARY KEY, n int NOT NULL)');
            await onDatabase(service.databaseUrl, 'INSERT INTO test_invoice SELECT unnest($1::uuid[]), 0', [invoices]);
            let writing = true;
            const seen: { id: string; invoiceId: string; n: number }[] = [];
            const reader = (async () => {
                for (let after = '0', last = false; ; ) {
                    // One more poll after the writers have ended.
                    last = !writing;
                    const page = await feed(organisation, `?after=${after}&limit=20`);
                    seen.push(...page.data.map(({ id, invoiceId, data }: Answered['body']) =>
                        ({ id, invoiceId, n: data.n })));
                    if (last && page.data.length === 0) return;
                    after = page.nextAfter;
                }
            })();

            // As commands do it: lock the invoice's row, write the event, commit; sometimes slowly.
            const writers = Array.from({ length: 20 }, async (_, writer) => {
                const client = new pg.Client({ connectionString: service.databaseUrl });
                await client.connect();
                for (let round = 0; round < 15; round += 1) {
                    await client.query('BEGIN');
                    const { rows: [row] } = await client.query<{ n: number }>('UPDATE test_invoice SET n = n + 1 WHERE '
                        + 'id = $1 RETURNING n', [invoices[(writer + round) % invoices.length]]);
                    await client.query(insertEvent, eventRow(organisation.id,
                        { invoiceId: invoices[(writer + round) % invoices.length] ?? null, data: { n: row?.n } }));
                    if (round % 5 === 0) await wait(5);
                    await client.query(round % 7 === 6 ? 'ROLLBACK' : 'COMMIT');
                }
                await client.end();
            });
            await Promise.all(writers);
            writing = false;
            await reader;

            const stored = await onDatabase<{ id: string }>(service.databaseUrl,
                'SELECT id FROM outbox_event WHERE organisation_id = $1 ORDER BY position', [organisation.id]);
            expect(seen.map(({ id }) => id)).toEqual(stored.map(({ id }) => id));
            expect(seen).toHaveLength(20 * 13);
            for (const invoice of invoices) {
                const order = seen.filter(({ invoiceId }) => invoiceId === invoice).map(({ n }) => n);
                expect(order).toEqual(order.map((_, index) => index + 1));
            }
        });

    test('an event that has its place can be neither moved nor taken away', async () => {
        const id = await givenEvent(service.databaseUrl, organisation.id);
        await feed(organisation);

        await expect(
            onDatabase(service.databaseUrl, 'UPDATE outbox_event SET position = position + 1000 WHERE id = $1', [id])
        ).rejects.toThrow('cannot be changed');
        await expect(onDatabase(service.databaseUrl, 'UPDATE outbox_event SET position = NULL WHERE id = $1', [id]))
            .rejects.toThrow('cannot be changed');
    });
});
