import { createHash } from 'node:crypto';
import { describe, expect, test } from '@jest/globals';
import { givenOrganisation } from '../support/given-organisation.ts';
import { onDatabase } from '../support/given-lock.ts';
import { givenItem } from '../support/given-service.ts';
import { givenToken } from '../support/given-token.ts';
import { useService } from '../support/use-service.ts';

const service = useService({ env: { TRUSTED_NETWORKS: '127.0.0.0/8' } });
const body = { customerName: 'Anna', items: [givenItem()] };
const keyed = { 'idempotency-key': 'k' };

/** Creates a draft of the default organisation as one subject; without a token as the gateway. */
async function create(subject: string | undefined, sent: object = body) {
    const token = subject === undefined ? '' : await givenToken({ sub: subject, role: 'admin' });
    return service.call('POST', '/invoices', { body: sent, headers: keyed, token });
}

describe('an Idempotency-Key', () => {
    test('of another subject is another request, and of the gateway too', async () => {
        const subjects = ['anna', 'ewa', 'anna ewa', 'gateway', undefined];

        const first = await Promise.all(subjects.map((subject) => create(subject)));
        const again = await Promise.all(subjects.map((subject) => create(subject)));

        expect(first.map(({ status }) => status)).toEqual([201, 201, 201, 201, 201]);
        expect(new Set(first.map(({ body: { id } }) => id)).size).toBe(5);
        expect(again.map(({ text }) => text)).toEqual(first.map(({ text }) => text));
        expect(again.map(({ headers }) => headers['idempotent-replayed'])).toEqual(Array(5).fill('true'));
    });

    test('of one subject is refused for another request, and tells others nothing', async () => {
        await create('maria');

        const reused = await create('maria', { ...body, notes: 'x' });
        const other = await create('zofia', { ...body, notes: 'x' });

        expect([reused.status, reused.body.code, other.status]).toEqual([422, 'IDEMPOTENCY_KEY_REUSED', 201]);
    });

    test('of a secret is not answered to another administrator', async () => {
        const organisation = await givenOrganisation(service);
        const [one, other] = await Promise.all(['one', 'other'].map((sub) =>
            givenToken({ sub, role: 'admin', org: organisation.id })));
        const webhook = { body: { url: 'https://hooks.example.com/a', types: [] }, headers: keyed };

        const first = await service.call('POST', '/webhooks', { ...webhook, token: one ?? '' });
        const second = await service.call('POST', '/webhooks', { ...webhook, token: other ?? '' });

        expect(first.status).toBe(201);
        expect(second.body.secret).not.toBe(first.body.secret);
    });
});

describe('a key that the build before kept for all subjects', () => {
    /** The row of that build for the request of {@link create}; `answered`: with its answer. */
    async function givenEarlier(key: string, sent: object, answered: boolean, lockedFor = '30 seconds') {
        const fingerprint = createHash('sha256').update('post /invoices\n').update(JSON.stringify(sent)).digest('hex');
        await onDatabase(service.databaseUrl, `INSERT INTO idempotency_key (organisation_id, key, fingerprint, attempt,
                locked_until, expires_at, status_code, headers, body)
            VALUES ('default', $1, $2, gen_random_uuid(), now() + $3::interval, now() + interval '1 hour',
                CASE WHEN $4 THEN 201 END, CASE WHEN $4 THEN '{"etag": "\\"1\\""}'::jsonb END,
                CASE WHEN $4 THEN '{"id": "earlier"}' END)`, [key, fingerprint, lockedFor, answered]);
    }

    async function send(key: string, sent: object) {
        return service.call('POST', '/invoices', {
            body: sent, headers: { 'idempotency-key': key }, token: await givenToken({ sub: 'anna', role: 'admin' })
        });
    }

    test('still answers the same request', async () => {
        await givenEarlier('answered', body, true);

        const { status, text, headers } = await send('answered', body);

        expect([status, text, headers['idempotent-replayed']]).toEqual([201, '{"id": "earlier"}', 'true']);
    });

    test('is nobody\'s for another request', async () => {
        await givenEarlier('another', { ...body, notes: 'x' }, true);

        expect((await send('another', body)).status).toBe(201);
    });

    test('holds the same request while its try runs, and not when that is dead', async () => {
        await givenEarlier('running', body, false);
        await givenEarlier('dead', body, false, '-1 seconds');

        const running = await send('running', body);

        expect([running.status, running.body.code]).toEqual([409, 'IDEMPOTENCY_KEY_RUNNING']);
        expect((await send('dead', body)).status).toBe(201);
    });
});
