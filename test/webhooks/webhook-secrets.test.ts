import { randomUUID } from 'node:crypto';
import { describe, expect, test } from '@jest/globals';
import { Webhook as Verifier } from 'standardwebhooks';
import { sealSecrets } from '../../app/features/webhooks/seal-secrets.ts';
import { placeOfSecret } from '../../app/features/webhooks/webhook-secret.ts';
import { isSealed, type Secrets } from '../../app/platform/secrets/secrets.ts';
import { givenLock, onDatabase } from '../support/given-lock.ts';
import { givenOrganisation } from '../support/given-organisation.ts';
import type { Received } from '../support/given-receiver.ts';
import { givenSecrets, newKey, oldKey, sampleKey } from '../support/given-secrets.ts';
import { useWebhooks } from '../support/use-webhooks.ts';

const { service, clock, database, receiver, relay, givenWebhook } = useWebhooks();

const never = new AbortController().signal;
const hourMs = 3_600_000;
const plainSecret = `whsec_${Buffer.alloc(32, 7).toString('base64')}`;
const url = () => `https://crm.example/${randomUUID()}`;

type Row = {
    readonly organisation_id: string;
    readonly secret: string; readonly previous_secret: string | null; readonly sealed_secret: string | null;
    readonly sealed_previous_secret: string | null; readonly sealed_at: Date | null; readonly version: number;
};

async function rowOf(id: string): Promise<Row> {
    const [row] = await onDatabase<Row>(service.databaseUrl, 'SELECT * FROM webhook_endpoint WHERE id = $1', [id]);
    if (row === undefined) throw new Error('there is no such webhook');
    return row;
}

/** Stores a secret as the build before sealing does: it knows two columns. */
async function storedBefore(id: string, secret: string, previous: string | null = null): Promise<void> {
    await onDatabase(service.databaseUrl, `UPDATE webhook_endpoint SET secret = $2, previous_secret = $3,
        previous_secret_until = CASE WHEN $3::text IS NULL THEN NULL ELSE now() + interval '1 day' END,
        version = version + 1 WHERE id = $1`, [id, secret, previous]);
}

const run = (secrets: Secrets = service.dependencies.secrets, plainKeepHours = 24) =>
    sealSecrets({ database, clock, secrets, plainKeepHours }, never);

function isSignedBy(secret: string, message: Received | undefined): boolean {
    try {
        new Verifier(secret).verify(message?.body ?? '', message?.headers as Record<string, string>);
        return true;
    } catch {
        return false;
    }
}

describe('the secret of a webhook', () => {
    test('is in no row of the database, after it was made and rotated, and in no later answer', async () => {
        const organisation = await givenOrganisation(service);
        const call = await organisation.as({ role: 'admin' });
        const made = await call('POST', '/webhooks', { body: { url: url() }, headers: { 'idempotency-key': 'made' } });
        const path = `/webhooks/${made.body.id}`;

        const rotated = await call(
            'POST', `${path}/rotate-secret`, { body: {}, headers: { 'idempotency-key': 'rotated' } });

        const secrets = [made.body.secret, rotated.body.secret];
        expect(secrets).toEqual([expect.stringMatching(/^whsec_/), expect.stringMatching(/^whsec_/)]);
        const tables = ['webhook_endpoint', 'idempotency_key', 'audit_entry', 'outbox_event', 'webhook_delivery'];
        for (const table of tables) {
            const rows = await onDatabase(service.databaseUrl,
                `SELECT row_to_json(t)::text AS row FROM ${table} t WHERE organisation_id = $1`, [organisation.id]);
            expect(secrets.filter((secret) => JSON.stringify(rows).includes(secret.slice(6)))).toEqual([]);
        }
        expect((await call('GET', path)).text + (await call('GET', '/webhooks')).text).not.toContain('whsec_');
        expect(JSON.stringify(service.lines)).not.toContain('whsec_');
    });

    test('comes again, the same, to a request that is repeated under its key', async () => {
        const call = await (await givenOrganisation(service)).as({ role: 'admin' });
        const request = { body: { url: url() }, headers: { 'idempotency-key': 'again' } };
        const first = await call('POST', '/webhooks', request);

        const second = await call('POST', '/webhooks', request);

        expect([second.status, second.headers['idempotent-replayed'], second.text]).toEqual([201, 'true', first.text]);
    });

    test('does not open as the secret of another organisation', async () => {
        const { url: target, received } = await receiver();
        const [one, other] = [await givenWebhook(target), await givenWebhook(`${target}/other`)];
        await onDatabase(service.databaseUrl, `UPDATE webhook_endpoint SET sealed_secret =
            (SELECT sealed_secret FROM webhook_endpoint WHERE id = $1) WHERE id = $2`, [one.id, other.id]);
        const { attempted } = relay();

        await other.event();
        await attempted(1);

        expect(received).toEqual([]);
        expect(await other.deliveries()).toMatchObject([{ state: 'pending', lastError: 'secret_unreadable' }]);
    });
});

describe('a secret that the build before sealing stored', () => {
    test('signs; is sealed by the job; and stays in plain for 24 hours, for workers of that build', async () => {
        const { url: target, received, arrived } = await receiver();
        const { id, event, call, read } = await givenWebhook(target);
        await storedBefore(id, plainSecret);
        const { version } = await read();
        relay();
        await event();
        await arrived(1);

        const sealed = await run();

        const row = await rowOf(id);
        expect([sealed, row.secret, isSealed(String(row.sealed_secret)), row.version]).toEqual(
            [1, plainSecret, true, version]);
        expect(await run()).toBe(0);
        await call('PATCH', `/webhooks/${id}`, { body: { description: 'CRM' } });
        expect((await rowOf(id)).secret).toBe(plainSecret);
        clock.pass(24 * hourMs - 1);
        expect([await run(), (await rowOf(id)).secret]).toEqual([0, plainSecret]);
        clock.pass(1);
        expect([await run(), (await rowOf(id)).secret]).toEqual([1, '']);
        clock.pass(-24 * hourMs);
        await event();
        await arrived(2);
        expect(received.map((message) => isSignedBy(plainSecret, message))).toEqual([true, true]);
    });

    test('stays sealed when it is sealed while another change of its webhook is made', async () => {
        const { id, call } = await givenWebhook(url());
        await storedBefore(id, plainSecret);
        const place = placeOfSecret({ id, organisationId: (await rowOf(id)).organisation_id });
        const sealed = service.dependencies.secrets.seal(plainSecret, place);
        const lock = await givenLock(
            service.databaseUrl, 'SELECT 1 FROM invoices.webhook_endpoint WHERE id = $1 FOR UPDATE', [id]);

        const changing = call('PATCH', `/webhooks/${id}`, { body: { description: 'CRM' } });
        await lock.held(1);
        await lock.query(
            "UPDATE invoices.webhook_endpoint SET secret = '', sealed_secret = $2 WHERE id = $1", [id, sealed]);
        await lock.release();

        expect(await changing).toMatchObject({ status: 200, body: { description: 'CRM' } });
        expect(await rowOf(id)).toMatchObject({ secret: '', sealed_secret: sealed });
    });

    test('that is rotated here is sealed on the way, and both sign', async () => {
        const { url: target, received, arrived } = await receiver();
        const { id, event, call } = await givenWebhook(target);
        await storedBefore(id, plainSecret);

        const { body: { secret } } = await call('POST', `/webhooks/${id}/rotate-secret`, { body: {} });

        const row = await rowOf(id);
        expect([row.secret, row.previous_secret].join()).not.toContain('whsec_');
        relay();
        await event();
        await arrived(1);
        expect([secret, plainSecret].map((each) => isSignedBy(each, received[0]))).toEqual([true, true]);
    });

    test('takes the place of the sealed one when that build rotates it, whose own signs on as the previous', async () => {
        const { url: target, received, arrived } = await receiver();
        const { id, event, secret } = await givenWebhook(target);

        await storedBefore(id, plainSecret, '');

        relay();
        await event();
        await arrived(1);
        expect([plainSecret, secret].map((each) => isSignedBy(each, received[0]))).toEqual([true, true]);
        expect(await run()).toBe(1);
        await event();
        await arrived(2);
        expect([plainSecret, secret].map((each) => isSignedBy(each, received[1]))).toEqual([true, true]);
    });
});

describe('after a rotation of SECRETS_KEY', () => {
    test('the job seals every secret anew, so that the old key can go', async () => {
        const { url: target, received, arrived } = await receiver();
        const { id, event, secret } = await givenWebhook(target);
        const before = (await rowOf(id)).sealed_secret;

        expect(await run(givenSecrets(newKey, sampleKey))).toBe(1);

        const after = (await rowOf(id)).sealed_secret;
        expect(after).not.toBe(before);
        expect(await run(givenSecrets(newKey, sampleKey))).toBe(0);
        relay({ secrets: givenSecrets(newKey) });
        await event();
        await arrived(1);
        expect(isSignedBy(secret, received[0])).toBe(true);
    });

    test('a secret of a lost key stays as it is, is counted, and hinders no other', async () => {
        const [lost, well] = [await givenWebhook(url()), await givenWebhook(url())];
        const foreign = givenSecrets(oldKey).seal(
            plainSecret, { organisationId: lost.organisation.id, kind: 'webhook', id: lost.id });
        await onDatabase(service.databaseUrl,
            'UPDATE webhook_endpoint SET sealed_secret = $2 WHERE id = $1', [lost.id, foreign]);
        const secrets = givenSecrets(newKey, sampleKey);

        const sealed = await run(secrets);

        expect([sealed, secrets.unreadable.map(({ id }) => id)]).toEqual([1, [lost.id]]);
        expect((await rowOf(lost.id)).sealed_secret).toBe(foreign);
        expect(secrets.isUnderNewest(String((await rowOf(well.id)).sealed_secret))).toBe(true);
    });
});

describe('with a lost key', () => {
    async function givenLost(target: string) {
        const webhook = await givenWebhook(target);
        const place = { organisationId: webhook.organisation.id, kind: 'webhook', id: webhook.id } as const;
        await onDatabase(service.databaseUrl, 'UPDATE webhook_endpoint SET sealed_secret = $2 WHERE id = $1',
            [webhook.id, givenSecrets(oldKey).seal(plainSecret, place)]);
        return webhook;
    }

    test('a delivery fails and says so, and a new secret heals it', async () => {
        const { url: target, received, arrived } = await receiver();
        const { id, event, call, deliveries } = await givenLost(target);
        const secrets = givenSecrets();
        const { attempted } = relay({ secrets });
        await event();
        await attempted(1);
        const waiting = await deliveries();

        const rotated = await call('POST', `/webhooks/${id}/rotate-secret`, { body: { graceHours: 0 } });
        clock.pass(6_000);
        await arrived(1);

        expect(waiting).toMatchObject([
            { state: 'pending', attempts: 1, lastStatus: null, lastError: 'secret_unreadable' }
        ]);
        expect(secrets.unreadable.length).toBeGreaterThanOrEqual(1);
        expect([rotated.status, isSignedBy(rotated.body.secret, received[0])]).toEqual([200, true]);
    });

    test('a test of the webhook is 503 and names the way out; reading and changing it still work', async () => {
        const { id, call } = await givenLost(url());

        const tested = await call('POST', `/webhooks/${id}/test`);

        expect([tested.status, tested.body.code]).toEqual([503, 'SECRET_UNREADABLE']);
        expect(tested.body.message).toContain('rotate-secret');
        expect((await call('GET', `/webhooks/${id}`)).status).toBe(200);
        expect((await call('PATCH', `/webhooks/${id}`, { body: { description: 'CRM' } })).status).toBe(200);
        const metrics = await service.dependencies.metrics.registry.metrics();
        expect(metrics).toMatch(/secrets_unreadable_total\{kind="webhook"[^}]*\} [1-9]/);
        expect(service.lines.some(({ message }) => String(message).startsWith('A stored secret cannot be opened')))
            .toBe(true);
    });

    test('a kept answer with a secret is 503, and never plain or half', async () => {
        const call = await (await givenOrganisation(service)).as({ role: 'admin' });
        const request = { body: { url: url() }, headers: { 'idempotency-key': 'lost' } };
        await call('POST', '/webhooks', request);
        await onDatabase(service.databaseUrl, `UPDATE idempotency_key SET body = regexp_replace(body, '^sealed-1.\\w+',
            'sealed-1.000000000000') WHERE key LIKE 'lost %'`);

        const again = await call('POST', '/webhooks', request);

        expect([again.status, again.body.code]).toEqual([503, 'SECRET_UNREADABLE']);
        expect(again.text).not.toContain('whsec_');
    });
});
