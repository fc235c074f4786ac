import { randomUUID } from 'node:crypto';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { Redis } from 'ioredis';
import { eventually } from '../support/eventually.ts';
import { givenLock } from '../support/given-lock.ts';
import { givenOrganisation, type GivenOrganisation } from '../support/given-organisation.ts';
import { givenClock, givenServer, type GivenServer } from '../support/given-server.ts';
import { useProcesses } from '../support/use-closing.ts';
import { openRedisLink } from '../support/redis-link.ts';
import { givenToken } from '../support/given-token.ts';
import { sendTo, withScopes } from '../support/route-matrix/route-call.ts';
import { ownedMatrix } from '../support/route-matrix/rows.ts';
import { useService } from '../support/use-service.ts';
import { scopes as allScopes } from '../../app/foundation/vocabulary/scopes.ts';

const redisUrl = process.env['REDIS_URL'];
if (redisUrl === undefined) {
    throw new Error('REDIS_URL is not set: run tests with `npm test -- path/to/file.test.ts`');
}

const dayMs = 86_400_000;
const clock = givenClock();
// Two replicas that share Redis, and one without a cache that works, which makes every report anew.
let replica: GivenServer;
let uncached: GivenServer;
// Registered first, so that they are closed before the database is dropped.
afterAll(() => Promise.all([replica, uncached].map((server) => server.close())));
const service = useService({ clock, env: { REDIS_URL: redisUrl } });
const start = useProcesses();

beforeAll(async () => {
    const env = { DATABASE_URL: service.databaseUrl };
    replica = await givenServer({ clock, env: { ...env, REDIS_URL: redisUrl } });
    uncached = await givenServer({ clock, env: { ...env, REDIS_URL: 'redis://127.0.0.1:9' } });
    await Promise.all([service, replica].map(connected));
});

async function connected({ dependencies }: Pick<GivenServer, 'dependencies'>): Promise<void> {
    await dependencies.redis?.ping().catch(() => new Promise((resolve) => dependencies.redis?.once('ready', resolve)));
}

const urls = [
    '/invoices/analytics/statistics', '/invoices/analytics/statistics?startDate=2026-01-01',
    '/invoices/analytics/overdue', '/invoices/analytics/overdue?asOf=2099-12-31&limit=100',
    '/invoices/analytics/vat-report',
    '/invoices/analytics/vat-report?startDate=2026-01-01&groupBy=month&dateBasis=issue'
];

type Reader = Pick<GivenServer, 'server'>;

async function reportsOf({ server }: Reader, organisationId: string): Promise<readonly string[]> {
    const authorization = `Bearer ${await givenToken({ org: organisationId, role: 'viewer', exp: 4_000_000_000 })}`;
    const answers = await Promise.all(urls.map((url) => server.inject({ url, headers: { authorization } })));
    expect(answers.map(({ statusCode }) => statusCode)).toEqual(urls.map(() => 200));
    return answers.map(({ payload }) => payload);
}

async function countsOf({ dependencies }: Pick<GivenServer, 'dependencies'>): Promise<Record<string, number>> {
    const text = await dependencies.metrics.registry.metrics();
    const rows = text.matchAll(/^report_cache_total\{report="\w+",outcome="(\w+)"\} (\d+)$/gm);
    return [...rows].reduce<Record<string, number>>((sums, [, outcome = '', count]) =>
        ({ ...sums, [outcome]: (sums[outcome] ?? 0) + Number(count) }), {});
}

/** Counts since an earlier reading. */
function since(before: Record<string, number>, after: Record<string, number>): Record<string, number> {
    return Object.fromEntries(Object.entries(after).map(([outcome, count]) => [outcome, count - (before[outcome] ?? 0)])
        .filter(([, count]) => count !== 0));
}

let organisation: GivenOrganisation;
beforeEach(async () => {
    organisation = await givenOrganisation(service);
});

describe('an answer', () => {
    test('is made once for all replicas, and the same to the byte', async () => {
        await organisation.issued({ dueDate: '2026-11-22', issueDate: '2026-11-20' });
        const [before, ofReplica] = [await countsOf(service), await countsOf(replica)];

        const first = await reportsOf(service, organisation.id);
        const again = await reportsOf(service, organisation.id);
        const elsewhere = await reportsOf(replica, organisation.id);

        expect([again, elsewhere, await reportsOf(uncached, organisation.id)]).toEqual([first, first, first]);
        expect(since(before, await countsOf(service))).toEqual({ miss: urls.length, hit: urls.length });
        expect(since(ofReplica, await countsOf(replica))).toEqual({ hit: urls.length });
    });

    test('of one organisation is no answer of another, nor the other way round', async () => {
        const other = await givenOrganisation(service);
        await organisation.issued();

        const [own, others] = [await reportsOf(service, organisation.id), await reportsOf(service, other.id)];

        expect(own[0]).not.toBe(others[0]);
        expect(others).toEqual(await reportsOf(uncached, other.id));
    });

    test('of an organisation that was never changed is not kept', async () => {
        const before = await countsOf(service);
        const name = `unused-${randomUUID()}`;

        await reportsOf(service, name);
        await reportsOf(service, name);

        expect(since(before, await countsOf(service))).toEqual({ miss: 2 * urls.length });
    });

    test('changes with the date, though nothing else does', async () => {
        const { id } = await organisation.issued({ dueDate: '2026-11-23' });
        const overdue = async (reader: Reader) => JSON.parse((await reportsOf(reader, organisation.id))[2] ?? '').data
            .map(({ invoiceId }: { readonly invoiceId: string }) => invoiceId);
        const today = [await overdue(service), await overdue(replica)];

        clock.pass(dayMs);
        const tomorrow = [await overdue(service), await overdue(replica)];
        clock.pass(-dayMs);

        expect([today, tomorrow]).toEqual([[[], []], [[id], [id]]]);
    });
});

describe('a change through the API shows at once on both replicas', () => {
    const changed = new Set<string>();

    test.each(ownedMatrix.filter(([route]) => !route.startsWith('GET ')))('after %s', async (route, row) => {
        const owner = await givenOrganisation(service);
        const send = await withScopes(owner, allScopes);
        const call = await row.arrange(owner, service);
        const before = await reportsOf(service, owner.id);
        await reportsOf(replica, owner.id);

        const { status } = await sendTo(send, route, call);
        const [here, there] = [await reportsOf(service, owner.id), await reportsOf(replica, owner.id)];
        const right = await reportsOf(uncached, owner.id);

        expect(status).toBe(row.succeeds);
        expect([here, there]).toEqual([right, right]);
        if (JSON.stringify(before) !== JSON.stringify(right)) {
            changed.add(route);
        }
    });

    test('and the reports do show such changes', () => {
        expect([...changed]).toEqual(expect.arrayContaining([
            'POST /invoices', 'DELETE /invoices/{invoiceId}', 'POST /invoices/{invoiceId}/issue',
            'PATCH /invoices/{invoiceId}/send', 'PATCH /invoices/{invoiceId}/mark-paid',
            'PATCH /invoices/{invoiceId}/cancel', 'POST /invoices/{invoiceId}/correctives',
            'POST /invoices/{invoiceId}/payments', 'POST /payments', 'POST /invoices/{invoiceId}/write-off',
            'POST /invoices/bulk/create', 'POST /invoices/from-quote'
        ]));
    });

    test('through a worker: invoices that a job issues', async () => {
        const drafts = [await organisation.draft(), await organisation.draft()];
        const before = [await reportsOf(service, organisation.id), await reportsOf(replica, organisation.id)];
        start({ DATABASE_URL: service.databaseUrl, EXCHANGE_RATES_URL: 'off' }, ['work']);

        const { body: job } = await organisation.call(
            'POST', '/invoices/bulk/issue', { body: { invoiceIds: drafts.map(({ id }) => id) } });
        await eventually('an ended job', async () => (await organisation.call('GET', `/jobs/${job.id}`)).body,
            { within: 60_000, every: 50, until: ({ finishedAt }) => finishedAt !== null });
        const [here, there] = [await reportsOf(service, organisation.id), await reportsOf(replica, organisation.id)];

        expect(here).not.toEqual(before[0]);
        expect([here, there]).toEqual([await reportsOf(uncached, organisation.id), here]);
    });

    test('of the profile: the currency that a report shows', async () => {
        const currencies = async () => JSON.parse((await reportsOf(replica, organisation.id))[0] ?? '').currencies
            .map(({ currency }: { readonly currency: string }) => currency);
        const before = await currencies();

        await organisation.profile({ defaultCurrency: 'EUR' });

        expect([before, await currencies()]).toEqual([['PLN'], ['EUR']]);
    });
});

describe('a change whose entry is older than the newest', () => {
    test('shows as soon as it is committed, although an answer was kept meanwhile', async () => {
        const doomed = await organisation.draft();
        const drafts = async (reader: Reader) => JSON.parse((await reportsOf(reader, organisation.id))[0] ?? '').drafts;
        // Begun first, so that its entry has the smaller id; committed last.
        const slow = await givenLock(service.databaseUrl, 'DELETE FROM invoice WHERE id = $1', [doomed.id]);
        await slow.query(`INSERT INTO audit_entry (organisation_id, invoice_id, action, actor, request_id, created_at)
            VALUES ($1, $2, 'invoice.deleted', 'user-1', 'slow', now())`, [organisation.id, doomed.id]);
        await organisation.draft();
        const meanwhile = [await reportsOf(service, organisation.id), await reportsOf(replica, organisation.id)];
        const before = await countsOf(service);
        await reportsOf(service, organisation.id);
        const whileUnderWay = since(before, await countsOf(service));

        await slow.release();
        const [here, there] = [await reportsOf(service, organisation.id), await reportsOf(replica, organisation.id)];

        expect(meanwhile[0]).toEqual(meanwhile[1]);
        expect(whileUnderWay).toEqual({ hit: urls.length });
        expect(here).not.toEqual(meanwhile[0]);
        expect([here, there]).toEqual([await reportsOf(uncached, organisation.id), here]);
        expect(await drafts(service)).toEqual(await drafts(uncached));
    });
});

describe('Redis', () => {
    let redis: Redis;
    beforeAll(() => {
        redis = new Redis(redisUrl);
    });
    afterAll(() => redis.disconnect());

    test('that is frozen holds a report up for a quarter of a second and then not at all; the answer is right',
        async () => {
            const link = await openRedisLink(redisUrl);
            const slow = await givenServer({
                clock, env: { DATABASE_URL: service.databaseUrl, REDIS_URL: link.url }
            });
            await connected(slow);
            await organisation.issued();
            const right = await reportsOf(slow, organisation.id);
            const before = await countsOf(slow);

            link.freeze();
            await reportsOf(slow, organisation.id);
            const started = performance.now();
            const frozen = await reportsOf(slow, organisation.id);
            const took = performance.now() - started;
            const counted = since(before, await countsOf(slow));
            link.thaw();
            await slow.close();
            await link.close();

            expect(frozen).toEqual(right);
            expect(counted).toEqual({ unavailable: 2 * urls.length });
            // Neither the list of ended sessions nor the cache is asked while its breaker is open.
            expect(took).toBeLessThan(2_000);
        });

    test('that holds rubbish in the place of an answer changes nothing', async () => {
        await organisation.issued();
        const right = await reportsOf(service, organisation.id);
        const keys = await redis.keys('invoices-cache:report:*');
        await Promise.all(keys.map((key) => redis.set(key, '{"item":"no report","stored":1,"ttl":1}', 'EX', 60)));

        expect(await reportsOf(service, organisation.id)).toEqual(right);
    });
});

afterEach(() => {
    expect(clock.now().toISOString()).toBe('2026-11-23T10:15:00.000Z');
});
