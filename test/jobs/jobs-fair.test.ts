import { setTimeout as wait } from 'node:timers/promises';
import { expect, test } from '@jest/globals';
import { eventually } from '../support/eventually.ts';
import { givenLock, onDatabase } from '../support/given-lock.ts';
import { givenOrganisation, type GivenOrganisation } from '../support/given-organisation.ts';
import type { Answered } from '../support/given-service.ts';
import { useProcesses } from '../support/use-closing.ts';
import { useService } from '../support/use-service.ts';

const service = useService();
const start = useProcesses();

/** Maximum jobs of an organisation: 2 at work and 20 waiting. */
const maxUnfinished = 22;

/** Time limit in ms of a test with workers, whose processes start slowly on a busy machine. */
const limitMs = 90_000;

function work(): ReturnType<typeof start> {
    return start({ DATABASE_URL: service.databaseUrl, EXCHANGE_RATES_URL: 'off' }, ['work']);
}

function bulkIssue({ call }: GivenOrganisation, invoiceId: string, key?: string): Promise<Answered> {
    return call('POST', '/invoices/bulk/issue', {
        body: { invoiceIds: [invoiceId] }, headers: key === undefined ? {} : { 'idempotency-key': key }
    });
}

async function jobIdsOf(organisation: GivenOrganisation, count: number): Promise<readonly string[]> {
    const { id } = await organisation.draft();
    const jobs: string[] = [];
    for (let index = 0; index < count; index += 1) {
        jobs.push((await bulkIssue(organisation, id)).body.id);
    }
    return jobs;
}

async function statusOf({ call }: GivenOrganisation, jobId: string): Promise<string> {
    return (await call('GET', `/jobs/${jobId}`)).body.status;
}

/** Jobs of an organisation in the queue by state. */
async function countOf({ id }: GivenOrganisation): Promise<Readonly<Record<string, number>>> {
    const rows = await onDatabase<{ state: string; count: number }>(service.databaseUrl,
        `SELECT state, count(*)::int AS count FROM job WHERE name = 'bulk-issue' AND group_id = $1 GROUP BY state`,
        [id]);
    return Object.fromEntries(rows.map(({ state, count }) => [state, count]));
}

async function untilEnded(organisation: GivenOrganisation, count: number): Promise<void> {
    await eventually(`${count} jobs that ended`, () => countOf(organisation),
        { within: 60_000, every: 50, until: ({ completed = 0 }) => completed === count });
}

test('of 60 jobs that are asked for at once 22 are taken; the others are 429 and leave nothing', async () => {
    const organisation = await givenOrganisation(service);
    const { id } = await organisation.draft();

    const answers = await Promise.all(Array.from({ length: 60 }, () => bulkIssue(organisation, id)));

    const refused = answers.filter(({ status }) => status === 429);
    expect(answers.filter(({ status }) => status === 202).length).toBe(maxUnfinished);
    expect(refused.length).toBe(60 - maxUnfinished);
    expect(refused.map(({ body }) => body.code)).toEqual(refused.map(() => 'JOBS_WAITING_TOO_MANY'));
    expect(refused.map(({ headers }) => headers['retry-after'])).toEqual(refused.map(() => '10'));
    expect(await countOf(organisation)).toEqual({ created: maxUnfinished });
    expect((await organisation.call('GET', '/jobs?limit=100')).body.data.length).toBe(maxUnfinished);
});

test('the 23rd job is refused; after one has ended it is taken, also under the key that was refused', async () => {
    const organisation = await givenOrganisation(service);
    const other = await givenOrganisation(service);
    const { id } = await organisation.draft();
    await jobIdsOf(organisation, maxUnfinished);
    const refused = await bulkIssue(organisation, id, 'the-23rd');
    const ofOther = await bulkIssue(other, (await other.draft()).id);

    work();
    await untilEnded(organisation, maxUnfinished);
    const taken = await bulkIssue(organisation, id, 'the-23rd');
    await untilEnded(organisation, maxUnfinished + 1);

    expect([refused.status, refused.body.code, ofOther.status, taken.status])
        .toEqual([429, 'JOBS_WAITING_TOO_MANY', 202, 202]);
    expect(refused.body.detail).toContain('22 jobs that have not ended');
}, limitMs);

test('two jobs of an organisation run, and the job of another one ends while the others wait', async () => {
    const [a, b] = [await givenOrganisation(service), await givenOrganisation(service)];
    const invoice = await a.draft();
    const lock = await givenLock(service.databaseUrl, 'SELECT FROM invoice WHERE id = $1 FOR UPDATE', [invoice.id]);
    const jobs: string[] = [];
    for (let index = 0; index < maxUnfinished; index += 1) {
        jobs.push((await bulkIssue(a, invoice.id)).body.id);
    }
    work();
    work();
    await lock.held(2);

    const ofB = (await bulkIssue(b, (await b.draft()).id)).body.id;
    await eventually('the end of the job of B', () => statusOf(b, ofB),
        { within: 4_000, every: 20, until: (status) => status === 'succeeded' });
    const whileHeld = await countOf(a);
    await lock.release();
    await untilEnded(a, maxUnfinished);

    expect(whileHeld['active']).toBe(2);
    expect((whileHeld['created'] ?? 0) + (whileHeld['retry'] ?? 0)).toBe(maxUnfinished - 2);
    expect(await Promise.all(jobs.map((id) => statusOf(a, id)))).toEqual(jobs.map(() => 'succeeded'));
}, limitMs);

test('idle workers that find many jobs at once run no more than two of an organisation', async () => {
    const [a, b] = [await givenOrganisation(service), await givenOrganisation(service)];
    const invoice = await a.draft();
    const idle = [work(), work(), work()];
    await Promise.all(idle.map((worker) => worker.listening()));
    await bulkIssue(b, (await b.draft()).id);
    await untilEnded(b, 1);
    // All hands of a worker poll at the same moment, each second.
    await wait(2_000);
    const lock = await givenLock(service.databaseUrl, 'SELECT FROM invoice WHERE id = $1 FOR UPDATE', [invoice.id]);

    await Promise.all(Array.from({ length: maxUnfinished }, () => bulkIssue(a, invoice.id)));
    await lock.held(2);
    const active: number[] = [];
    for (let samples = 0; samples < 30; samples += 1) {
        active.push((await countOf(a))['active'] ?? 0);
        await wait(50);
    }
    await lock.release();
    await untilEnded(a, maxUnfinished);

    expect(Math.max(...active)).toBe(2);
}, limitMs);

test('turns go by organisation: the first job of one comes before the second of another that asked earlier',
    async () => {
        const [a, b, c] = [
            await givenOrganisation(service), await givenOrganisation(service), await givenOrganisation(service)
        ];
        const ofA = await jobIdsOf(a, 4);
        const ofB = await jobIdsOf(b, 2);
        const ofC = await jobIdsOf(c, 1);
        const names = new Map([
            ...ofA.map((id, at) => [id, `a${at + 1}`] as const), ...ofB.map((id, at) => [id, `b${at + 1}`] as const),
            ...ofC.map((id, at) => [id, `c${at + 1}`] as const)
        ]);

        // The order in which the queue's library hands jobs out.
        const rows = await onDatabase<{ id: string }>(service.databaseUrl,
            `SELECT id FROM job WHERE name = 'bulk-issue' AND group_id = ANY($1) ORDER BY priority DESC, created_on`,
            [[a.id, b.id, c.id]]);

        expect(rows.map(({ id }) => names.get(id))).toEqual(['a1', 'b1', 'c1', 'a2', 'b2', 'a3', 'a4']);
    });
