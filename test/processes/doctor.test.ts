import { randomUUID } from 'node:crypto';
import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import { readConfig } from '../../app/platform/config/config.ts';
import { requiredMigrations } from '../../app/platform/database/schema-version.ts';
import { examineService } from '../../app/processes/doctor/examine-service.ts';
import { neededPrivileges } from '../../app/processes/doctor/needed-privileges.ts';
import type { Finding } from '../../app/processes/doctor/finding.ts';
import { startStandins, type Standins } from '../../app/dev/standins/standins.ts';
import { givenFrozenServer } from '../support/frozen-server.ts';
import { givenEmptyDatabase } from '../support/given-database.ts';
import { givenIssuerKey, givenKeyServer } from '../support/given-key-server.ts';
import { onDatabase } from '../support/given-lock.ts';
import { givenMailServer } from '../support/given-mail-server.ts';
import { givenProcess } from '../support/given-process.ts';
import { givenSecrets, newKey, oldKey } from '../support/given-secrets.ts';
import { testSecret } from '../support/given-server.ts';
import { givenUpstream } from '../support/given-upstream.ts';
import { useClosing } from '../support/use-closing.ts';
import { useDatabase } from '../support/use-service.ts';

const nobody = 'http://127.0.0.1:9';
const database = useDatabase();
const closing = useClosing();
let standins: Standins;
beforeAll(async () => {
    standins = await startStandins();
});
afterEach(() => Object.values(standins.control).forEach((control) => control.reset()));
afterAll(() => standins.close());

function settings(env: Record<string, string> = {}): Record<string, string> {
    return {
        NODE_ENV: 'test', JWT_SECRET: testSecret, DATABASE_URL: database.url, REDIS_URL: process.env['REDIS_URL'] ?? '',
        CONTACTS_SERVICE_URL: standins.urls.contacts, PRODUCTS_SERVICE_URL: standins.urls.products,
        SERVICES_SERVICE_URL: standins.urls.services, EXCHANGE_RATES_URL: standins.urls.nbp, ...env
    };
}

async function findings(env: Record<string, string> = {}, clockAheadMs = 0): Promise<readonly Finding[]> {
    return examineService(readConfig(settings(env)), { now: () => new Date(Date.now() + clockAheadMs) });
}

/** The report's text on one subject. */
async function said(subject: string, env: Record<string, string>, clockAheadMs = 0): Promise<string> {
    return (await findings(env, clockAheadMs)).filter((finding) => finding.subject === subject)
        .map(({ verdict, text }) => `${verdict} ${text}`).join(' / ');
}

function changed(
    url: string, changes: Partial<Pick<URL, 'username' | 'password' | 'pathname' | 'port' | 'hostname'>>
): string {
    return Object.assign(new URL(url), changes).href;
}

describe('the doctor', () => {
    test('finds everything well, each subject once', async () => {
        const keys = closing(await givenKeyServer(await givenIssuerKey('a')));
        const quotes = closing(await givenUpstream(
            404, '{"message":"Quote with ID 00000000-0000-0000-0000-000000000000 not found"}'));

        const found = await findings({ JWT_JWKS_URL: keys.url, QUOTES_SERVICE_URL: quotes.url, VERSION: '1.4.0' });

        expect(found.map(({ subject, verdict, text }) => [subject, verdict, text])).toEqual([
            ['configuration', 'ok', 'test, version 1.4.0'],
            ['dns', 'ok', 'no names to look up: every setting has an address'],
            ['database', 'ok', expect.stringMatching(
                /^PostgreSQL 18\.\d+ at 127\.0\.0\.1:\d+\/test_\w+, \d+ migrations? applied, \d+ ms$/)],
            ['secrets', 'ok', '0 stored secrets open; SECRETS_KEY has 1 key, JWT_SECRET 1 secret'],
            ['redis', 'ok', expect.stringMatching(/^answers at 127\.0\.0\.1:\d+, \d+ ms$/)],
            ['contacts-service', 'ok', expect.stringMatching(/^http:\/\/127\.0\.0\.1:\d+\/api\/v1 answers, \d+ ms$/)],
            ['products-service', 'ok', expect.stringMatching(/ answers, \d+ ms$/)],
            ['services-service', 'ok', expect.stringMatching(/ answers, \d+ ms$/)],
            ['quotes-service', 'ok', expect.stringMatching(/ answers, \d+ ms$/)],
            ['nbp', 'ok', expect.stringMatching(
                /^http:\/\/127\.0\.0\.1:\d+\/api answers with the rates of \d{4}-\d\d-\d\d, \d+ ms$/)],
            ['smtp', 'warn', expect.stringMatching(/^not configured.*\(SMTP_URL\)$/)],
            ['keys', 'ok', expect.stringMatching(/^127\.0\.0\.1:\d+ publishes 1 key$/)]
        ]);
    });

    test('opens every stored secret, and tells of older keys, plain texts and a rotation of JWT_SECRET', async () => {
        const [organisationId, id] = ['acme', randomUUID()];
        const sealed = givenSecrets(oldKey).seal('whsec_abc', { organisationId, kind: 'webhook', id });
        await onDatabase(database.url, `WITH seller AS (
                INSERT INTO organisation (id, number_patterns, created_at, updated_at)
                VALUES ($1, '{}', now(), now()) RETURNING id)
            INSERT INTO webhook_endpoint (id, organisation_id, slot, version, url, types, status, secret, sealed_secret,
                previous_secret, previous_secret_until, created_at, updated_at)
            SELECT $2, id, 1, 1, 'https://crm.example/', '{}', 'active', '', $3, 'whsec_def', now(), now(), now()
            FROM seller`,
        [organisationId, id, sealed]);

        const texts = [
            await said('secrets', { SECRETS_KEY: oldKey }),
            await said('secrets', {
                SECRETS_KEY: `${newKey}\n${oldKey}`, JWT_SECRET: `new-${testSecret}\n${testSecret}`
            }),
            await said('secrets', { SECRETS_KEY: newKey })
        ];
        await onDatabase(database.url, `UPDATE webhook_endpoint SET secret = 'whsec_abc', sealed_secret = NULL`);
        texts.push(await said('secrets', { SECRETS_KEY: newKey }));
        await onDatabase(database.url, 'DELETE FROM webhook_endpoint; DELETE FROM organisation');

        expect(texts).toEqual([
            'ok 2 stored secrets open; SECRETS_KEY has 1 key, JWT_SECRET 1 secret',
            'warn 2 stored secrets open; SECRETS_KEY has 2 keys, JWT_SECRET 2 secrets; 1 under an older key, which '
                + 'must stay until the worker has sealed them anew',
            'FAIL 1 of 2 stored secrets cannot be opened: give back the key to SECRETS_KEY, or rotate the secrets of '
                + 'these webhooks; SECRETS_KEY has 1 key, JWT_SECRET 1 secret',
            'warn 2 stored secrets open; SECRETS_KEY has 1 key, JWT_SECRET 1 secret; 1 also in plain until '
                + 'SECRETS_PLAIN_KEEP_HOURS are over'
        ]);
    });

    test('looks up each name once', async () => {
        const found = await said('dns', {
            CONTACTS_SERVICE_URL: 'http://localhost:9/api/v1', PRODUCTS_SERVICE_URL: 'http://localhost:9',
            SERVICES_SERVICE_URL: 'http://nothing.invalid'
        });

        expect(found).toMatch(
            /^ok localhost resolves to \S.* \/ FAIL the name nothing\.invalid does not resolve \(E\w+\)$/);
    });

    test('never hangs when nobody answers', async () => {
        const frozen = closing(await givenFrozenServer());
        const place = `127.0.0.1:${frozen.port}`;
        for (const control of Object.values(standins.control)) control.set({ failure: 'hang' });

        const startedAt = performance.now();
        const found = await findings({
            DATABASE_URL: `postgresql://crm@${place}/a`, REDIS_URL: `redis://${place}`,
            JWT_JWKS_URL: `http://${place}/jwks`, SMTP_URL: `smtp://${place}`, MAIL_FROM: 'a@poczta.example'
        });

        expect(performance.now() - startedAt).toBeLessThan(4_500);
        expect(found.filter(({ verdict }) => verdict === 'FAIL').map(({ subject }) => subject)).toEqual([
            'database', 'redis', 'contacts-service', 'products-service', 'services-service', 'smtp', 'keys'
        ]);
        expect(found.filter(({ verdict, text }) => verdict === 'FAIL' && !text.includes('no answer in time')))
            .toEqual([]);
    });
});

describe('of exchange rates it says', () => {
    test.each<[string, string, RegExp]>([
        [
            'that nothing listens', `${nobody}/api`,
            new RegExp('^warn http://127\\.0\\.0\\.1:9/api: refused: nothing listens there '
                + '\\(ECONNREFUSED\\); .* by hand. Check EXCHANGE_RATES_URL$')
        ],
        ['that the name does not resolve', 'https://nothing.invalid/api',
            /^warn https:\/\/nothing\.invalid\/api: .*(ENOTFOUND|EAI_AGAIN)/]
    ])('%s, and nothing worse than a warning', async (_case, url, expected) => {
        const found = await findings({ EXCHANGE_RATES_URL: url });

        expect(found.filter(({ subject }) => subject === 'nbp').map(({ verdict, text }) => `${verdict} ${text}`).join())
            .toMatch(expected);
        expect(found.filter(({ verdict }) => verdict === 'FAIL')).toEqual([]);
    });

    test('that something else answers there, without its words', async () => {
        const other = closing(await givenUpstream(404, '<h1>hunter2</h1>'));

        expect(await said('nbp', { EXCHANGE_RATES_URL: other.url }))
            .toMatch(/: does not answer as NBP does \(UPSTREAM_MISCONFIGURED\);/);
        expect(await said('nbp', { EXCHANGE_RATES_URL: other.url })).not.toContain('hunter2');
    });

    test('that it is slow', async () => {
        standins.control.nbp.set({ failure: 'hang' });

        expect(await said('nbp', {})).toMatch(/^warn .*no answer in time/);
    });

    test('nothing where they are off', async () => {
        expect(await said('nbp', { EXCHANGE_RATES_URL: 'off' })).toBe('');
    });
});

describe('of the database it says', () => {
    test.each<[string, (url: string) => string, RegExp]>([
        ['that nothing listens', (url) => changed(url, { port: '9' }),
            /^FAIL 127\.0\.0\.1:9\/test_\w+: refused: nothing listens there \(ECONNREFUSED\)$/],
        ['that the password is wrong', (url) => changed(url, { password: 'hunter2' }),
            /: wrong password for user postgres \(28P01\)$/],
        ['that there is no such database', (url) => changed(url, { pathname: '/ledger' }),
            /: the database ledger does not exist \(3D000\)$/],
        ['that its name does not resolve', (url) => changed(url, { hostname: 'nothing.invalid' }),
            /its name does not resolve \(ENOTFOUND\)|EAI_AGAIN/],
        ['that a password is wanted', (url) => changed(url, { password: '' }),
            /: the server wants a password, and none is set$/]
    ])('%s', async (_case, url, expected) => {
        expect(await said('database', { DATABASE_URL: url(database.url) })).toMatch(expected);
    });

    test.each<[string, RegExp]>([
        ['postgresql://app:hunter2@127.0.0.1:9/own?sslrootcert=/nope.pem',
            /^FAIL 127\.0\.0\.1:9: DATABASE_URL cannot be used: a file .*\(ENOENT\)$/],
        ['postgresql://app:hunter2@ho%zzst/own', /^FAIL ho%zzst/],
        ['postgresql://app:hunter2@[::1]:9/own', /^FAIL \[::1\]:9\/own: /]
    ])('where the address %s leads', async (url, expected) => {
        expect(await said('database', { DATABASE_URL: url })).toMatch(expected);
    });

    test('with a list of privileges that knows each table of the migrations', async () => {
        const tables = await onDatabase<{ name: string }>(database.url,
            `SELECT relname::text AS name FROM pg_class WHERE relkind = 'r' AND relnamespace = 'invoices'::regnamespace
                AND relname <> '_prisma_migrations' ORDER BY 1`);

        expect(Object.keys(neededPrivileges).sort()).toEqual(tables.map(({ name }) => name));
    });

    test('that tables of the job queue, or its schema, are closed', async () => {
        const user = `porter_${process.pid}`;
        await onDatabase(database.url, `CREATE ROLE ${user} LOGIN PASSWORD 'hunter2';
            GRANT ALL ON ALL TABLES IN SCHEMA invoices, invoices_jobs TO ${user};
            GRANT USAGE ON ALL SEQUENCES IN SCHEMA invoices TO ${user};
            GRANT USAGE ON SCHEMA invoices TO ${user};
            REVOKE DELETE ON invoices_jobs.job_common FROM ${user}`);
        const url = changed(database.url, { username: user, password: 'hunter2' });

        const schema = await said('database', { DATABASE_URL: url });
        await onDatabase(database.url, `GRANT USAGE ON SCHEMA invoices_jobs TO ${user}`);
        const table = await said('database', { DATABASE_URL: url });
        await onDatabase(database.url, `DROP OWNED BY ${user}; DROP ROLE ${user}`);

        expect(schema).toContain('invoices_jobs.job (DELETE, INSERT, SELECT, UPDATE), invoices_jobs.job_common');
        expect(table).toMatch(/has no privilege on invoices_jobs\.job_common \(DELETE\)$/);
    });

    test('that sequences are closed, all that there are', async () => {
        const user = `usher_${process.pid}`;
        await onDatabase(database.url, `CREATE ROLE ${user} LOGIN PASSWORD 'hunter2';
            GRANT ALL ON ALL TABLES IN SCHEMA invoices, invoices_jobs TO ${user};
            GRANT USAGE ON SCHEMA invoices, invoices_jobs TO ${user}`);
        const sequences = await onDatabase<{ name: string }>(
            database.url, `SELECT sequencename::text AS name FROM pg_sequences
                WHERE schemaname = 'invoices' ORDER BY 1`);

        const found = await said('database', { DATABASE_URL: changed(
            database.url, { username: user, password: 'hunter2' }) });
        await onDatabase(database.url, `DROP OWNED BY ${user}; DROP ROLE ${user}`);

        expect(found).toMatch(/^FAIL /);
        expect(found.split('has no privilege on ')[1]).toBe(sequences.map(({ name }) => `${name} (USAGE)`).join(', '));
    });

    test('which migrations are missing', async () => {
        const empty = await givenEmptyDatabase();

        const found = await said('database', { DATABASE_URL: empty.url });
        await empty.drop();

        expect(found).toContain(`is behind: run "migrate" (not applied: ${requiredMigrations().join(', ')})`);
    });

    test('that it is read-only', async () => {
        const found = await said('database',
            { DATABASE_URL: `${database.url}?options=${encodeURIComponent('-c default_transaction_read_only=on')}` });

        expect(found).toMatch(/^FAIL PostgreSQL .* is read-only: default_transaction_read_only is on$/);
    });

    test.each([
        ['behind', -20_000, /its clock is (19|20) s ahead of the one here$/],
        ['ahead', 20_000, /its clock is (19|20|21) s behind the one here$/]
    ])(
        'that the clock here is %s', async (_case, aheadMs, expected) => {
            expect(await said('database', {}, aheadMs)).toMatch(expected);
        });

    test('which tables the user may not use, and that it may use none', async () => {
        const user = `clerk_${process.pid}`;
        await onDatabase(database.url, `CREATE ROLE ${user} LOGIN PASSWORD 'hunter2'`);
        const url = changed(database.url, { username: user, password: 'hunter2' });

        const none = await said('database', { DATABASE_URL: url });
        await onDatabase(
            database.url, `GRANT USAGE ON SCHEMA invoices TO ${user};
                GRANT SELECT ON _prisma_migrations TO ${user}; GRANT SELECT, INSERT ON invoice TO ${user}`);
        const some = await said('database', { DATABASE_URL: url });
        await onDatabase(database.url, `DROP OWNED BY ${user}; DROP ROLE ${user}`);

        expect(none).toMatch(new RegExp(
            `^FAIL .*: user ${user} has no privilege on the database or its tables \\(42501\\)$`));
        expect(some).toMatch(new RegExp(`: user ${user} has no privilege on audit_entry \\(INSERT, SELECT\\), `
            + `.*invoice \\(DELETE, UPDATE\\), .*organisation`));
    });
});

describe('of the mail server it says', () => {
    const mail = (port: number, changes: Record<string, string> = {}) =>
        ({ SMTP_URL: `smtp://127.0.0.1:${port}`, MAIL_FROM: 'a@poczta.example', ...changes });

    test('that it answers, or that nothing listens; it sends nothing', async () => {
        const server = closing(await givenMailServer());

        expect(await said('smtp', mail(server.port, { SMTP_STARTTLS: 'off' })))
            .toMatch(/^warn answers at 127\.0\.0\.1:\d+, no TLS, no login, \d+ ms: e-mails cross the network/);
        expect(await said('smtp', mail(9))).toBe(
            'FAIL 127.0.0.1:9: refused: nothing listens there (ECONNREFUSED)');
        expect(server.whole).toEqual([]);
    });

    test('that it has no STARTTLS, or refuses the password', async () => {
        const plain = closing(await givenMailServer());
        const guarded = closing(await givenMailServer({ login: { user: 'faktury', password: 'tajne' } }));

        expect(await said('smtp', mail(plain.port))).toMatch(/^FAIL 127\.0\.0\.1:\d+: it offers no STARTTLS/);
        const refused = await said('smtp', {
            ...mail(guarded.port), SMTP_URL: `smtp://faktury:hunter2@127.0.0.1:${guarded.port}`, SMTP_STARTTLS: 'off'
        });
        expect(refused).toMatch(/^FAIL 127\.0\.0\.1:\d+: it refuses user or password of SMTP_URL \(535\b.*\)$/);
        expect(refused).not.toContain('hunter2');
    });
});

describe('of Redis it says', () => {
    test('that it is not configured, which is no failure', async () => {
        expect(await said('redis', { REDIS_URL: '' })).toMatch(/^warn not configured/);
    });

    test('that nothing listens', async () => {
        expect(await said('redis', { REDIS_URL: 'redis://:hunter2@127.0.0.1:9' }))
            .toBe('FAIL 127.0.0.1:9: refused: nothing listens there (ECONNREFUSED)');
    });

    test('what Redis itself answers', async () => {
        expect(await said('redis', { REDIS_URL: changed(process.env['REDIS_URL'] ?? '', { pathname: '/9999' }) }))
            .toMatch(/it answers: ERR .*out of range/);
    });

    test('that user or password is wrong', async () => {
        const url = changed(process.env['REDIS_URL'] ?? '', { username: 'stranger', password: 'hunter2' });

        expect(await said('redis', { REDIS_URL: url }))
            .toMatch(/^FAIL 127\.0\.0\.1:\d+: wrong user or password \(WRONGPASS\)$/);
    });
});

describe('of another service it says', () => {
    test('that its path is wrong', async () => {
        const found = await said('contacts-service', { CONTACTS_SERVICE_URL: standins.urls.contacts.replace(
            '/api/v1', '/v2/') });

        expect(found).toBe(
            'FAIL answers, but the URL\'s path is wrong: it knows no GET /v2/contacts/…; check CONTACTS_SERVICE_URL');
    });

    test('that a URL without a path leads to it, below which one, or that none does', async () => {
        const { contacts, products } = standins.urls;
        const found = await said('contacts-service', { CONTACTS_SERVICE_URL: new URL(contacts).origin });
        const neither = await said('contacts-service', { CONTACTS_SERVICE_URL: products });

        expect(found).toMatch(
            new RegExp(`^ok ${contacts} answers \\(its URL names no path; /api/v1 was found\\), \\d+ ms$`));
        expect(neither).toBe('FAIL answers, but the URL\'s path is wrong: it knows no GET /contacts/… and no GET '
            + '/api/v1/contacts/…; check CONTACTS_SERVICE_URL');
    });

    test('that nothing listens', async () => {
        expect(await said('services-service', { SERVICES_SERVICE_URL: nobody }))
            .toBe(`FAIL ${nobody}: refused: nothing listens there (ECONNREFUSED)`);
    });

    test.each<[number, string, RegExp]>([
        [200, '{}', /^ok /],
        [400, '{"message":"Validation failed (uuid is expected)"}',
            /^warn answers, but not as products-service does: check PRODUCTS_SERVICE_URL$/],
        [404, '{"message":"Page not found"}', /^warn answers, but not as products-service does/],
        [429, '{}', /^FAIL http:\S+ is limiting calls \(429\)$/],
        [200, `"${'x'.repeat(1_100_000)}"`, /sends too much \(over 1 MiB\), so it is not products-service/],
        [401, '<html>', /^warn answers, but wants a token \(401\)/],
        [403, '{}', /^warn answers, but wants a token \(403\)/],
        [302, '', /^FAIL answers with a redirect \(302\), which is not followed; check PRODUCTS_SERVICE_URL$/],
        [500, '{}', /^FAIL http:\S+ answers with an error of its own \(500\)$/],
        [503, '<html>', /^FAIL http:\S+ answers with an error of its own \(503\)$/],
        [200, '<html>Welcome</html>',
            /^FAIL what answers at http:\S+ sends no JSON, so it is not products-service; check PRODUCTS_SERVICE_URL$/],
        [404, '<html>Not here</html>', /sends no JSON, so it is not products-service/],
        [418, '{}', /^FAIL http:\S+ refuses the call \(418\)$/]
    ])('what it thinks of %i with %s', async (status, body, expected) => {
        const upstream = closing(await givenUpstream(status, body));

        expect(await said('products-service', { PRODUCTS_SERVICE_URL: upstream.url })).toMatch(expected);
    });
});

describe('of the keys it says', () => {
    test.each([[
        'fail', /answers with 500; check JWT_JWKS_URL$/
    ], ['rubbish', /answers with what is no set of keys; check JWT_JWKS_URL$/]] as const)(
        'that their server does this: %s', async (how, expected) => {
            const keys = closing(await givenKeyServer());
            keys.behave(how);

            expect(await said('keys', { JWT_JWKS_URL: keys.url })).toMatch(expected);
        });

    test('that none is of a kind that is accepted', async () => {
        const { jwk, ...key } = await givenIssuerKey('a');
        const keys = closing(await givenKeyServer({ ...key, jwk: { ...jwk, use: 'enc' } }));

        expect(await said('keys', { JWT_JWKS_URL: keys.url }))
            .toMatch(/^FAIL \S+ publishes 1 key, none for RS256, ES256 or EdDSA/);
    });

    test('that there is none', async () => {
        const keys = closing(await givenKeyServer());

        expect(await said('keys', { JWT_JWKS_URL: keys.url })).toMatch(/publishes no key: no token would be accepted$/);
    });
});

describe('the command', () => {
    test('prints a line for each subject and exits 0 when all is well', async () => {
        const doctor = givenProcess(settings(), ['doctor']);

        const code = await doctor.ended;

        expect([code, doctor.stderr()]).toEqual([0, '']);
        expect(doctor.printed().split('\n').map((line) => line.slice(0, 24).trim())).toEqual([
            'ok    configuration', 'ok    dns', 'ok    database', 'ok    secrets', 'ok    redis',
            'ok    contacts-service',
            'ok    products-service', 'ok    services-service', 'ok    nbp', 'warn  smtp',
            'All is well', ''
        ]);
    });

    test('exits 1 when something is wrong, and prints no secret', async () => {
        const secretive = (url: string) => `${changed(url, { username: 'clerk', password: 'hunter2' })}?key=hunter2`;
        const doctor = givenProcess(settings({
            DATABASE_URL: changed(database.url, { password: 'hunter2' }),
            REDIS_URL: changed(process.env['REDIS_URL'] ?? '', { password: 'hunter2', username: 'a' }),
            CONTACTS_SERVICE_URL: secretive(nobody), PRODUCTS_SERVICE_URL: secretive(standins.urls.products),
            JWT_JWKS_URL: secretive(`${nobody}/jwks`)
        }), ['doctor']);

        const code = await doctor.ended;

        expect([code, doctor.printed().split('\n').at(-2)])
            .toEqual([1, 'Something is wrong with database, redis, contacts-service, keys']);
        expect(doctor.printed() + doctor.stderr()).not.toMatch(/hunter2|clerk|key=/);
    });

    test('exits 78 and names the faults of the configuration', async () => {
        const doctor = givenProcess(settings({ PORT: 'abc' }), ['doctor']);

        expect([await doctor.ended, doctor.printed(), doctor.stderr()])
            .toEqual([78, '', expect.stringMatching(/1 fault:\n {2}- PORT must be a number\n$/)]);
    });
});
