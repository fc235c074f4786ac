import { randomUUID } from 'node:crypto';
import { describe, expect, test } from '@jest/globals';
import { placeEvents } from '../../app/domain/events/place-events.ts';
import { settleDelivery, type ClaimedDelivery } from '../../app/features/webhooks/webhook-delivery.repository.ts';
import type { AfterAttempt } from '../../app/features/webhooks/webhook-delivery.ts';
import { givenLock, onDatabase } from '../support/given-lock.ts';
import { everyDue } from '../support/every-due.ts';
import { useWebhooks } from '../support/use-webhooks.ts';

const webhooks = useWebhooks();
const { service, clock, database } = webhooks;

const delivered: AfterAttempt = {
    state: 'delivered', nextAttemptAt: null, lastStatus: 204, lastError: null, pause: null, pace: 'prompt'
};
const gone = (): AfterAttempt => ({
    state: 'pending', nextAttemptAt: new Date(clock.now().getTime() + 5_000), lastStatus: 410,
    lastError: null, pause: 'gone', pace: 'failing'
});
const givenUp: AfterAttempt = {
    state: 'failed', nextAttemptAt: null, lastStatus: 500, lastError: null, pause: 'failing', pace: 'failing'
};

/** A webhook; each of its events is of another invoice. */
async function givenWebhook(url = 'http://127.0.0.1:9/') {
    const webhook = await webhooks.givenWebhook(url);
    return {
        ...webhook,
        event: async (eventId: string = randomUUID()) => {
            await webhook.event({ id: eventId, invoiceId: eventId });
            await placeEvents(database);
            return eventId;
        },
        claim: () => everyDue(database, clock.now())
    };
}

function attemptAt(claimed: readonly ClaimedDelivery[], eventId: string): ClaimedDelivery {
    const found = claimed.find((each) => each.eventId === eventId);
    if (found === undefined) throw new Error('the delivery was not claimed');
    return found;
}

describe('a webhook that is removed while an attempt is under way', () => {
    test('is removed, and the attempt stores nothing', async () => {
        const { call, id, event, claim } = await givenWebhook();
        const [held, attempted] = [await event(), await event()];
        const attempt = attemptAt(await claim(), attempted);
        // The removal holds the webhook and waits for its first delivery; the attempt at the second one ends.
        const lock = await givenLock(
            service.databaseUrl, 'SELECT FROM webhook_delivery WHERE event_id = $1 FOR UPDATE', [held]);
        const removal = call('DELETE', `/webhooks/${id}`);
        await lock.held(1);
        const settling = settleDelivery(database, attempt, delivered, clock.now());
        await lock.held(2);
        await lock.release();

        expect([(await removal).status, await settling]).toEqual([204, { state: null, paused: false }]);
    });
});

test('events that are sent again while their webhook is resumed are queued, and it is resumed', async () => {
    const { call, id, event, patch } = await givenWebhook();
    const events: string[] = [];
    for (const first of ['f', '8', '0']) events.push(await event(`${first}${randomUUID().slice(1)}`));
    // The events are stored and due in the reverse order of their positions; they are sent again in the order of their
    // positions.
    for (const [n, eventId] of events.toReversed().entries()) {
        await onDatabase(service.databaseUrl, 'UPDATE webhook_delivery SET next_attempt_at = $2 WHERE event_id = $1',
            [eventId, new Date(clock.now().getTime() + n)]);
    }
    await patch({ status: 'paused' });
    const lock = await givenLock(
        service.databaseUrl, 'SELECT FROM webhook_delivery WHERE event_id = $1 FOR UPDATE', [events[1]]);
    const replaying = call('POST', `/webhooks/${id}/replay`, { body: { after: '0' } });
    await lock.held(1);
    const resuming = patch({ status: 'active' });
    await lock.held(2);
    await lock.release();

    expect([(await replaying).status, (await resuming).status]).toEqual([202, 200]);
});

describe('an attempt at the address before', () => {
    test('pauses no webhook that has another by now, whatever the old one answered', async () => {
        const { event, claim, patch, read } = await givenWebhook();
        const eventId = await event();
        const attempt = attemptAt(await claim(), eventId);
        await patch({ url: 'http://127.0.0.1:10/' });

        await settleDelivery(database, attempt, gone(), clock.now());

        expect(await read()).toMatchObject({ status: 'active', url: 'http://127.0.0.1:10/' });
    });

    test('that was its last leaves the event to the new one', async () => {
        const { event, claim, patch, deliveries, read } = await givenWebhook();
        const eventId = await event();
        const attempt = attemptAt(await claim(), eventId);
        await patch({ url: 'http://127.0.0.1:10/' });

        const settled = await settleDelivery(database, attempt, givenUp, clock.now());

        expect(settled).toEqual({ state: 'pending', paused: false });
        expect(await deliveries()).toMatchObject([{
            eventId, state: 'pending', attempts: 0, nextAttemptAt: clock.now().toISOString(), lastStatus: 500
        }]);
        expect(await read()).toMatchObject({ status: 'active' });
        expect((await claim()).map(({ url }) => url)).toEqual(['http://127.0.0.1:10/']);
    });

    test('that was taken counts', async () => {
        const { event, claim, patch, deliveries } = await givenWebhook();
        const eventId = await event();
        const attempt = attemptAt(await claim(), eventId);
        await patch({ url: 'http://127.0.0.1:10/' });

        await settleDelivery(database, attempt, delivered, clock.now());

        expect(await deliveries()).toMatchObject([{ state: 'delivered', attempts: 1 }]);
    });
});

test('what a worker had under way when it was killed begins anew too when the webhook is resumed', async () => {
    const { id, event, claim, patch, deliveries } = await givenWebhook();
    const eventId = await event();
    await claim();
    await onDatabase(service.databaseUrl, `UPDATE webhook_delivery
        SET attempts = 7, first_attempt_at = $2, claimed_until = now() - interval '1 second' WHERE endpoint_id = $1`,
        [id, new Date(clock.now().getTime() - 71 * 3_600_000)]);
    await patch({ status: 'paused' });

    await patch({ status: 'active' });

    expect(await deliveries()).toMatchObject([{ eventId, attempts: 0 }]);
    expect((await claim()).map(({ attempts, firstAttemptAt }) => [attempts, firstAttemptAt]))
        .toEqual([[1, clock.now()]]);
});
