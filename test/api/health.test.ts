import { describe, expect, test } from '@jest/globals';
import pg from 'pg';
import { requiredMigrations } from '../../app/platform/database/schema-version.ts';
import { givenFrozenServer } from '../support/frozen-server.ts';
import { givenDatabase, givenEmptyDatabase } from '../support/given-database.ts';
import { givenServer, type GivenServer } from '../support/given-server.ts';
import { useClosing } from '../support/use-closing.ts';
import { useDatabase } from '../support/use-service.ts';

const database = useDatabase();
const closing = useClosing();

async function given(env: Record<string, string>): Promise<GivenServer> {
    return closing(await givenServer({ env }));
}

async function ask({ server }: GivenServer, url: string) {
    const { statusCode, payload } = await server.inject(url);
    return { status: statusCode, body: JSON.parse(payload) };
}

describe('liveness', () => {
    test('is 200 without a token, and without asking a database that is frozen', async () => {
        const frozen = closing(await givenFrozenServer());

        const { status, body } = await ask(
            await given({ DATABASE_URL: `postgresql://a@127.0.0.1:${frozen.port}/b` }), '/health/liveness');

        expect([status, body.status, frozen.connections()]).toEqual([200, 'up', 0]);
    });
});

describe('readiness', () => {
    test('is 200 when the database answers and has every migration', async () => {
        const { status, body } = await ask(await given({ DATABASE_URL: database.url }), '/health/readiness');

        expect([status, body])
            .toEqual([200, {
                status: 'ready', message: 'The service is ready',
                database: { status: 'up', latencyMs: expect.any(Number) }
            }]);
    });

    test('is 503 when nothing listens where the database should be', async () => {
        const { status, body } = await ask(await given({}), '/health/readiness');

        expect([status, body.status, body.database.status]).toEqual([503, 'not_ready', 'down']);
    });

    test('is 503 within about a second when the database is frozen, and asks it once for many probes', async () => {
        const frozen = closing(await givenFrozenServer());
        const server = await given({ DATABASE_URL: `postgresql://a@127.0.0.1:${frozen.port}/b` });

        const answers = await Promise.all(Array.from({ length: 20 }, () => ask(server, '/health/readiness')));

        expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([503]));
        expect(answers[0]?.body.database.latencyMs).toBeLessThan(2_000);
        expect(frozen.connections()).toBe(1);
    });

    test('is 503 and names the migrations when the database is empty', async () => {
        const empty = await givenEmptyDatabase();
        const server = await givenServer({ env: { DATABASE_URL: empty.url } });

        const { status, body } = await ask(server, '/health/readiness');
        await server.close();
        await empty.drop();

        expect([status, body.database.status]).toEqual([503, 'behind']);
        expect(body.database.detail).toBe(`migrations not applied: ${requiredMigrations().join(', ')}`);
    });

    test('is 503 when a migration began and did not finish', async () => {
        const half = await givenDatabase();
        const client = new pg.Client({ connectionString: half.url });
        await client.connect();
        await client.query('update _prisma_migrations set finished_at = null');
        await client.end();
        const server = await givenServer({ env: { DATABASE_URL: half.url } });

        const { body } = await ask(server, '/health/readiness');
        await server.close();
        await half.drop();

        expect(body.database.status).toBe('behind');
    });

    test('is 503 from the moment the service shuts down', async () => {
        const server = await given({ DATABASE_URL: database.url });
        const before = await ask(server, '/health/readiness');

        server.dependencies.health.shutDown();
        const after = await ask(server, '/health/readiness');

        expect([before.status, after.status, after.body.status]).toEqual([200, 503, 'shutting_down']);
    });

    test('is not disturbed by a pool that is busy', async () => {
        const server = await given({ DATABASE_URL: database.url, DATABASE_POOL_SIZE: '1' });
        const busy = server.dependencies.database.pool.query('select pg_sleep(1.5)');

        const { status } = await ask(server, '/health/readiness');
        await busy;

        expect(status).toBe(200);
    });

    test('recovers by itself when its connection was cut', async () => {
        const server = await given({ DATABASE_URL: database.url });
        await ask(server, '/health/readiness');
        await server.dependencies.database.pool.query(
            "select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and "
            + "application_name = 'invoices-service-health'"
        );

        const statuses: number[] = [];
        for (let tries = 0; tries < 4 && statuses.at(-1) !== 200; tries += 1) {
            await new Promise((resolve) => setTimeout(resolve, 550));
            statuses.push((await ask(server, '/health/readiness')).status);
        }

        expect(statuses.at(-1)).toBe(200);
    });
});

describe('the check', () => {
    test.each([
        '/health/check', '/health', '/invoices/health/check'
    ])('%s tells everything without a token', async (url) => {
        const { status, body } = await ask(await given({ DATABASE_URL: database.url, REVISION: 'abc123' }), url);

        expect(status).toBe(200);
        expect(body).toMatchObject({
            version: expect.any(String), revision: 'abc123', uptimeSeconds: expect.any(Number),
            database: { status: 'up' }, redis: { status: 'not_configured' }
        });
        expect(body.upstreams)
            .toMatchObject([{ name: 'contacts-service' }, { name: 'products-service' }, { name: 'services-service' }]);
        expect(body.upstreams).toHaveLength(3);
    });

    test('shows quotes-service where its address is set, which makes the service degraded at most', async () => {
        const server = await given({ DATABASE_URL: database.url, QUOTES_SERVICE_URL: 'http://127.0.0.1:9/api/v1' });

        const [check, readiness] = [await ask(server, '/health/check'), await ask(server, '/health/readiness')];
        const metrics = await server.dependencies.metrics.registry.metrics();

        expect([check.status, check.body.status, readiness.status]).toEqual([200, 'degraded', 200]);
        expect(check.body.upstreams.at(-1))
            .toMatchObject({ name: 'quotes-service', status: 'down', breaker: 'closed' });
        expect(metrics).toMatch(/upstream_breaker\w*\{[^}]*upstream="quotes-service"/);
    });

    test('tells the version that the build was given, and so do the metrics', async () => {
        const server = await given({ DATABASE_URL: database.url, VERSION: '1.4.0-rc.1' });

        const { body } = await ask(server, '/health/check');
        const metrics = await server.dependencies.metrics.registry.metrics();

        expect(body.version).toBe('1.4.0-rc.1');
        expect(metrics).toContain('build_info{version="1.4.0-rc.1"');
    });

    test('is degraded, and ready, when Redis and the other services are down', async () => {
        const server = await given({
            DATABASE_URL: database.url, REDIS_URL: 'redis://127.0.0.1:9',
            CONTACTS_SERVICE_URL: 'http://127.0.0.1:9/api/v1'
        });

        const [check, readiness] = [await ask(server, '/health/check'), await ask(server, '/health/readiness')];

        expect([check.status, check.body.status, check.body.redis.status, readiness.status])
            .toEqual([200, 'degraded', 'down', 200]);
    });

    test('shows NBP among the other services where its rates are read, and is degraded without it', async () => {
        const server = await given({ DATABASE_URL: database.url, EXCHANGE_RATES_URL: 'http://127.0.0.1:9/api' });

        const [check, readiness] = [await ask(server, '/health/check'), await ask(server, '/health/readiness')];

        expect([check.status, check.body.status, readiness.status]).toEqual([200, 'degraded', 200]);
        expect(check.body.upstreams).toContainEqual(expect.objectContaining({ name: 'nbp', status: 'down' }));
    });

    test('is 503 when the database is down', async () => {
        const { status, body } = await ask(await given({}), '/health/check');

        expect([status, body.status]).toEqual([503, 'down']);
    });

    test('tells no address, user or password', async () => {
        const server = await given({
            DATABASE_URL: 'postgresql://clerk:hunter2@127.0.0.1:9/ledger', REDIS_URL: 'redis://:hunter2@127.0.0.1:9'
        });

        expect(JSON.stringify((await ask(server, '/health/check')).body))
            .not.toMatch(/hunter2|clerk|ledger|127\.0\.0\.1/);
    });
});
