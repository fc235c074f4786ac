import { afterEach, describe, expect, test } from '@jest/globals';
import { onDatabase } from '../support/given-lock.ts';
import { givenClock } from '../support/given-server.ts';
import { mailFrom, sendWaiting, smtpOf, useMailServer } from '../support/use-mail.ts';
import { useOrganisation, useService } from '../support/use-service.ts';

const secret = 'a-secret-of-bounces';
const service = useService({
    clock: givenClock(),
    env: { SMTP_URL: 'smtp://127.0.0.1:9', MAIL_FROM: mailFrom, MAIL_BOUNCE_SECRET: `${secret}-new\n${secret}` }
});
const organisation = useOrganisation(service);
const server = useMailServer();
afterEach(() => onDatabase(service.databaseUrl, `UPDATE mail_delivery SET state = 'withdrawn'
    WHERE state IN ('queued', 'sending')`));

/** An invoice that was e-mailed, or waits to be. */
async function givenMailed({ sent = true } = {}): Promise<{ readonly id: string; readonly deliveryId: string }> {
    const { id } = await organisation.issued();
    await organisation.call('PATCH', `/invoices/${id}/send`, { body: { emailTo: 'a@klient.example' } });
    if (sent) await sendWaiting(service, smtpOf(server.port));
    const { body: { data: [delivery] } } = await organisation.call('GET', `/invoices/${id}/deliveries`);
    return { id, deliveryId: delivery.id };
}
const stateOf = async ({ id }: { readonly id: string }) => {
    const { body: { data: [{ state, reason }] } } = await organisation.call('GET', `/invoices/${id}/deliveries`);
    return [state, reason];
};
const bouncesTold = ({ id }: { readonly id: string }) => onDatabase(service.databaseUrl,
    `SELECT type FROM outbox_event WHERE invoice_id = $1 AND type = 'invoice.email_bounced'`, [id]);
const report = (body: unknown, authorization = `Bearer ${secret}`) =>
    service.call('POST', '/mail/bounces', { body, token: '', headers: { authorization } });
const byHand = ({ id, deliveryId }: { readonly id: string; readonly deliveryId: string }, body: object = {}) =>
    organisation.call('POST', `/invoices/${id}/deliveries/${deliveryId}/bounce`, { body });

describe('a person', () => {
    test('tells that an e-mail came back: once, with an event and an entry of the history', async () => {
        const mailed = await givenMailed();

        const answers = [await byHand(mailed), await byHand(mailed, { kind: 'complaint' })];

        expect(answers.map(({ status, body }) => [status, body.state, body.reason]))
            .toEqual([[200, 'bounced', 'undeliverable'], [200, 'bounced', 'undeliverable']]);
        expect(await bouncesTold(mailed)).toHaveLength(1);
        const { body: { data } } = await organisation.call('GET', `/invoices/${mailed.id}/history`);
        expect(data.at(-1)).toMatchObject({ action: 'invoice.email_bounced', actor: 'user-1' });
    });

    test('cannot tell it of an e-mail that was not sent, nor of one that there is not', async () => {
        const mailed = await givenMailed();
        const waiting = await givenMailed({ sent: false });

        const unsent = await byHand(waiting);
        const unknown = await byHand({ ...mailed, deliveryId: waiting.deliveryId });

        expect([unsent.status, unsent.body.code]).toEqual([409, 'MAIL_NOT_SENT']);
        expect([unknown.status, unknown.body.code]).toEqual([404, 'DELIVERY_NOT_FOUND']);
    });
});

describe('an e-mail whose answer was lost', () => {
    test.each([['still waits', 1, 'queued'], ['was given up', 3, 'failed']])(
        'and that %s can come back, and is then not sent again', async (_case, times, state) => {
            const mailed = await givenMailed({ sent: false });
            server.rules({ data: () => new Promise(() => undefined) });
            for (let time = 0; time < times; time += 1) await sendWaiting(service, smtpOf(server.port, {
                timeoutMs: 300
            }));
            const [before] = await stateOf(mailed);
            server.forget();

            const temporary = await report({ deliveryId: mailed.deliveryId, kind: 'temporary' });
            const [meanwhile] = await stateOf(mailed);
            const { body } = await report({ deliveryId: mailed.deliveryId, kind: 'permanent' });
            await sendWaiting(service, smtpOf(server.port));

            expect([before, temporary.body, meanwhile, body])
                .toEqual([state, { received: 1, recorded: 1 }, state, { received: 1, recorded: 1 }]);
            expect(await stateOf(mailed)).toEqual(['bounced', 'undeliverable']);
            expect(await bouncesTold(mailed)).toHaveLength(1);
            expect(server.whole).toEqual([]);
        });
});

describe('a provider', () => {
    test.each([
        ['by the id of the delivery', (id: string) => ({ deliveryId: id, kind: 'permanent', reason: 'no such user' })],
        ['by the Message-ID', (id: string) => ({ messageId: `<${id}@poczta.example>`, kind: 'permanent' })],
        ['as Mailgun writes it', (id: string) => ({ signature: {}, 'event-data': {
            event: 'failed', severity: 'permanent', message: { headers: { 'message-id': `${id}@poczta.example` } }
        } })],
        ['as SendGrid writes it', (id: string) => [
            { event: 'delivered', 'smtp-id': `<${id}@poczta.example>` },
            { event: 'bounce', type: 'bounce', 'smtp-id': `<${id}@poczta.example>`, email: 'a@klient.example' }
        ]]
    ])('reports a bounce %s', async (_case, bodyOf) => {
        const mailed = await givenMailed();

        const { status, body } = await report(bodyOf(mailed.deliveryId));

        expect([status, body]).toEqual([200, { received: 1, recorded: 1 }]);
        expect(await stateOf(mailed)).toEqual(['bounced', 'undeliverable']);
        expect(await bouncesTold(mailed)).toHaveLength(1);
    });

    test('reports a complaint, and a temporary bounce changes nothing', async () => {
        const [complained, delayed] = [await givenMailed(), await givenMailed()];

        await report({ deliveryId: complained.deliveryId, kind: 'complaint' });
        await report({ deliveryId: delayed.deliveryId, kind: 'temporary' });

        expect([await stateOf(complained), await stateOf(delayed)]).toEqual([['bounced', 'complaint'], ['sent', null]]);
    });

    test('shows its secret as a password too, and the older one while it is changed', async () => {
        const mailed = await givenMailed();
        const basic = `Basic ${Buffer.from(`anyone:${secret}-new`).toString('base64')}`;

        const answers = [
            await report({ deliveryId: mailed.deliveryId, kind: 'permanent' }, basic),
            await report({ deliveryId: mailed.deliveryId, kind: 'permanent' }, 'Bearer wrong-secret-of-bounces'),
            await report({}, 'Bearer wrong-secret-of-bounces'), await report({})
        ];

        expect(answers.map(({ status }) => status)).toEqual([200, 401, 401, 400]);
        expect(answers[3]?.body.message).toContain('deliveryId or messageId');
    });

    test('reports a thousand events in one call, of which those that change nothing cost nothing', async () => {
        const [bounced, other] = [await givenMailed(), await givenMailed()];
        const event = (id: string) => ({ event: 'bounce', type: 'bounce', 'smtp-id': `<${id}@poczta.example>` });
        const strange = '0199f3d2-7c1a-7b55-9c57-6a2f0d3c4b77';
        const events = [
            ...Array.from({ length: 500 }, () => event(bounced.deliveryId)),
            ...Array.from({ length: 499 }, () => event(strange)), event(other.deliveryId)
        ];
        await report({ deliveryId: bounced.deliveryId, kind: 'permanent' });

        const { status, body } = await report(events);

        expect([status, body]).toEqual([200, { received: 1_000, recorded: 501 }]);
        expect([await stateOf(bounced), await stateOf(other)])
            .toEqual([['bounced', 'undeliverable'], ['bounced', 'undeliverable']]);
    });

    test('is answered well of e-mails that are not ours, so that it does not repeat them', async () => {
        const { status, body } = await report(
            { deliveryId: '0199f3d2-7c1a-7b55-9c57-6a2f0d3c4b77', kind: 'permanent' });

        expect([status, body]).toEqual([200, { received: 1, recorded: 0 }]);
    });
});

describe('a guess of the secret', () => {
    const limited = useService({
        env: {
            MAIL_BOUNCE_SECRET: secret, RATE_LIMITS: 'on', RATE_LIMIT_PAGES: '3/3600', TRUSTED_PROXIES: '127.0.0.0/8'
        }
    });

    test('is counted, and limited by address', async () => {
        const { dependencies: { metrics } } = limited;
        const refused = async () => /auth_failures_total\{[^}]*reason="signature"[^}]*\} (\d+)/
            .exec(await metrics.registry.metrics())?.[1];
        const guess = async (from: string) => (await limited.call('POST', '/mail/bounces', {
            body: {}, token: '', headers: { authorization: 'Bearer a-wrong-secret-of-bounces', 'x-forwarded-for': from }
        })).status;
        const address = `192.0.2.${Math.ceil(Math.random() * 250)}`;
        const before = Number(await refused() ?? 0);

        const statuses = [await guess(address), await guess(address), await guess(address), await guess(address)];
        const other = await guess('198.51.100.7');

        expect([statuses, other]).toEqual([[401, 401, 401, 429], 401]);
        expect(Number(await refused()) - before).toBe(4);
    });
});
