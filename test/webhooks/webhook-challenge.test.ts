import { describe, expect, test } from '@jest/globals';
import { Webhook } from 'standardwebhooks';
import { givenOrganisation } from '../support/given-organisation.ts';
import type { Answering, Received } from '../support/given-receiver.ts';
import { storedRows } from '../support/stored-rows.ts';
import { useWebhooks } from '../support/use-webhooks.ts';

const { service, clock, receiver } = useWebhooks({ WEBHOOK_CHALLENGE: 'on' });

const valueOf = ({ event }: Received) => String(event.data['challenge']);
/** The answer of a receiver that wants events. */
const confirming: Answering = (received, response) => {
    response.writeHead(200, { 'content-type': 'text/plain' }).end(valueOf(received));
    return undefined;
};
const answering = (status: number, body: (received: Received) => string, headers = {}): Answering =>
    (received, response) => {
        response.writeHead(status, headers).end(body(received));
        return undefined;
    };

async function givenAdministrator() {
    const organisation = await givenOrganisation(service);
    const call = await organisation.as({ role: 'admin' });
    return { organisation, call, create: (url: string, headers = {}) =>
        call('POST', '/webhooks', { body: { url }, headers }) };
}

describe('the address of a new webhook', () => {
    test('is sent a challenge, signed, and has the webhook when it answers with its value', async () => {
        const target = await receiver();
        target.answer(confirming);
        const { organisation, create } = await givenAdministrator();

        const { status, body: { id, secret } } = await create(target.url);

        expect(status).toBe(201);
        expect(target.received.length).toBe(1);
        const [{ event, headers, body } = { event: undefined, headers: {}, body: '' }] = target.received;
        expect(event).toEqual({
            type: 'webhook.challenge', timestamp: clock.now().toISOString(), organisation: organisation.id,
            data: { webhookId: id, challenge: expect.stringMatching(/^[\w-]{43}$/) }
        });
        expect(new Webhook(secret).verify(body, Object.fromEntries(
            Object.entries(headers).map(([name, value]) => [name, String(value)])))).toEqual(event);
    });

    test('may answer with JSON that holds the value alone, and another value is asked for each time', async () => {
        const [one, other] = [await receiver(), await receiver()];
        [one, other].forEach(({ answer }) => answer(answering(201, (received) =>
            JSON.stringify({ challenge: valueOf(received) }))));
        const { create } = await givenAdministrator();

        expect([(await create(one.url)).status, (await create(other.url)).status]).toEqual([201, 201]);
        expect(one.received.map(valueOf)).not.toEqual(other.received.map(valueOf));
    });

    test.each<[string, Answering, string]>([
        ['says no', () => 404, 'answered 404'],
        ['says yes without the value', () => 204, 'answer 204 did not hold'],
        ['leads elsewhere', (received, response) => {
            response.writeHead(302, { location: '/other' }).end(valueOf(received));
            return undefined;
        }, 'answered 302'],
        ['answers with another value', answering(200, () => 'x'.repeat(43)), 'answer 200 did not hold'],
        ['answers with a part of the value', answering(200, (received) => valueOf(received).slice(1)), 'answer 200'],
        ['sends back what it was sent', answering(200, ({ body }) => body), 'answer 200 did not hold'],
        ['sends back its data', answering(200, ({ event }) => JSON.stringify(event.data)), 'answer 200 did not hold'],
        ['shows a page of what it was sent', answering(200, ({ body }) => `<html><pre>${body}</pre></html>`,
            { 'content-type': 'text/html' }), 'answer 200 did not hold'],
        ['answers with a list', answering(200, (received) => JSON.stringify([valueOf(received)])), 'answer 200'],
        ['answers with much', answering(200, (received) => `${valueOf(received)}${' '.repeat(2_000)}`), 'answer 200'],
        ['never ends its answer', (received, response) => {
            response.writeHead(200).write(valueOf(received));
            const writing = setInterval(() => response.write(' '.repeat(65_536)), 5);
            response.on('close', () => clearInterval(writing));
            return undefined;
        }, 'answer 200 did not hold'],
        ['hangs up', (_received, response) => void response.destroy(), 'no answer (connection)'],
        ['answers after 20 s', () => new Promise((resolve) => {
            setTimeout(() => resolve(200), 20_000).unref();
        }), 'no answer (timeout)']
    ])('has none when it %s, and nothing is stored', async (_case, answer, came) => {
        const target = await receiver();
        target.answer(answer);
        const { create, call } = await givenAdministrator();
        await call('GET', '/webhooks');
        const { webhook_allowance: _before, ...before } = await storedRows(service);
        const startedAt = performance.now();

        const { status, body } = await create(target.url);

        expect([status, body.code, body.message, body.errors[0].path]).toEqual(
            [422, 'WEBHOOK_NOT_CONFIRMED', expect.stringContaining(came), 'url']);
        expect(performance.now() - startedAt).toBeLessThan(8_000);
        expect(target.received.length).toBe(1);
        const { webhook_allowance: _after, organisation: _organisations, ...after } = await storedRows(service);
        expect(after).toEqual({ ...after, ...before, organisation: undefined });
        expect((await call('GET', '/webhooks')).body.data).toEqual([]);
    }, 30_000);

    test('has none where nobody is', async () => {
        const { create } = await givenAdministrator();

        expect((await create('http://127.0.0.1:9/')).body)
            .toMatchObject({ code: 'WEBHOOK_NOT_CONFIRMED', message: expect.stringContaining('connection') });
    });

    test('is not asked when the organisation has a webhook there, or ten at the host', async () => {
        const target = await receiver();
        target.answer(confirming);
        const { create } = await givenAdministrator();
        for (let n = 0; n < 10; n += 1) expect((await create(`${target.url}?n=${n}`)).status).toBe(201);

        const codes = [await create(`${target.url}?n=1`), await create(`${target.url}?n=10`)]
            .map(({ body }) => body.code);

        expect(codes).toEqual(['WEBHOOK_URL_TAKEN', 'TOO_MANY_WEBHOOKS']);
        expect(target.received.length).toBe(10);
    });

    test('is asked once under an Idempotency-Key', async () => {
        const target = await receiver();
        target.answer(confirming);
        const { create } = await givenAdministrator();

        const statuses = [await create(target.url, { 'idempotency-key': 'k' }), await create(
            target.url, { 'idempotency-key': 'k' })].map(({ status }) => status);

        expect([statuses, target.received.length]).toEqual([[201, 201], 1]);
    });
});

test('another address of a webhook is challenged with its secret; the old one stays when it does not confirm',
    async () => {
        const [old, next] = [await receiver(), await receiver()];
        old.answer(confirming);
        const { create, call } = await givenAdministrator();
        const { body: { id, secret } } = await create(old.url);
        const move = () => call('PATCH', `/webhooks/${id}`, { body: { url: next.url } });

        const refused = await move();
        const same = await call('PATCH', `/webhooks/${id}`, { body: { url: old.url, description: 'x' } });
        next.answer(confirming);
        const moved = await move();

        expect([refused.status, refused.body.code]).toEqual([422, 'WEBHOOK_NOT_CONFIRMED']);
        expect([same.status, same.body.url, moved.status, moved.body.url]).toEqual([200, old.url, 200, next.url]);
        expect([old.received.length, next.received.length]).toEqual([1, 2]);
        const [{ headers, body } = { headers: {}, body: '' }] = next.received;
        expect(() => new Webhook(secret).verify(body, Object.fromEntries(
            Object.entries(headers).map(([name, value]) => [name, String(value)])))).not.toThrow();
    });

test('an organisation has sixty addresses challenged within an hour', async () => {
    const target = await receiver();
    target.answer(() => 404);
    const { create } = await givenAdministrator();
    for (let n = 0; n < 6; n += 1)
        await Promise.all(Array.from({ length: 10 }, () => create(target.url)));

    const refused = await create(target.url);
    clock.pass(3_600_000);
    const later = await create(target.url);

    expect([refused.status, refused.body.code, refused.headers['retry-after']])
        .toEqual([429, 'WEBHOOK_ALLOWANCE_USED', '3600']);
    expect([later.status, target.received.length]).toEqual([422, 61]);
});
