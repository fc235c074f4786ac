import { randomUUID } from 'node:crypto';
import { afterEach, describe, expect, test } from '@jest/globals';
import { onDatabase } from '../support/given-lock.ts';
import { givenOrganisation } from '../support/given-organisation.ts';
import { storedRows } from '../support/stored-rows.ts';
import { useService } from '../support/use-service.ts';

const service = useService();
// At most five organisations have a webhook at one address, and each test has its own.
afterEach(() => onDatabase(service.databaseUrl, 'DELETE FROM webhook_endpoint'));

const url = 'https://crm.example/hooks/invoices';

/** An organisation, seen by its administrator, who may set up webhooks. */
async function givenAdministrator(profile: Readonly<Record<string, unknown>> = {}) {
    const organisation = await givenOrganisation(service, profile);
    const call = await organisation.as({ role: 'admin', sub: 'admin-1' });
    return {
        organisation, call,
        create: (body: object = {}, headers = {}) => call('POST', '/webhooks', { body: { url, ...body }, headers }),
        audit: () => onDatabase(service.databaseUrl, 'SELECT action, actor, before, after FROM audit_entry WHERE '
            + 'organisation_id = $1 AND action LIKE $2 ORDER BY id',
            [organisation.id, 'webhook.%'])
    };
}

describe('a new webhook', () => {
    test('gets a secret that is shown once, and is sent everything', async () => {
        const { create, call, audit } = await givenAdministrator();

        const made = await create();
        const read = await call('GET', `/webhooks/${made.body.id}`);

        const { secret, ...webhook } = made.body;
        expect(made).toMatchObject({
            status: 201, headers: { etag: expect.stringMatching(/^"1\./), location: `/webhooks/${webhook.id}` }
        });
        expect(webhook).toEqual({
            id: expect.any(String), version: 1, url, types: [], description: null, status: 'active', pausedReason: null,
            pausedAt: null, missedAfter: null,
            previousSecretUntil: null, lastSuccessAt: null, createdAt: expect.any(String), updatedAt: webhook.createdAt
        });
        expect(secret).toMatch(/^whsec_/);
        expect(Buffer.from(secret.slice('whsec_'.length), 'base64').length).toBeGreaterThanOrEqual(24);
        expect([read.status, read.body, read.headers['etag']]).toEqual([200, webhook, expect.stringMatching(/^"1\./)]);
        expect(await call('GET', '/webhooks')).toMatchObject({ status: 200, body: { data: [webhook] } });
        expect(await audit()).toEqual([{ action: 'webhook.created', actor: 'admin-1', before: null, after: webhook }]);
    });

    test('has another secret than the next one', async () => {
        const { create } = await givenAdministrator();

        const [one, other] = [await create(), await create({ url: 'https://other.example/' })];

        expect(one.body.secret).not.toBe(other.body.secret);
    });

    test('its secret is in no log line', async () => {
        const { create, call } = await givenAdministrator();
        const { body } = await create();
        const rotated = await call('POST', `/webhooks/${body.id}/rotate-secret`);

        expect(JSON.stringify(service.lines)).not.toContain('whsec_');
        expect(rotated.body.secret).toMatch(/^whsec_/);
    });

    test('under an Idempotency-Key is made once, and answered again with its secret', async () => {
        const { create, call } = await givenAdministrator();

        const [first, again] = [
            await create({}, { 'idempotency-key': 'k' }), await create({}, { 'idempotency-key': 'k' })
        ];

        expect([again.status, again.body, again.headers['idempotent-replayed']]).toEqual([201, first.body, 'true']);
        expect((await call('GET', '/webhooks')).body.data).toHaveLength(1);
    });

    test.each([
        ['no url', { url: undefined }, 'url'], ['an empty url', { url: '' }, 'url'],
        ['half a url', { url: 'crm.example/hooks' }, 'url'], ['another scheme', { url: 'ftp://crm.example/' }, 'url'],
        ['a url that is too long', { url: `https://crm.example/${'a'.repeat(2_048)}` }, 'url'],
        ['a url that is no text', { url: 7 }, 'url'],
        ['a url that is too long percent-encoded', { url: `https://crm.example/${'ś'.repeat(338)}a` },
            'url must have at most 2048 characters'],
        ['an unknown type', { types: ['invoice.made'] }, 'types[0]'],
        ['a type twice', { types: ['invoice.paid', 'invoice.paid'] }, 'types[1]'],
        ['types that are no list', { types: 'invoice.paid' }, 'types'],
        ['a long description', { description: 'x'.repeat(201) }, 'description'],
        ['an unknown field', { secret: 'whsec_x' }, 'secret'], ['a status', { status: 'paused' }, 'status']
    ])('with %s is refused by name', async (_case, body, field) => {
        const { create } = await givenAdministrator();

        const { status, body: problem } = await create(body);

        expect([status, problem.code, problem.message])
            .toEqual([400, 'VALIDATION_FAILED', expect.stringContaining(field)]);
    });

    test.each([
        'http://crm.example/', 'https://user:pass@crm.example/', 'https://user@crm.example/',
        'https://crm.example/#here', 'https://crm.example:25/', 'https://crm.example:80/', 'https://crm.example:8444/',
        'https://crm.example:3008/',
        'https://localhost/', 'https://localhost./', 'https://a.localhost/', 'https://printer.local/',
        'https://db.internal/', 'https://postgres/', 'https://127.0.0.1/', 'https://127.1/', 'https://2130706433/',
        'https://0x7f.0.0.1/', 'https://0177.0.0.1/', 'https://0/', 'https://10.1.2.3/',
        'https://169.254.169.254/latest/meta-data/', 'https://[::1]/', 'https://[::ffff:10.0.0.1]/',
        'https://[64:ff9b::a00:1]/',
        'https://１２７.0.0.1/', 'https://127。0。0。1/'
    ])('is not made for %s', async (refused) => {
        const { create, call } = await givenAdministrator();

        const { status, body } = await create({ url: refused });

        expect([status, body.code, body.message, body.errors[0].path])
            .toEqual([422, 'WEBHOOK_URL_REFUSED', expect.stringMatching(/^url must /), 'url']);
        expect((await call('GET', '/webhooks')).body.data).toEqual([]);
    });

    test.each([
        ['https://crm.example:8443', 'https://crm.example:8443/'],
        ['https://crm.example:443/a?b=c', 'https://crm.example/a?b=c'],
        ['https://CRM.example/Ścieżka', 'https://crm.example/%C5%9Acie%C5%BCka'],
        [`https://crm.example/${'ś'.repeat(338)}`, `https://crm.example/${'%C5%9B'.repeat(338)}`],
        ['https://8.8.8.8/', 'https://8.8.8.8/'], ['https://[2606:4700:4700::1111]/', 'https://[2606:4700:4700::1111]/']
    ])('is made for %s', async (given, kept) => {
        const { create } = await givenAdministrator();

        expect(await create({ url: given })).toMatchObject({ status: 201, body: { url: kept } });
    });

    test('is the last one when there are 50, also when many are made at once', async () => {
        const { create, call } = await givenAdministrator();
        let made = 0;
        const createNext = () => create({ url: `https://crm-${(made += 1) % 7}.example/${made}` });
        for (let n = 0; n < 40; n += 1) await createNext();

        const answers = await Promise.all(Array.from({ length: 20 }, createNext));

        expect(answers.map(({ status }) => status).sort())
            .toEqual([...Array.from({ length: 10 }, () => 201), ...Array.from({ length: 10 }, () => 422)]);
        expect(answers.find(({ status }) => status === 422)?.body.code).toBe('TOO_MANY_WEBHOOKS');
        const { body: { data } } = await call('GET', '/webhooks');
        expect(data).toHaveLength(50);
        expect((await call('DELETE', `/webhooks/${data[7].id}`)).status).toBe(204);
        expect([(await createNext()).status, (await createNext()).status]).toEqual([201, 422]);
    });
});

describe('a change of a webhook', () => {
    test('replaces what is given and keeps the rest', async () => {
        const { create, call, audit } = await givenAdministrator();
        const { body: { secret, ...made } } = await create({ description: 'CRM' });

        const changed = await call(
            'PATCH', `/webhooks/${made.id}`, { body: { types: ['invoice.paid'], url: 'https://other.example/' } });
        const emptied = await call('PATCH', `/webhooks/${made.id}`, { body: { description: null, types: [] } });

        expect([changed.status, changed.body, changed.headers['etag']]).toEqual([
            200, {
                ...made, version: 2, types: ['invoice.paid'], url: 'https://other.example/',
                updatedAt: changed.body.updatedAt
            }, expect.stringMatching(/^"2\./)
        ]);
        expect(emptied.body).toMatchObject({ version: 3, description: null, types: [], url: 'https://other.example/' });
        expect((await audit())[1]).toMatchObject({
            action: 'webhook.changed', before: { url, types: [] },
            after: { url: 'https://other.example/', types: ['invoice.paid'] }
        });
        expect(JSON.stringify(await audit())).not.toContain(secret);
    });

    test('pauses and resumes', async () => {
        const { create, call } = await givenAdministrator();
        const { body: { id } } = await create();

        const paused = await call('PATCH', `/webhooks/${id}`, { body: { status: 'paused' } });
        const again = await call('PATCH', `/webhooks/${id}`, { body: { status: 'paused' } });
        const active = await call('PATCH', `/webhooks/${id}`, { body: { status: 'active' } });

        expect(paused.body)
            .toMatchObject({ status: 'paused', pausedReason: 'by_request', pausedAt: expect.any(String) });
        expect([again.body.pausedAt, again.body.pausedReason]).toEqual([paused.body.pausedAt, 'by_request']);
        expect(active.body).toMatchObject({ status: 'active', pausedReason: null, pausedAt: null });
    });

    test('of an address that is refused changes nothing', async () => {
        const { create, call } = await givenAdministrator();
        const { body: { id } } = await create();
        const before = await storedRows(service);

        const answer = await call('PATCH', `/webhooks/${id}`, { body: { url: 'https://10.0.0.1/' } });

        expect([answer.status, answer.body.code]).toEqual([422, 'WEBHOOK_URL_REFUSED']);
        expect(await storedRows(service)).toEqual(before);
    });

    test.each([
        [{}], [{ status: 'gone' }], [{ version: 2 }], [{ url: null }], [{ types: null }]
    ])('as %j is refused', async (body) => {
        const { create, call } = await givenAdministrator();
        const { body: { id } } = await create();

        expect(await call('PATCH', `/webhooks/${id}`, { body }))
            .toMatchObject({ status: 400, body: { code: 'VALIDATION_FAILED' } });
    });

    test('with a stale If-Match is refused; of two with the same one, one is made', async () => {
        const { create, call } = await givenAdministrator();
        const { body: { id } } = await create();
        const change = (description: string) =>
            call('PATCH', `/webhooks/${id}`, { body: { description }, headers: { 'if-match': '"1"' } });

        const answers = await Promise.all([change('a'), change('b')]);

        expect(answers.map(({ status }) => status).sort()).toEqual([200, 412]);
        expect((await call('DELETE', `/webhooks/${id}`, { headers: { 'if-match': '"1"' } })).status).toBe(412);
        expect((await call('DELETE', `/webhooks/${id}`, { headers: { 'if-match': '"2"' } })).status).toBe(204);
    });

    test('without If-Match is made on the newest state: of ten at once none is lost', async () => {
        const { create, call } = await givenAdministrator();
        const { body: { id } } = await create();

        const answers = await Promise.all(Array.from({ length: 10 }, (_, n) => call(
            'PATCH', `/webhooks/${id}`, { body: { description: `${n}` } })));

        expect(answers.map(({ status }) => status)).toEqual(Array.from({ length: 10 }, () => 200));
        expect(answers.map(({ body }) => body.version).sort((a, b) => a - b)).toEqual([2, 3, 4, 5, 6, 7, 8, 9, 10, 11]);
    });

    test('needs If-Match where the organisation asks for it', async () => {
        const { create, call } = await givenAdministrator({ requireIfMatch: true });
        const { body: { id } } = await create();

        expect([(await call('PATCH', `/webhooks/${id}`, { body: { description: 'x' } })).status,
            (await call('POST', `/webhooks/${id}/rotate-secret`)).status,
            (await call('DELETE', `/webhooks/${id}`)).status]).toEqual([428, 428, 428]);
    });

    test('under an Idempotency-Key is made once', async () => {
        const { create, call } = await givenAdministrator();
        const { body: { id } } = await create();
        const change = () =>
            call('PATCH', `/webhooks/${id}`, { body: { description: 'x' }, headers: { 'idempotency-key': 'change' } });

        const [first, again] = [await change(), await change()];

        expect([first.body.version, again.body, again.headers['idempotent-replayed']]).toEqual([2, first.body, 'true']);
    });
});

describe('an address that another webhook has', () => {
    test('is refused in any form, by the id of that webhook', async () => {
        const { create, call } = await givenAdministrator();
        const { body: { id } } = await create({ types: ['invoice.issued'] });

        const answers = [await create(), await create({ url: 'https://CRM.example:443/hooks/./invoices' })];

        const clause = `is that of the webhook ${id}; change the types of that one instead`;
        expect(answers.map(({ status, body }) => [status, body.code, body.message, body.errors])).toEqual(
            answers.map(() => [409, 'WEBHOOK_URL_TAKEN', `url ${clause}`,
                [{ path: 'url', code: 'WEBHOOK_URL_TAKEN', message: clause }]]));
        expect((await call('GET', '/webhooks')).body.data).toHaveLength(1);
        expect((await create({ url: `${url}?kind=paid` })).status).toBe(201);
    });

    test('is refused when a webhook is moved to it, and free again when that one has gone', async () => {
        const { create, call } = await givenAdministrator();
        const { body: first } = await create();
        const { body: second } = await create({ url: 'https://other.example/' });
        const move = () => call('PATCH', `/webhooks/${second.id}`, { body: { url } });

        const refused = await move();
        const same = await call('PATCH', `/webhooks/${first.id}`, { body: { url } });
        await call('DELETE', `/webhooks/${first.id}`);

        expect([refused.status, refused.body.code, same.status]).toEqual([409, 'WEBHOOK_URL_TAKEN', 200]);
        expect((await move()).status).toBe(200);
    });

    test('is another organisation\'s own matter', async () => {
        const [own, other] = [await givenAdministrator(), await givenAdministrator()];

        expect([(await own.create()).status, (await other.create()).status]).toEqual([201, 201]);
    });

    test('is given to one of ten at once', async () => {
        const { create, call } = await givenAdministrator();

        const statuses = (await Promise.all(Array.from({ length: 10 }, () => create()))).map(({ status }) => status);

        expect(statuses.sort()).toEqual([201, ...Array.from({ length: 9 }, () => 409)]);
        expect((await call('GET', '/webhooks')).body.data).toHaveLength(1);
    });
});

describe('a new secret', () => {
    test('is shown once, and the one before signs for a day', async () => {
        const { create, call, audit } = await givenAdministrator();
        const { body: { id, secret } } = await create();

        const before = Date.now();
        const rotated = await call('POST', `/webhooks/${id}/rotate-secret`);

        expect([rotated.status, rotated.headers['etag']]).toEqual([200, expect.stringMatching(/^"2\./)]);
        expect(rotated.body.secret).toMatch(/^whsec_/);
        expect(rotated.body.secret).not.toBe(secret);
        const hours = (new Date(rotated.body.previousSecretUntil).getTime() - before) / 3_600_000;
        expect(hours).toBeGreaterThanOrEqual(24);
        expect(hours).toBeLessThan(24.1);
        expect((await call('GET', `/webhooks/${id}`)).body).not.toHaveProperty('secret');
        expect((await audit())[1]).toMatchObject({ action: 'webhook.secret_rotated' });
        expect(JSON.stringify(await audit())).not.toContain('whsec_');
    });

    test.each([[0, null], [168, expect.any(String)]])('after a grace of %s h', async (graceHours, until) => {
        const { create, call } = await givenAdministrator();
        const { body: { id } } = await create();

        expect(await call('POST', `/webhooks/${id}/rotate-secret`, { body: { graceHours } }))
            .toMatchObject({ status: 200, body: { previousSecretUntil: until } });
    });

    test.each([[-1], [169], [1.5], ['x']])('with a grace of %s is refused', async (graceHours) => {
        const { create, call } = await givenAdministrator();
        const { body: { id } } = await create();

        expect(await call('POST', `/webhooks/${id}/rotate-secret`, { body: { graceHours } }))
            .toMatchObject({ status: 400, body: { code: 'VALIDATION_FAILED' } });
    });

    test('under an Idempotency-Key is made once, and answered again', async () => {
        const { create, call } = await givenAdministrator();
        const { body: { id } } = await create();
        const rotate = () =>
            call('POST', `/webhooks/${id}/rotate-secret`, { headers: { 'idempotency-key': 'rotate' } });

        const [first, again] = [await rotate(), await rotate()];

        expect(again.body).toEqual(first.body);
    });
});

describe('a webhook of another organisation', () => {
    test.each([
        ['GET', '', undefined], ['PATCH', '', { description: 'x' }], ['DELETE', '', undefined],
        ['POST', '/rotate-secret', undefined], ['POST', '/test', undefined], ['GET', '/deliveries', undefined],
        ['POST', '/replay', { after: '0' }]
    ])('is not there for %s %s', async (method, path, body) => {
        const [own, other] = [await givenAdministrator(), await givenAdministrator()];
        const { body: { id } } = await own.create();
        const before = await storedRows(service);

        const options = body === undefined ? {} : { body };
        const [foreign, unknown] = [await other.call(method, `/webhooks/${id}${path}`, options), await other.call(
            method, `/webhooks/${randomUUID()}${path}`, options)];

        expect([foreign, unknown].map(({ status, body: problem }) => [status, problem.code]))
            .toEqual([[404, 'WEBHOOK_NOT_FOUND'], [404, 'WEBHOOK_NOT_FOUND']]);
        expect(await storedRows(service)).toEqual(before);
    });

    test('is not in the list', async () => {
        const [own, other] = [await givenAdministrator(), await givenAdministrator()];
        await own.create();

        expect((await other.call('GET', '/webhooks')).body).toEqual({ data: [] });
    });
});

test.each(['accountant', 'manager', 'user', 'sales', 'viewer'])('%s may not touch webhooks', async (role) => {
    const { organisation, create } = await givenAdministrator();
    const { body: { id } } = await create();
    const call = await organisation.as({ role });

    const answers = [
        await call('GET', '/webhooks'), await call('POST', '/webhooks', { body: { url } }),
        await call('GET', `/webhooks/${id}`), await call('DELETE', `/webhooks/${id}`),
        await call('PATCH', `/webhooks/${id}`, { body: { status: 'paused' } }),
        await call('POST', `/webhooks/${id}/rotate-secret`), await call('GET', `/webhooks/${id}/deliveries`),
        await call('POST', `/webhooks/${id}/replay`, { body: { after: '0' } })
    ];

    expect(answers.map(({ status, body }) => [status, body.code])).toEqual(answers.map(() => [403, 'FORBIDDEN']));
});
