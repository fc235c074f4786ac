import type { Fault } from '../../foundation/errors/domain-error.ts';
import type { Warning } from '../../foundation/errors/warning.ts';
import type { ErrorCode } from '../../foundation/errors/error-codes.ts';
import type { BulkJobStatus, BulkJobType, BulkRowStatus } from '../../foundation/vocabulary/bulk-jobs.ts';

/** Reason why a row failed, in the words of a problem document. */
export type RowError = { readonly code: ErrorCode; readonly message: string; readonly errors: readonly Fault[] };

/** One invoice of a job. */
export type JobRow = {
    readonly invoiceId: string;
    readonly status: BulkRowStatus;
    readonly invoiceNumber: string | null;
    readonly error: RowError | null;
    /** Differences between the issued buyer and the draft's; null where there are none. */
    readonly warnings: readonly Warning[] | null;
};

/** Options that the caller chose for all invoices of a job. */
export type BulkIssueInput = { readonly issueDate: string | null; readonly keepPrices: boolean };

/** Many drafts that a worker issues. */
export type BulkJob = BulkIssueInput & {
    readonly id: string;
    readonly organisationId: string;
    readonly type: BulkJobType;
    /** Subject of the caller, in whose name the worker acts. */
    readonly actor: string;
    readonly mayBackdate: boolean;
    /** Request id of the call that asked for the job. */
    readonly requestId: string;
    readonly createdAt: Date;
    readonly startedAt: Date | null;
    readonly finishedAt: Date | null;
    /** Rows in the caller's order. */
    readonly rows: readonly JobRow[];
};

/** Counts of a job's rows: `done` and `failed` add up to `total` once the job has ended. */
export type JobCounts = { readonly total: number; readonly done: number; readonly failed: number };

/** Counts the rows of a job. */
export function countsOf(rows: readonly JobRow[]): JobCounts {
    const count = (wanted: JobRow['status']): number => rows.filter(({ status }) => status === wanted).length;
    return { total: rows.length, done: count('done'), failed: count('failed') };
}

/** Status of a job. */
export function statusOf(
    { startedAt, finishedAt }: Pick<BulkJob, 'startedAt' | 'finishedAt'>, { done, failed }: JobCounts
): BulkJobStatus {
    if (finishedAt === null) {
        return startedAt === null ? 'queued' : 'running';
    }
    if (failed === 0) {
        return 'succeeded';
    }
    return done === 0 ? 'failed' : 'partly_failed';
}
