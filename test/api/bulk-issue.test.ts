import { randomUUID } from 'node:crypto';
import { describe, expect, test } from '@jest/globals';
import { contactId } from '../../app/dev/standins/catalogue/ids.ts';
import { eventually } from '../support/eventually.ts';
import { givenLock, onDatabase } from '../support/given-lock.ts';
import { givenOrganisation, type GivenOrganisation } from '../support/given-organisation.ts';
import type { GivenProcess } from '../support/given-process.ts';
import { givenBuyer, givenItem } from '../support/given-service.ts';
import { storedRows } from '../support/stored-rows.ts';
import { useProcesses } from '../support/use-closing.ts';
import { useService } from '../support/use-service.ts';

const service = useService();
const start = useProcesses();

function givenWorker(env: Record<string, string> = {}): GivenProcess {
    return start({
        DATABASE_URL: service.databaseUrl, CONTACTS_SERVICE_URL: service.standins.urls.contacts,
        EXCHANGE_RATES_URL: 'off', ...env
    }, ['work']);
}

/** Drafts in the order of their notes. */
async function givenDrafts(
    organisation: GivenOrganisation, count: number, overrides: object = {}
): Promise<readonly string[]> {
    const invoices = Array.from({ length: count }, (_, index) =>
        ({ ...givenBuyer({}), notes: `${index}`, items: [givenItem()], ...overrides }));
    const { body } = await organisation.call('POST', '/invoices/bulk/create', { body: { invoices } });
    return body.results.map(({ invoice }: { invoice: { id: string } }) => invoice.id);
}

function bulkIssue(
    { call }: Pick<GivenOrganisation, 'call'>, invoiceIds: unknown, more: object = {},
    headers: Readonly<Record<string, string>> = {}
) {
    return call('POST', '/invoices/bulk/issue', { body: { invoiceIds, ...more }, headers });
}

type Job = { readonly status: string; readonly results: readonly {
    readonly invoiceNumber?: string; readonly status: string; readonly error?: { readonly code: string }
}[]; readonly total: number; readonly done: number; readonly failed: number; readonly startedAt: string | null;
    readonly finishedAt: string | null };

async function jobOf({ call }: GivenOrganisation, id: string): Promise<Job> {
    return (await call('GET', `/jobs/${id}`)).body;
}

function until(organisation: GivenOrganisation, id: string, reached: (job: Job) => boolean): Promise<Job> {
    return eventually(
        'a job that got that far', () => jobOf(organisation, id), { within: 60_000, every: 50, until: reached });
}

/**
 * Makes a job's last sign of life a minute old, as of a killed worker; `jobs-processes.test.ts` shows the real wait.
 */
async function passSilence(id: string): Promise<void> {
    await onDatabase(service.databaseUrl,
        `UPDATE job SET heartbeat_on = heartbeat_on - interval '1 minute' WHERE id = $1 AND state = 'active'`, [id]);
}

/** Ends the pause before the next attempt. */
async function passPause(id: string): Promise<void> {
    await eventually('a job that is to be tried again', async () => {
        const [job] = await onDatabase(service.databaseUrl,
            `UPDATE job SET start_after = now() WHERE id = $1 AND state = 'retry' RETURNING id`, [id]);
        return job;
    }, { within: 60_000, every: 100 });
}

const ended = ({ finishedAt }: Job) => finishedAt !== null;
const series = `vat_invoice-${new Date().toISOString().slice(0, 7)}`;

describe('asking for it', () => {
    test('answers 202 with the job and its address, and nothing is issued yet', async () => {
        const organisation = await givenOrganisation(service);
        const ids = await givenDrafts(organisation, 2);

        const { status, headers, body } = await bulkIssue(organisation, ids, { keepPrices: true });

        expect([status, headers['location']]).toEqual([202, `/jobs/${body.id}`]);
        expect(body).toMatchObject({
            type: 'bulk_issue', status: 'queued', total: 2, done: 0, failed: 0, keepPrices: true, createdBy: 'user-1',
            startedAt: null, finishedAt: null
        });
        expect(body.results).toEqual(ids.map((invoiceId, index) => ({ index, invoiceId, status: 'waiting' })));
        expect((await organisation.call('GET', `/jobs/${body.id}`)).body).toEqual(body);
        expect((await organisation.call('GET', `/invoices/${ids[0]}`)).body.status).toBe('draft');
    });

    test.each([
        ['no ids', { invoiceIds: [] }, 'invoiceIds'],
        ['1001 ids', { invoiceIds: Array.from({ length: 1_001 }, () => randomUUID()) }, 'invoiceIds'],
        ['nothing', {}, 'invoiceIds'], ['no UUID', { invoiceIds: ['7'] }, 'invoiceIds[0]'],
        ['a date that does not exist', { invoiceIds: [randomUUID()], issueDate: '2026-02-30' }, 'issueDate'],
        ['an id twice, in another case', {
            invoiceIds: ['0199f3d2-7c1a-7b55-9c57-6a2f0d3c4b5a', randomUUID(), '0199F3D2-7C1A-7B55-9C57-6A2F0D3C4B5A']
        }, 'invoiceIds[2]'],
        ['an unknown field', { invoiceIds: [randomUUID()], notify: true }, 'notify']
    ])('with %s is refused and names the field', async (_what, body, field) => {
        const organisation = await givenOrganisation(service);
        const before = await storedRows(service);

        const answer = await organisation.call('POST', '/invoices/bulk/issue', { body });

        expect([answer.status, answer.body.errors[0].path]).toEqual([400, field]);
        expect(answer.body.message).toContain(field);
        expect(await storedRows(service)).toEqual(before);
    });

    test('with 1000 ids is taken', async () => {
        const { status, body } = await bulkIssue(await givenOrganisation(service), Array.from(
            { length: 1_000 }, () => randomUUID()));

        expect([status, body.total]).toEqual([202, 1_000]);
    });

    test('under the same key is one job', async () => {
        const organisation = await givenOrganisation(service);
        const ids = await givenDrafts(organisation, 1);
        const first = await bulkIssue(organisation, ids, {}, { 'idempotency-key': 'k' });
        const stored = await storedRows(service);

        const again = await bulkIssue(organisation, ids, {}, { 'idempotency-key': 'k' });

        expect([again.status, again.text, again.headers['location']])
            .toEqual([202, first.text, first.headers['location']]);
        expect(await storedRows(service)).toEqual(stored);
    });

    test('in an organisation that requires If-Match needs it as *', async () => {
        const organisation = await givenOrganisation(service, { requireIfMatch: true });
        const ids = await givenDrafts(organisation, 1);

        const without = await bulkIssue(organisation, ids);
        const withIt = await bulkIssue(organisation, ids, {}, { 'if-match': '*' });

        expect([without.status, without.body.code, withIt.status]).toEqual([428, 'PRECONDITION_REQUIRED', 202]);
        givenWorker();
        expect(await until(organisation, withIt.body.id, ended)).toMatchObject({ status: 'succeeded', done: 1 });
    });

    test('of a job of another organisation, or of none, is 404', async () => {
        const organisation = await givenOrganisation(service);
        const { body: { id } } = await bulkIssue(organisation, [randomUUID()]);
        const stranger = await givenOrganisation(service);

        const answers = await Promise.all([id, randomUUID()].map((job) => stranger.call('GET', `/jobs/${job}`)));

        expect(answers.map(({ status, body }) => [status, body.code]))
            .toEqual([[404, 'JOB_NOT_FOUND'], [404, 'JOB_NOT_FOUND']]);
    });
});

describe('the worker', () => {
    test('issues in the order of the list, in the name of the caller and of the call', async () => {
        const organisation = await givenOrganisation(service);
        const ids = (await givenDrafts(organisation, 12)).toReversed();
        const { body: { id } } = await bulkIssue(organisation, ids, {}, { 'x-request-id': 'the-call' });
        givenWorker();

        const job = await until(organisation, id, ended);

        expect(job).toMatchObject({ status: 'succeeded', total: 12, done: 12, failed: 0 });
        expect(job.results.map(({ invoiceNumber }) => Number(invoiceNumber?.slice(-4))))
            .toEqual(Array.from({ length: 12 }, (_, index) => index + 1));
        const history = (await organisation.call('GET', `/invoices/${ids[0]}/history`)).body.data;
        expect(history[1]).toMatchObject({
            action: 'invoice.issued', actor: 'user-1', requestId: 'the-call', organisation: organisation.id
        });
        expect(await organisation.audit(series))
            .toMatchObject({ count: 12, gaps: [], duplicates: [], orderViolations: [] });
    });

    test('issues what can be issued, and says of the rest what is wrong', async () => {
        const organisation = await givenOrganisation(service);
        const stranger = await givenOrganisation(service);
        const [first = '', empty = '', issued = '', last = ''] = await givenDrafts(organisation, 4);
        await organisation.call('PATCH', `/invoices/${empty}`, { body: { items: [] } });
        const before = (await organisation.issue(issued)).body;
        const foreign = (await stranger.draft()).id;
        const { body: { id } } = await bulkIssue(organisation, [first, empty, randomUUID(), foreign, issued, last]);
        givenWorker();

        const job = await until(organisation, id, ended);

        expect(job).toMatchObject({ status: 'partly_failed', total: 6, done: 3, failed: 3 });
        expect(job.results.map(({ status, error }) => [status, error?.code])).toEqual([
            ['done', undefined], ['failed', 'INVOICE_HAS_NO_LINES'], ['failed', 'INVOICE_NOT_FOUND'],
            ['failed', 'INVOICE_NOT_FOUND'], ['done', undefined], ['done', undefined]
        ]);
        expect(job.results[4]?.invoiceNumber).toBe(before.invoiceNumber);
        expect((await stranger.call('GET', `/invoices/${foreign}`)).body.status).toBe('draft');
    });

    test('takes the issue date of the call, and backdates only for a caller who may', async () => {
        const organisation = await givenOrganisation(service);
        const [latest = '', mine = '', theirs = ''] = await givenDrafts(organisation, 3);
        const today = new Date().toISOString().slice(0, 10);
        const begin = `${today.slice(0, 8)}01`;
        await organisation.issue(latest, { issueDate: today });
        const asUser = { call: await organisation.as({ role: 'user', sub: 'user-2' }) };

        const refused = await bulkIssue(asUser, [theirs], { issueDate: begin });
        const allowed = await bulkIssue(organisation, [mine], { issueDate: begin });
        givenWorker();
        const jobs = await Promise.all([refused, allowed].map(({ body }) => until(organisation, body.id, ended)));

        const sameDay = today === begin;
        expect(jobs.map(({ results: [row] }) => row?.error?.code))
            .toEqual([sameDay ? undefined : 'ISSUE_DATE_BEFORE_LAST', undefined]);
        expect((await organisation.call('GET', `/invoices/${mine}`)).body.issueDate).toBe(begin);
    });

    test('refuses a day to come for each draft, whoever asks', async () => {
        const organisation = await givenOrganisation(service);
        const [id = ''] = await givenDrafts(organisation, 1);
        const later = new Date(Date.now() + 2 * 86_400_000).toISOString().slice(0, 10);

        const { body } = await bulkIssue(organisation, [id], { issueDate: later });
        givenWorker();
        const { results } = await until(organisation, body.id, ended);

        expect(results).toMatchObject([{ status: 'failed', error: { code: 'ISSUE_DATE_IN_FUTURE' } }]);
        expect((await organisation.call('GET', `/invoices/${id}`)).body.status).toBe('draft');
    });

    test('shows how far it is while it runs', async () => {
        const organisation = await givenOrganisation(service);
        const ids = await givenDrafts(organisation, 5);
        const lock = await givenLock(service.databaseUrl, 'SELECT FROM invoice WHERE id = $1 FOR UPDATE', [ids[2]]);
        const { body: { id } } = await bulkIssue(organisation, ids);
        givenWorker();

        const under = await until(organisation, id, ({ done }) => done === 2);
        await lock.release();
        const job = await until(organisation, id, ended);

        expect(under)
            .toMatchObject({ status: 'running', total: 5, failed: 0, startedAt: expect.any(String), finishedAt: null });
        expect(job).toMatchObject({ status: 'succeeded', done: 5 });
    });

    test('asks contacts-service without the token of the caller, and waits for it when it is down', async () => {
        const organisation = await givenOrganisation(service);
        service.standins.control.contacts.set({ failure: 'error500' });
        const drafts = await givenDrafts(organisation, 2, { contactId: contactId(5) });
        const { body: { id } } = await bulkIssue(organisation, drafts);
        const worker = givenWorker({ UPSTREAM_TIMEOUT_MS: '500' });
        await eventually('a job that failed', () => worker.lines.some(({ message }) => message === 'Job failed'),
            { within: 30_000 });
        const under = await jobOf(organisation, id);
        service.standins.control.contacts.reset();
        await passPause(id);

        const job = await until(organisation, id, ended);

        expect(under).toMatchObject({ status: 'running', done: 0, failed: 0 });
        expect(job).toMatchObject({ status: 'succeeded', done: 2, failed: 0 });
        expect(job.results.map(({ invoiceNumber }) => Number(invoiceNumber?.slice(-4)))).toEqual([1, 2]);
        expect(service.standins.control.contacts.lastHeaders()['authorization']).toBeUndefined();
        expect(service.standins.control.contacts.lastHeaders()['x-request-id']).toEqual(expect.any(String));
    }, 60_000);

    test('killed in the middle is made up for: each draft is issued once, in order, without a gap', async () => {
        const organisation = await givenOrganisation(service);
        const ids = await givenDrafts(organisation, 60);
        const { body: { id } } = await bulkIssue(organisation, ids);
        const first = givenWorker();
        await until(organisation, id, ({ done }) => done >= 5);
        // Issued and not yet noted: the hardest moment to handle.
        const held = await givenLock(service.databaseUrl, 'LOCK TABLE bulk_job_row IN SHARE MODE');
        await held.held(1);
        first.kill('SIGKILL');
        await first.ended;
        await held.release();
        const noted = (await jobOf(organisation, id)).done;
        const issuedThen = Number((await onDatabase<{ count: string }>(service.databaseUrl,
            'SELECT COUNT(*) FROM invoice WHERE organisation_id = $1 AND number IS NOT NULL',
            [organisation.id]))[0]?.count);
        await passSilence(id);
        givenWorker();
        await passPause(id);

        const job = await until(organisation, id, ended);

        expect(issuedThen - noted).toBeGreaterThanOrEqual(0);
        expect(noted).toBeLessThan(60);
        expect(job).toMatchObject({ status: 'succeeded', total: 60, done: 60, failed: 0 });
        expect(job.results.map(({ invoiceNumber }) => Number(invoiceNumber?.slice(-4))))
            .toEqual(Array.from({ length: 60 }, (_, index) => index + 1));
        expect(await organisation.audit(series))
            .toMatchObject({ count: 60, gaps: [], duplicates: [], orderViolations: [] });
        expect(await onDatabase(service.databaseUrl, `SELECT invoice_id FROM audit_entry
            WHERE organisation_id = $1 AND action = 'invoice.issued'
            GROUP BY invoice_id HAVING COUNT(*) > 1`, [organisation.id])).toEqual([]);
        expect(await onDatabase(service.databaseUrl, `SELECT COUNT(*)::int AS count FROM outbox_event
            WHERE organisation_id = $1 AND type = 'invoice.issued'`, [organisation.id]))
            .toEqual([{ count: 60 }]);
    }, 120_000);
});
