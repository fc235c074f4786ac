import type { Fault } from '../../foundation/errors/domain-error.ts';
import type { ErrorCode } from '../../foundation/errors/error-codes.ts';
import type { BulkJobStatus, BulkJobType, BulkRowStatus } from '../../foundation/vocabulary/bulk-jobs.ts';

/** Why a row failed, in the words of a problem document. */
export type RowError = { readonly code: ErrorCode; readonly message: string; readonly errors: readonly Fault[] };

/** One invoice of a job. */
export type JobRow = {
    readonly invoiceId: string;
    readonly status: BulkRowStatus;
    readonly invoiceNumber: string | null;
    readonly error: RowError | null;
};

/** What its caller decided for all invoices of a job. */
export type BulkIssueInput = { readonly issueDate: string | null; readonly keepPrices: boolean };

/** Many drafts that a worker issues. */
export type BulkJob = BulkIssueInput & {
    readonly id: string;
    readonly organisationId: string;
    readonly type: BulkJobType;
    /** Subject of the caller: in this name the worker acts. */
    readonly actor: string;
    readonly mayBackdate: boolean;
    /** Of the call that asked for it. */
    readonly requestId: string;
    readonly createdAt: Date;
    readonly startedAt: Date | null;
    readonly finishedAt: Date | null;
    /** In the caller's order. */
    readonly rows: readonly JobRow[];
};

/** How many rows a job has: `done` and `failed` add up to `total` once it has ended. */
export type JobCounts = { readonly total: number; readonly done: number; readonly failed: number };

/** The same by its rows. */
export function countsOf(rows: readonly JobRow[]): JobCounts {
    const count = (wanted: JobRow['status']): number => rows.filter(({ status }) => status === wanted).length;
    return { total: rows.length, done: count('done'), failed: count('failed') };
}

/** How a job stands. */
export function statusOf(
    { startedAt, finishedAt }: Pick<BulkJob, 'startedAt' | 'finishedAt'>, { failed }: JobCounts
): BulkJobStatus {
    if (finishedAt === null) {
        return startedAt === null ? 'queued' : 'running';
    }
    return failed === 0 ? 'succeeded' : 'failed';
}
