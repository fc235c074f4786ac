import { describe, expect, test } from '@jest/globals';
import { ConfigFaults, readConfig, readDatabaseConfig } from './config.ts';
import { sampleJwtSecret } from './sample-secret.ts';
import { version } from './version.ts';

const secret = 'k'.repeat(32);
const development = {
    NODE_ENV: 'development', DATABASE_URL: 'postgresql://user:hunter2@db:5432/invoices', JWT_SECRET: secret
};
const production = {
    ...development, NODE_ENV: 'production', SECRETS_KEY: '1f'.repeat(32),
    CONTACTS_SERVICE_URL: 'http://contacts:3005/api/v1', PRODUCTS_SERVICE_URL: 'http://products:3004',
    SERVICES_SERVICE_URL: 'http://services:3007'
};

function faultsOf(env: Record<string, string>): readonly string[] {
    try {
        readConfig(env);
        return [];
    } catch (error) {
        if (error instanceof ConfigFaults) {
            return error.faults;
        }
        throw error;
    }
}

describe('configuration', () => {
    test('webhooks go to public addresses only, but in development where it is told otherwise', () => {
        expect([readConfig(development), readConfig(production)].map(({ webhooks }) => webhooks.allowPrivate))
            .toEqual([false, false]);
        expect(readConfig({ ...development, WEBHOOK_ALLOW_PRIVATE: 'true' }).webhooks.allowPrivate).toBe(true);
        expect([readConfig(development), readConfig(production)].map(({ webhooks }) => webhooks.challenge))
            .toEqual([false, true]);
        expect(readConfig({ ...development, WEBHOOK_CHALLENGE: 'on' }).webhooks.challenge).toBe(true);
        expect(readConfig({ ...production, WEBHOOK_CHALLENGE: 'off' }).webhooks.challenge).toBe(false);
        expect(faultsOf({ ...production, WEBHOOK_ALLOW_PRIVATE: 'true' }))
            .toEqual([expect.stringContaining('WEBHOOK_ALLOW_PRIVATE is for development')]);
        expect(faultsOf({ ...production, WEBHOOK_ALLOW_PRIVATE: 'false' })).toEqual([]);
    });

    test('exchange rates come from NBP, unless they are switched off', () => {
        expect(readConfig(development).upstream.exchangeRatesUrl).toBe('https://api.nbp.pl/api');
        expect(readConfig({ ...development, EXCHANGE_RATES_URL: 'off' }).upstream.exchangeRatesUrl).toBeUndefined();
        expect(readConfig({ ...development, EXCHANGE_RATES_URL: 'http://nbp:3009/api' }).upstream.exchangeRatesUrl)
            .toBe('http://nbp:3009/api');
        expect(() => readConfig({ ...development, EXCHANGE_RATES_URL: 'nbp' }))
            .toThrow(/EXCHANGE_RATES_URL must be a full address/);
    });

    test('calls are limited by default; one subject has half, and one organisation 60 % of the pool at work', () => {
        const { limits } = readConfig(production);

        expect([limits.ratesOn, limits.rates.reads, limits.subjectRates.reads, limits.maxInFlight])
            .toEqual([true, { calls: 12_000, seconds: 60 }, { calls: 6_000, seconds: 60 }, 6]);
        expect(readConfig({ ...production, DATABASE_POOL_SIZE: '5' }).limits.maxInFlight).toBe(3);
        expect(readConfig({ ...production, RATE_LIMITS: 'off' }).limits.ratesOn).toBe(false);
    });

    test('limits are given as calls/seconds, and as a share for a subject', () => {
        const { limits } = readConfig({
            ...production, RATE_LIMIT_BULK: '3/30', RATE_LIMIT_SUBJECT_PERCENT: '10',
            MAX_IN_FLIGHT_PER_ORGANISATION: '4'
        });

        // A subject always has one call.
        expect([limits.rates.bulk, limits.subjectRates.bulk, limits.maxInFlight])
            .toEqual([{ calls: 3, seconds: 30 }, { calls: 1, seconds: 30 }, 4]);
    });

    test.each(['600', '0/60', '60/0', '1/86401', '-1/60', 'many/60', '1.5/60'])(
        'a limit of %s is one fault that tells the form', (RATE_LIMIT_READS) => {
            expect(faultsOf({ ...production, RATE_LIMIT_READS })).toEqual([
                'RATE_LIMIT_READS must be calls/seconds such as 600/60, each at least 1 and the seconds at most 86400'
            ]);
        });

    test.each([
        ['trusts private networks in development', development, 2],
        ['trusts none in production', production, 0],
        ['trusts none where tests run', { ...development, NODE_ENV: 'test' }, 0],
        ['trusts none where tokens name the organisation', { ...development, MULTI_TENANT: 'true' }, 0],
        ['trusts none when that is said', { ...development, TRUSTED_NETWORKS: 'off' }, 0],
        ['trusts the named ones alone', { ...development, TRUSTED_NETWORKS: '10.1.0.0/16' }, 1]
    ])('without a token it %s', (_case, settings, networks) => {
        expect(readConfig(settings).auth.trustedNetworks).toHaveLength(networks);
    });

    test('the gateway may take payments and cancel, but not issue out of date order', () => {
        const { roles, trustedRole } = readConfig(development).auth;

        expect(roles.get(trustedRole)).toEqual([
            'invoices:read', 'reports:read', 'organisation:read', 'invoices:write', 'invoices:issue', 'payments:write'
        ]);
    });

    test('the service migrates by itself in development, and never in production', () => {
        const settings = [
            development, production, { ...development, NODE_ENV: 'test' }, { ...development, MIGRATE_ON_START: 'false' }
        ];

        expect(settings.map((each) => readConfig(each).migrateOnStart)).toEqual([true, false, false, false]);
        expect(faultsOf({ ...production, MIGRATE_ON_START: 'true' }))
            .toEqual(['MIGRATE_ON_START is for development; in production run `migrate` before the service']);
    });

    test.each([
        ['a schema of PostgreSQL\'s own', 'pg_invoices'],
        ['a name that leaves no room for that of the jobs', 'a'.repeat(59)]
    ])('DB_SCHEMA is refused for %s', (_case, schema) => {
        expect(faultsOf({ ...development, DB_SCHEMA: schema }))
            .toEqual(['DB_SCHEMA must be at most 58 bytes and not begin with pg_']);
    });

    test('a search_path in the address is refused: it would have no effect', () => {
        const url = 'postgresql://u:hunter2@db/crm?options=-c%20search_path%3Dx';
        const [fault] = faultsOf({ ...development, DATABASE_URL: url });

        expect(fault).toContain('set DB_SCHEMA instead');
        expect(fault).not.toContain('hunter2');
    });

    test('with a database and a secret everything else has a default', () => {
        const config = readConfig(development);

        expect(config).toMatchObject({
            environment: 'development', port: 3008, metricsPort: 9464, timeZone: 'Europe/Warsaw',
            shutdownDrainMs: 0, redisUrl: undefined, auth: {
                algorithms: ['HS256'], multiTenant: false, defaultOrganisation: 'default',
                trustedNetworks: [
                    { address: '172.16.0.0', prefix: 12, family: 'ipv4' },
                    { address: '192.168.0.0', prefix: 16, family: 'ipv4' }
                ],
                trustedRole: 'gateway'
            },
            upstream: { priceMaxAgeHours: 24 }
        });
    });

    test('the version is package.json\'s unless the build was given another name', () => {
        expect(readConfig(development).version).toBe(version);
        expect(readConfig({ ...development, VERSION: '1.4.0-rc.1' }).version).toBe('1.4.0-rc.1');
    });

    test.each([
        ['64 characters', 'v'.repeat(64), 0], ['65 characters', 'v'.repeat(65), 1], ['a blank in it', '1.0 beta', 1],
        ['a newline', '1.0\n', 1]
    ])(
        'a version of %s is judged', (_case, VERSION, faults) => {
            expect(faultsOf({ ...development, VERSION }).map((fault) => fault.split(' ')[0]))
                .toEqual(Array(faults).fill('VERSION'));
        });

    test('the configuration is frozen to its depth', () => {
        const config = readConfig(development);

        expect(Object.isFrozen(config) && Object.isFrozen(config.auth) && Object.isFrozen(config.auth.algorithms))
            .toBe(true);
    });

    test('without NODE_ENV the rules of production hold', () => {
        const { NODE_ENV: _environment, ...unsaid } = production;

        expect(readConfig(unsaid)).toMatchObject({ environment: 'production', production: true });
        expect(faultsOf({ ...unsaid, JWT_SECRET: sampleJwtSecret }))
            .toEqual(['JWT_SECRET must not be the sample secret in production']);
    });

    test('migrating needs the settings of the database, and minds no others', () => {
        const env = { DB_HOST: 'db', DB_USERNAME: 'crm', DB_NAME: 'invoices', PORT: 'abc', JWT_SECRET: '' };

        expect(readDatabaseConfig(env)).toEqual(
            { url: 'postgresql://crm@db:5432/invoices', schema: 'invoices', poolSize: 10 });
        expect(() => readDatabaseConfig({ PORT: 'abc' }))
            .toThrow(/^The configuration has 1 fault:\n {2}- DATABASE_URL is required/);
    });

    test('an empty setting counts as absent', () => {
        expect(readConfig({ ...development, REDIS_URL: '', PORT: ' ' }))
            .toMatchObject({ redisUrl: undefined, port: 3008 });
    });

    test('the parts of an address make the database address, with the password encoded', () => {
        const { database } = readConfig({
            NODE_ENV: 'test', JWT_SECRET: secret, DB_HOST: 'db', DB_USERNAME: 'crm',
            DB_PASSWORD: 'p@ss/w:rd', DB_NAME: 'invoices'
        });

        expect(database.url).toBe('postgresql://crm:p%40ss%2Fw%3Ard@db:5432/invoices');
    });

    test('DATABASE_URL wins over the parts', () => {
        expect(readConfig({ ...development, DB_HOST: 'other' }).database.url).toBe(development.DATABASE_URL);
    });

    test('every fault is told at once', () => {
        const faults = faultsOf({
            NODE_ENV: 'test', PORT: '99999', LOG_LEVEL: 'loud', TIME_ZONE: 'Mars/Olympus', MULTI_TENANT: 'perhaps'
        });

        expect(faults.map((fault) => fault.split(' ')[0]))
            .toEqual(['PORT', 'LOG_LEVEL', 'TIME_ZONE', 'MULTI_TENANT', 'DATABASE_URL', 'JWT_SECRET']);
    });

    test('no fault repeats a value that may be a secret', () => {
        const faults = faultsOf({
            NODE_ENV: 'production', DATABASE_URL: 'mysql://user:hunter2@db/invoices', JWT_SECRET: 'hunter2',
            REDIS_URL: 'http://:hunter2@redis',
            JWT_ROLE_MAP: '{"hunter2', DB_PASSWORD: 'hunter2', JWT_JWKS_URL: 'ftp://hunter2@keys'
        });

        expect(faults.length).toBeGreaterThanOrEqual(7);
        expect(faults.join('\n')).not.toContain('hunter2');
    });

    test('a part of a database address that is missing is named', () => {
        expect(faultsOf({ NODE_ENV: 'test', JWT_SECRET: secret, DB_HOST: 'db' })).toEqual([
            'DB_USERNAME is required when DATABASE_URL is not set', 'DB_NAME is required when DATABASE_URL is not set'
        ]);
    });

    test('production drains for longer than a probe period and needs the addresses of the other services', () => {
        const { CONTACTS_SERVICE_URL: _contacts, ...incomplete } = production;

        expect(readConfig(production).shutdownDrainMs).toBeGreaterThan(5_000);
        expect(faultsOf(incomplete)).toEqual(['CONTACTS_SERVICE_URL is required in production']);
    });

    test.each([
        ['31 bytes', 'k'.repeat(31), ['JWT_SECRET must have at least 32 bytes in production']],
        ['32 bytes', 'k'.repeat(32), []],
        ['16 letters of 2 bytes each', 'ż'.repeat(16), []],
        ['the sample secret', sampleJwtSecret, ['JWT_SECRET must not be the sample secret in production']],
        ['a new and an old one', `${'n'.repeat(32)}\n${'o'.repeat(32)}`, []],
        ['an old one of 31 bytes', `${'n'.repeat(32)}\n${'o'.repeat(31)}`,
            ['JWT_SECRET: each line must have at least 32 bytes in production']],
        ['the sample secret as the old one', `${'n'.repeat(32)}\n${sampleJwtSecret}`,
            ['JWT_SECRET must not be the sample secret in production']],
        ['three lines', ['n', 'o', 'p'].map((sign) => sign.repeat(32)).join('\n'),
            ['JWT_SECRET must have at most 2 lines: the new secret and the old one']],
        ['a comma and a blank', `${'n'.repeat(16)}, ${'o'.repeat(16)}`, []]
    ])('in production a JWT secret of %s is judged', (_case, JWT_SECRET, expected) => {
        expect(faultsOf({ ...production, JWT_SECRET })).toEqual(expected);
    });

    test('with published keys only public-key algorithms are accepted', () => {
        const { JWT_SECRET: _secret, ...rest } = development;

        expect(readConfig({ ...rest, JWT_JWKS_URL: 'https://keys.example/jwks' }).auth.algorithms)
            .toEqual(['RS256', 'ES256', 'EdDSA']);
    });

    test.each([
        ['none', 'JWT_ALGORITHMS must be a list of HS256, RS256, ES256, EdDSA'],
        ['HS256,none', 'JWT_ALGORITHMS must be a list of HS256, RS256, ES256, EdDSA'],
        ['RS256', 'JWT_ALGORITHMS: RS256 needs JWT_JWKS_URL']
    ])('the algorithms "%s" with a shared secret are a fault', (JWT_ALGORITHMS, fault) => {
        expect(faultsOf({ ...development, JWT_ALGORITHMS })).toEqual([fault]);
    });

    test('a role may be given scopes, or be another name for a role', () => {
        const { roles } =
            readConfig({ ...development, JWT_ROLE_MAP: '{"auditor":["reports:read"],"boss":"admin","sales":[]}' }).auth;

        expect(roles.get('auditor')).toEqual(['reports:read']);
        expect(roles.get('boss')).toEqual(roles.get('admin'));
        expect(roles.get('sales')).toEqual([]);
        expect(roles.get('viewer')).toContain('invoices:read');
    });

    test.each([
        ['an unknown scope', '{"a":["invoices:eat"]}'], ['an unknown role', '{"a":"b"}'],
        ['a circle', '{"a":"b","b":"a"}'], ['no object', '[]'],
        ['no JSON', '{'], ['a name of Object.prototype', '{"a":"toString"}']
    ])('a role map with %s is a fault', (_case, JWT_ROLE_MAP) => {
        const faults = faultsOf({ ...development, JWT_ROLE_MAP });

        expect(faults.length).toBeGreaterThan(0);
        expect(faults.every((fault) => fault.startsWith('JWT_ROLE_MAP'))).toBe(true);
    });

    test('trusted networks with several organisations are a fault, because such a call names none', () => {
        expect(faultsOf({ ...development, MULTI_TENANT: 'true', TRUSTED_NETWORKS: '10.0.0.0/8' })).toEqual([
            'TRUSTED_NETWORKS must be empty when MULTI_TENANT is true: such a call names no organisation'
        ]);
    });

    test('a setting that is neither true nor false is one fault, and none follows from it', () => {
        const faults = faultsOf({ ...development, MULTI_TENANT: 'maybe', TRUSTED_NETWORKS: '10.0.0.0/8' });

        expect(faults).toEqual(['MULTI_TENANT must be a boolean']);
    });

    test('the role of trusted networks must exist', () => {
        expect(faultsOf({ ...development, TRUSTED_ROLE: 'nobody' })).toEqual(['TRUSTED_ROLE must be one of the roles']);
    });
});
