import { describe, expect, test } from '@jest/globals';
import { onDatabase } from '../support/given-lock.ts';
import { useWebhooks } from '../support/use-webhooks.ts';

const webhooks = useWebhooks();
const { service, relay } = webhooks;

/** An active webhook, and its receiver. */
async function givenWebhook() {
    const receiver = await webhooks.receiver();
    const { organisation, call, made, event, read, patch, replay } = await webhooks.givenWebhook(receiver.url);
    return {
        ...receiver, organisationId: organisation.id, made, event,
        /** Places new events, which queues them for the active webhooks. */
        placed: async () => (await call('GET', '/events?limit=100')).body.data.at(-1).position,
        status: async (status: 'active' | 'paused') => (await patch({ status })).body,
        missedAfter: async () => (await read()).missedAfter,
        replay: async (after: string) => (await replay({ after })).body
    };
}

describe('what a webhook missed while it was paused', () => {
    test('comes by resuming it and asking for what is after its missedAfter, also what had no place in the feed when it was paused', async () => {
        const { made, event, placed, status, replay, missedAfter, received, arrived } = await givenWebhook();
        await event();
        const before = await placed();
        const unplaced = await event();
        const paused = await status('paused');
        const during = await event();
        await placed();
        const given = relay();

        const resumed = await status('active');
        await given.attempted(1);
        const answer = await replay(resumed.missedAfter);
        await arrived(3);

        expect([made.missedAfter, paused.missedAfter, resumed.missedAfter]).toEqual([null, before, before]);
        expect(answer).toEqual({ replayed: 2, nextAfter: null, leftThisHour: 9_998 });
        expect(received.slice(1).map(({ id }) => id)).toEqual([unplaced, during]);
        expect(await missedAfter()).toBeNull();
    });

    test('is told of one that the service paused', async () => {
        const { event, answer, missedAfter, organisationId } = await givenWebhook();
        answer(() => 410);
        const given = relay();
        await event();
        await given.attempted(1);

        const [row] = await onDatabase(service.databaseUrl,
            'SELECT max(position)::text AS newest FROM outbox_event WHERE organisation_id = $1', [organisationId]);
        expect(await missedAfter()).toBe(row?.['newest']);
    });

    test('is told from the beginning of one whose organisation has had no event', async () => {
        const { status } = await givenWebhook();

        expect(await status('paused')).toMatchObject({ missedAfter: '0' });
    });

    test(
        'stays told over another pause and other questions, until all of it was asked for while nothing more is missed',
        async () => {
            const { event, placed, status, replay, missedAfter } = await givenWebhook();
            await event();
            const first = await placed();
            await status('paused');
            await event();
            const second = await placed();
            await status('active');
            await status('paused');
            const reported = [await missedAfter()];
            await replay(second);
            reported.push(await missedAfter());
            await replay('0');
            reported.push(await missedAfter());
            await event();
            await placed();
            await status('active');
            await replay(second);
            reported.push(await missedAfter());

            expect(reported).toEqual([first, first, second, null]);
        });

    test('is told from where a part of it ended', async () => {
        const { organisationId, placed, status, replay, missedAfter } = await givenWebhook();
        await status('paused');
        await onDatabase(service.databaseUrl, `INSERT INTO outbox_event (id, organisation_id, invoice_id,
            type, payload, created_at)
            SELECT gen_random_uuid(), $1, gen_random_uuid(), 'invoice.overdue', '{}', now()
                FROM generate_series(1, 1001)`, [organisationId]);
        // Each call places at most 1000 new events.
        await placed();
        await placed();
        await status('active');

        const part = await replay('0');
        const between = await missedAfter();
        const rest = await replay(between);

        expect([part.replayed, between, rest.replayed, await missedAfter()]).toEqual([1_000, part.nextAfter, 1, null]);
    });
});
