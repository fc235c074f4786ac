import { describe, expect, test } from '@jest/globals';
import { Webhook } from 'standardwebhooks';
import { eventually } from '../support/eventually.ts';
import { useWebhooks } from '../support/use-webhooks.ts';

const { service, receiver, relay, givenWebhook } = useWebhooks();

describe('a test of a webhook', () => {
    test('is sent to it signed, whatever types it wants, and is shown among its deliveries', async () => {
        const target = await receiver();
        const { call, id, secret, deliveries, organisation } = await givenWebhook(
            target.url, { types: ['invoice.paid'] });
        relay();

        const { status, body } = await call('POST', `/webhooks/${id}/test`);
        await target.arrived(1);

        expect([status, body]).toEqual([202, { eventId: expect.any(String) }]);
        const nothing = { headers: { 'webhook-id': undefined }, body: '', event: undefined };
        const [{ headers, body: text, event } = nothing] = target.received;
        expect([headers['webhook-id'], event]).toEqual([body.eventId, {
            type: 'webhook.test', timestamp: expect.any(String), position: expect.any(String),
            organisation: organisation.id, invoiceId: null, data: { webhookId: id }
        }]);
        const signed = Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, String(value)]));
        expect(new Webhook(secret).verify(text, signed)).toEqual(event);
        await eventually('the delivery is recorded', async () => (await deliveries())[0]?.state === 'delivered');
        expect(await deliveries()).toEqual([expect.objectContaining({
            eventId: body.eventId, type: 'webhook.test', invoiceId: null, state: 'delivered', attempts: 1,
            lastStatus: 204, lastError: null
        })]);
    });

    test('is not sent to the other webhooks of the organisation, nor replayed to them', async () => {
        const [target, other] = [await receiver(), await receiver()];
        const { call, id, event } = await givenWebhook(target.url);
        const { body: { id: otherId } } = await call('POST', '/webhooks', { body: { url: other.url } });
        relay();

        const { body: { eventId } } = await call('POST', `/webhooks/${id}/test`);
        await target.arrived(1);
        const both = await event();
        const delivered = async () =>
            (await call('GET', `/webhooks/${otherId}/deliveries?state=delivered`)).body.data.length;
        await eventually('one delivery', delivered, { until: (count) => count === 1 });
        const replayed = await call('POST', `/webhooks/${otherId}/replay`, { body: { after: '0' } });
        const byId = await call('POST', `/webhooks/${otherId}/replay`, { body: { eventId } });
        await other.arrived(2);

        expect(other.received.map((each) => each.id)).toEqual([both, both]);
        expect([replayed.body.replayed, byId.status, byId.body.code]).toEqual([1, 404, 'EVENT_NOT_FOUND']);
        expect((await call('POST', `/webhooks/${id}/replay`, { body: { after: '0' } })).body.replayed).toBe(2);
    });

    test('that fails shows why', async () => {
        const target = await receiver();
        target.answer(() => 500);
        const { call, id, deliveries } = await givenWebhook(target.url);
        relay();

        await call('POST', `/webhooks/${id}/test`);
        await eventually('the attempt is recorded', async () => (await deliveries())[0]?.lastStatus === 500);

        expect(await deliveries()).toEqual([expect.objectContaining({ state: 'pending', attempts: 1 })]);
    });

    test('under an Idempotency-Key is made once, and is in the audit trail', async () => {
        const { call, id, organisation } = await givenWebhook('https://crm.example/hooks');
        const asked = () => call('POST', `/webhooks/${id}/test`, { headers: { 'idempotency-key': 'test-1' } });

        const [first, again] = [await asked(), await asked()];

        expect([first.status, again.status, again.body]).toEqual([202, 202, first.body]);
        const { rows } = await service.dependencies.database.pool.query(
            `SELECT actor, before, after FROM invoices.audit_entry
            WHERE organisation_id = $1 AND action = 'webhook.tested'`, [organisation.id]);
        expect(rows).toEqual([{ actor: 'admin-1', before: null, after: { id, eventId: first.body.eventId } }]);
    });

    test('of a paused webhook is refused, with what to do', async () => {
        const { call, id, patch } = await givenWebhook('https://crm.example/hooks');
        await patch({ status: 'paused' });

        const { status, body } = await call('POST', `/webhooks/${id}/test`);

        expect([status, body.code]).toEqual([409, 'WEBHOOK_PAUSED']);
        expect(body.message).toContain('{"status": "active"}');
        await patch({ status: 'active' });
        expect((await call('POST', `/webhooks/${id}/test`)).status).toBe(202);
    });

    test('cannot be asked for as a type', async () => {
        const { call, patch } = await givenWebhook('https://crm.example/hooks');

        const answers = [
            await call('POST', '/webhooks', { body: { url: 'https://crm.example/2', types: ['webhook.test'] } }),
            await patch({ types: ['webhook.test'] })
        ];

        expect(answers.map(({ status, body }) => [status, body.errors[0].path]))
            .toEqual([[400, 'types[0]'], [400, 'types[0]']]);
    });
});
