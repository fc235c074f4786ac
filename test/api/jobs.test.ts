import { describe, expect, test } from '@jest/globals';
import { cleanUpJobs } from '../../app/features/bulk/clean-up-bulk-jobs.ts';
import { onDatabase } from '../support/given-lock.ts';
import { givenOrganisation, type GivenOrganisation } from '../support/given-organisation.ts';
import { givenClock } from '../support/given-server.ts';
import { useOrganisation, useService } from '../support/use-service.ts';

const service = useService();
const organisation = useOrganisation(service);

/** Asks for a job on three draft ids that do not exist; no worker runs here. Returns its id. */
async function asked({ call }: GivenOrganisation = organisation): Promise<string> {
    const invoiceIds = [1, 2, 3].map((n) => `00000000-0000-4000-8000-00000000000${n}`);
    return (await call('POST', '/invoices/bulk/issue', { body: { invoiceIds } })).body.id;
}

/** Notes the progress that a worker would: the state of each row, and when the job began and ended. */
async function noted(
    id: string, rows: readonly ('done' | 'failed' | 'waiting')[], startedAt: string, finishedAt: string | null
): Promise<void> {
    for (const [position, status] of rows.entries()) {
        await onDatabase(service.databaseUrl, `UPDATE bulk_job_row
            SET status = $3, invoice_number = CASE WHEN $3 = 'done' THEN 'FV/2026/11/0001' END,
            error = CASE WHEN $3 = 'failed'
            THEN '{"code": "INVOICE_NOT_FOUND", "message": "x", "errors": []}'::jsonb END
            WHERE job_id = $1 AND position = $2`, [id, position, status]);
    }
    await onDatabase(service.databaseUrl, 'UPDATE bulk_job SET started_at = $2, finished_at = $3 WHERE id = $1',
        [id, startedAt, finishedAt]);
}

/** One job in each state, in the order they were asked for. */
async function oneOfEach() {
    const [failed, partly, succeeded] = [await asked(), await asked(), await asked()];
    const [running, queued] = [await asked(), await asked()];
    await noted(failed, ['failed', 'failed', 'failed'], '2026-11-23T10:00:00Z', '2026-11-23T10:00:01Z');
    await noted(partly, ['done', 'failed', 'done'], '2026-11-23T10:00:00Z', '2026-11-23T10:00:01Z');
    await noted(succeeded, ['done', 'done', 'done'], '2026-11-23T10:00:00Z', '2026-11-23T10:00:01Z');
    await noted(running, ['done', 'failed', 'waiting'], '2026-11-23T10:00:00Z', null);
    return { failed, partly_failed: partly, succeeded, running, queued };
}

const list = (query = '', { call }: Pick<GivenOrganisation, 'call'> = organisation) => call('GET', `/jobs${query}`);
const idsOf = ({ body }: { readonly body: { readonly data: readonly { readonly id: string }[] } }) =>
    body.data.map(({ id }) => id);

describe('the list of jobs', () => {
    test('shows the newest first, each as it stands, without its results', async () => {
        const { failed, partly_failed: partly, succeeded, running, queued } = await oneOfEach();

        const { status, body } = await list();

        expect([status, body.limit, body.nextCursor]).toEqual([200, 20, null]);
        expect(body.data.map(
            (job: Record<string, unknown>) => [job['id'], job['status'], job['total'], job['done'], job['failed']]
        )).toEqual([
            [queued, 'queued', 3, 0, 0], [running, 'running', 3, 1, 1], [succeeded, 'succeeded', 3, 3, 0],
            [partly, 'partly_failed', 3, 2, 1], [failed, 'failed', 3, 0, 3]
        ]);
        for (const job of body.data) {
            const { results, ...alone } = (await organisation.call('GET', `/jobs/${job.id}`)).body;
            expect(results).toHaveLength(3);
            expect(job).toEqual(alone);
        }
    });

    test('goes on by cursor, each job once, while others are added', async () => {
        const ids = [await asked(), await asked(), await asked()];

        const first = await list('?limit=2');
        await asked();
        const second = await list(`?limit=2&cursor=${first.body.nextCursor}`);

        expect([...idsOf(first), ...idsOf(second)]).toEqual([...ids].reverse());
        expect([first.body.nextCursor, second.body.nextCursor]).toEqual([ids[1], null]);
    });

    test.each([
        ['?status=queued', ['queued']], ['?status=running,succeeded', ['running', 'succeeded']],
        ['?status[]=failed', ['failed']], ['?status=partly_failed', ['partly_failed']],
        ['?type=bulk_issue', ['queued', 'running', 'succeeded', 'partly_failed', 'failed']],
        ['?status=queued,running,succeeded,failed&limit=3', ['queued', 'running', 'succeeded']]
    ] as const)('with %s shows %j', async (query, wanted) => {
        const jobs = await oneOfEach();

        expect(idsOf(await list(query))).toEqual(wanted.map((state) => jobs[state]));
    });

    test('is of one organisation', async () => {
        await asked(await givenOrganisation(service));

        expect((await list()).body).toEqual({ data: [], limit: 20, nextCursor: null });
    });

    test('needs invoices:read, and refuses what it does not know by name', async () => {
        const reporter = { call: await organisation.as({ scope: 'reports:read', role: undefined }) };
        const paths = await Promise.all(
            ['?status=done', '?type=other', '?cursor=x', '?limit=101', '?page=1'].map(async (query) => {
                const { status, body } = await list(query);
                return [status, body.errors[0].path];
            }));

        expect((await list('', reporter)).status).toBe(403);
        expect(paths).toEqual([[400, 'status[0]'], [400, 'type[0]'], [400, 'cursor'], [400, 'limit'], [400, 'page']]);
    });
});

describe('the clean-up of jobs', () => {
    const clock = givenClock('2026-12-24T12:00:00.000Z');
    const cleanUp = (signal = new AbortController().signal) =>
        cleanUpJobs({ database: service.dependencies.database, clock }, signal);
    const createdAt = (id: string, at: string) =>
        onDatabase(service.databaseUrl, 'UPDATE bulk_job SET created_at = $2 WHERE id = $1', [id, at]);

    test('removes what ended 30 days ago, and what never ended 120 days after it was asked for, with its rows',
        async () => {
            const [old, young, open, lost] = [await asked(), await asked(), await asked(), await asked()];
            await noted(old, ['done', 'done', 'done'], '2026-11-24T11:00:00Z', '2026-11-24T11:59:59.999Z');
            await noted(young, ['done', 'done', 'done'], '2026-11-24T11:00:00Z', '2026-11-24T12:00:00Z');
            await createdAt(open, '2026-08-26T12:00:00Z');
            await createdAt(lost, '2026-08-26T11:59:59.999Z');

            await cleanUp();

            expect(idsOf(await list())).toEqual([open, young]);
            expect((await organisation.call('GET', `/jobs/${old}`)).body.code).toBe('JOB_NOT_FOUND');
            const rows = await onDatabase<{ job_id: string }>(service.databaseUrl,
                'SELECT DISTINCT job_id FROM bulk_job_row WHERE organisation_id = $1', [organisation.id]);
            expect(rows.map(({ job_id: id }) => id).sort()).toEqual([young, open].sort());
        });

    test('works in batches until nothing is left, and begins no other when it is stopped', async () => {
        await cleanUp();
        await onDatabase(service.databaseUrl, `INSERT INTO bulk_job (id, organisation_id, type, actor, may_backdate,
            request_id, keep_prices, created_at, finished_at)
            SELECT gen_random_uuid(), 'acme', 'bulk_issue', 'user-1', false, 'r', false, '2026-01-01', '2026-01-01'
                FROM generate_series(1, 45)`);

        expect([await cleanUp(AbortSignal.abort()), await cleanUp(), await cleanUp()]).toEqual([0, 45, 0]);
    });
});
