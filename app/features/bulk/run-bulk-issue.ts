import { withoutKey, type Command } from '../../platform/commands/command.ts';
import { DomainError } from '../../foundation/errors/domain-error.ts';
import type { ErrorCode } from '../../foundation/errors/error-codes.ts';
import { maxContactAgeMs } from '../../domain/invoices/buyer-at-issue.ts';
import { issueInvoice, type Issued } from '../../domain/invoices/issue-invoice.ts';
import type { InvoiceDependencies } from '../../domain/invoices/invoice-dependencies.ts';
import { PermanentJobError, type JobRun } from '../../platform/jobs/job-handler.ts';
import type { JobLog } from '../../platform/jobs/job-observer.ts';
import { finishBulkJob, settleBulkJobRow, startBulkJob } from './bulk-job.repository.ts';
import type { BulkJob, JobRow } from './bulk-job.ts';
import { toRowError } from './row-errors.ts';

/** Dependencies of a bulk issue. */
export type BulkIssueDependencies = InvoiceDependencies
    & { readonly metrics: { invoiceIssued(): void }; readonly log: JobLog };

/**
 * Codes of transient failures. Numbers follow the order of the list, so later drafts wait for the draft that is
 * retried.
 */
const transient: readonly ErrorCode[] = [
    'UPSTREAM_UNAVAILABLE', 'UPSTREAM_CONTRACT_BROKEN', 'EXCHANGE_RATE_UNAVAILABLE',
    'DATABASE_UNAVAILABLE', 'INVOICE_CHANGED'
];

/**
 * Maximum number of tries of the job for a transient failure; then the draft is a failed row, and the others continue.
 */
const maxTransientTries = 6;

/**
 * Issues the drafts of a job one after the other, each as `POST /invoices/{invoiceId}/issue` does, and notes the
 * outcome of each. A run after a killed one continues with the first draft without an outcome: issuing a draft again
 * answers the invoice that it became.
 * @returns Number of drafts handled.
 * @throws the error that interrupts it: an outage, or the end of the worker
 */
export async function runBulkIssue(
    dependencies: BulkIssueDependencies, jobId: string, run: Pick<JobRun, 'signal' | 'attempt' | 'lastAttempt'>
): Promise<number> {
    const { database, clock } = dependencies;
    const job = await startBulkJob(database, jobId, clock.now());
    if (job === undefined) {
        throw new PermanentJobError(`There is no bulk job ${jobId}`);
    }

    let handled = 0;
    for (const [position, { invoiceId, status }] of job.rows.entries()) {
        run.signal.throwIfAborted();
        if (status === 'waiting') {
            await settleBulkJobRow(database, jobId, position, await issueRow(dependencies, job, invoiceId, run));
            handled += 1;
        }
    }
    await finishBulkJob(database, jobId, clock.now());
    return handled;
}

/**
 * The command with the caller as it was at the request. The token is not kept: contacts-service is asked without one.
 */
function commandOfJob({ organisationId, actor, mayBackdate, requestId }: BulkJob): Command<Issued> {
    return {
        caller: { subject: actor, organisationId, scopes: mayBackdate
            ? ['invoices:issue', 'invoices:backdate'] : ['invoices:issue'], via: 'token' },
        requestId,
        // A bulk issue takes each draft in its current state; where an organisation requires If-Match, the request sent
        // it.
        ifMatch: '*',
        ...withoutKey,
        upstream: { organisationId, requestId }
    };
}

async function issueRow(
    dependencies: BulkIssueDependencies, job: BulkJob, invoiceId: string,
    { attempt, lastAttempt }: Pick<JobRun, 'attempt' | 'lastAttempt'>
): Promise<Omit<JobRow, 'invoiceId'>> {
    try {
        const { issueDate, keepPrices } = job;
        const input = { keepPrices, maxContactAgeMs, ...(issueDate === null ? {} : { issueDate }) };
        const { invoice, issuedNow, warnings } = await issueInvoice(dependencies, commandOfJob(job), invoiceId, input);
        if (issuedNow) {
            dependencies.metrics.invoiceIssued();
        }
        return {
            status: 'done', invoiceNumber: invoice.number, error: null,
            warnings: warnings.length === 0 ? null : warnings
        };
    } catch (error) {
        const isTransient = !(error instanceof DomainError) || transient.includes(error.code);
        if (isTransient && attempt < maxTransientTries && !lastAttempt) {
            throw error;
        }
        return {
            status: 'failed', invoiceNumber: null, error: rowErrorOf(dependencies, error, invoiceId), warnings: null
        };
    }
}

function rowErrorOf({ log }: BulkIssueDependencies, error: unknown, invoiceId: string): JobRow['error'] {
    if (error instanceof DomainError) {
        return toRowError(error);
    }
    log.error({ err: error, invoiceId }, 'An invoice of a bulk job could not be issued');
    return {
        code: 'INTERNAL_ERROR',
        message: 'The service met a fault of its own; it is logged with the id of the invoice', errors: []
    };
}
