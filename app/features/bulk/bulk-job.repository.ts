import { assertClaimHeld } from '../../platform/commands/assert-claim-held.ts';
import type { Command, KeptAnswer } from '../../platform/commands/command.ts';
import { answering, held, mayWrite, writeTexts } from '../../platform/commands/write-parts.sql.ts';
import type { Database, Statement } from '../../platform/database/database.ts';
import { enqueuing, takingTurn } from '../../platform/jobs/enqueue.ts';
import { DomainError } from '../../foundation/errors/domain-error.ts';
import { maxUnfinishedOf } from '../../platform/jobs/queue-policy.ts';
import { queues } from '../../platform/jobs/queues.ts';
import type { Warning } from '../../foundation/errors/warning.ts';
import type { BulkJob, JobRow, RowError } from './bulk-job.ts';

/**
 * Stores the job, its rows, the entry in the queue and the kept answer: all of them or none. A job has no audit entry,
 * so $2 is not read.
 */
const insert: Statement = {
    name: 'insert_bulk_job',
    text: `WITH ${held},
        ${takingTurn('bulk-issue', '$1')},
        created AS (
            INSERT INTO invoices.bulk_job (id, organisation_id, type, actor, may_backdate, request_id,
                issue_date, keep_prices, created_at)
            SELECT $8::uuid, $1, $9, $10, $11::boolean, $12, $13::date, $14::boolean, $15::timestamptz
            FROM place WHERE turn IS NOT NULL AND $2::jsonb = '[]' AND ${mayWrite}
            RETURNING id),
        job_rows AS (
            INSERT INTO invoices.bulk_job_row (organisation_id, job_id, position, invoice_id, status)
            SELECT $1, c.id, given.place - 1, given.invoice_id, 'waiting'
            FROM created c, unnest($16::uuid[]) WITH ORDINALITY given(invoice_id, place)),
        ${enqueuing('bulk-issue', {
            from: 'created c, place p', id: 'c.id', data: `jsonb_build_object('jobId', c.id)`,
            turn: { organisation: '$1', turn: 'p.turn' }
        })},
        ${answering('created')}
        SELECT c.id, p.turn IS NULL AS full FROM place p LEFT JOIN created c ON true`
};

/** SQL for the fields of job `j`, as members of a JSON object. */
export const jobFields = `'id', j.id, 'organisationId', j.organisation_id, 'type', j.type, 'actor', j.actor,
    'mayBackdate', j.may_backdate,
    'requestId', j.request_id, 'issueDate', j.issue_date, 'keepPrices', j.keep_prices, 'createdAt', j.created_at,
    'startedAt', j.started_at,
    'finishedAt', j.finished_at`;

/** SQL for job `j` with its rows, as one JSON value; each row is an array. */
const jobColumn = `json_build_object(${jobFields}, 'rows',
        (SELECT json_agg(json_build_array(
            r.invoice_id, r.status, r.invoice_number, r.error, r.warnings) ORDER BY r.position)
        FROM invoices.bulk_job_row r WHERE r.job_id = j.id)) AS job`;

const select: Statement = { name: 'select_bulk_job', text: `SELECT ${jobColumn} FROM invoices.bulk_job j
    WHERE j.organisation_id = $1 AND j.id = $2::uuid` };

const start: Statement = {
    name: 'start_bulk_job',
    text: `WITH started AS (UPDATE invoices.bulk_job SET started_at = COALESCE(started_at, $2::timestamptz)
        WHERE id = $1::uuid RETURNING *)
        SELECT ${jobColumn} FROM started j`
};

/**
 * Stores the outcome of a row once: a live worker that was taken for dead may come second, and the first outcome stays.
 */
const settle: Statement = {
    name: 'settle_bulk_job_row',
    text: `UPDATE invoices.bulk_job_row SET status = $3, invoice_number = $4, error = $5::jsonb,
            warnings = $6::jsonb
        WHERE job_id = $1::uuid AND position = $2::int AND status = 'waiting'`
};

const finish: Statement = {
    name: 'finish_bulk_job',
    text: `UPDATE invoices.bulk_job SET finished_at = $2::timestamptz WHERE id = $1::uuid AND finished_at IS NULL
        AND NOT EXISTS (SELECT FROM invoices.bulk_job_row WHERE job_id = $1::uuid AND status = 'waiting')`
};

type StoredRow = readonly [
    invoiceId: string, status: JobRow['status'], invoiceNumber: string | null, error: RowError | null,
    warnings: readonly Warning[] | null
];
type StoredJob = Omit<BulkJob, keyof StoredInstants | 'rows'> & StoredInstants
    & { readonly rows: readonly StoredRow[] };

/** Instants of {@link jobFields}, which are text in JSON. */
export type StoredInstants = {
    readonly createdAt: string; readonly startedAt: string | null; readonly finishedAt: string | null
};

/** Seconds after which a refused caller may ask again: a job of some hundred drafts takes about so long. */
const askAgainSeconds = 10;

/**
 * Stores a job for the worker.
 * @throws DomainError `JOBS_WAITING_TOO_MANY` when the organisation has as many jobs as it may have,
 *   `IDEMPOTENCY_KEY_RUNNING` when another try of the same request took over
 */
export async function insertBulkJob(
    { query }: Database, job: BulkJob, command: Command, answer: KeptAnswer | undefined
): Promise<void> {
    const rows = await query<{ readonly id: string | null; readonly full: boolean }>(insert, [
        ...writeTexts(command, '[]', answer), job.id, job.type, job.actor, job.mayBackdate, job.requestId,
        job.issueDate, job.keepPrices, job.createdAt, job.rows.map(({ invoiceId }) => invoiceId)
    ]);
    if (rows.some(({ full }) => full)) {
        throw new DomainError('JOBS_WAITING_TOO_MANY',
            `Your organisation has ${maxUnfinishedOf(queues['bulk-issue'].perOrganisation)} jobs that have not ended, `
                + 'which is as many as it may have; ask again when one of them has ended',
            {}, { retryAfterSeconds: askAgainSeconds });
    }
    assertClaimHeld(rows.filter(({ id }) => id !== null));
}

/** The job with its rows, or undefined when the organisation has no such job. */
export async function findBulkJob(
    { query }: Database, organisationId: string, id: string
): Promise<BulkJob | undefined> {
    const [row] = await query<{ readonly job: StoredJob }>(select, [organisationId, id]);
    return row && toBulkJob(row.job);
}

/** Notes once that a job was begun, and reads it with its rows, for any organisation: the worker belongs to none. */
export async function startBulkJob({ query }: Database, id: string, now: Date): Promise<BulkJob | undefined> {
    const [row] = await query<{ readonly job: StoredJob }>(start, [id, now]);
    return row && toBulkJob(row.job);
}

/** Notes the outcome of a row. @param position - Index of the row, from 0 */
export async function settleBulkJobRow(
    { query }: Database, jobId: string, position: number, outcome: Omit<JobRow, 'invoiceId'>
): Promise<void> {
    const { status, invoiceNumber, error, warnings } = outcome;
    const json = (value: object | null): string | null => (value === null ? null : JSON.stringify(value));
    await query(settle, [jobId, position, status, invoiceNumber, json(error), json(warnings)]);
}

/** Notes that a job has ended; does nothing while a row is waiting. */
export async function finishBulkJob({ query }: Database, id: string, now: Date): Promise<void> {
    await query(finish, [id, now]);
}

function toBulkJob(stored: StoredJob): BulkJob {
    return {
        ...stored,
        ...instantsOf(stored),
        rows: stored.rows.map(([invoiceId, status, invoiceNumber, error, warnings]) =>
            ({ invoiceId, status, invoiceNumber, error, warnings: warnings?.map(warningOf) ?? null }))
    };
}

/** A stored warning with its members in a fixed order, which the database does not keep. */
function warningOf({ path, code, message }: Warning): Warning {
    return { path, code, message };
}

/** The instants of a stored job. */
export function instantsOf({ createdAt, startedAt, finishedAt }: StoredInstants): Pick<BulkJob, keyof StoredInstants> {
    return {
        createdAt: new Date(createdAt),
        startedAt: startedAt === null ? null : new Date(startedAt),
        finishedAt: finishedAt === null ? null : new Date(finishedAt)
    };
}
