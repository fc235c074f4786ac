import type { Fault } from '../errors/domain-error.ts';
import type { ErrorCode } from '../errors/error-codes.ts';

/** How a job stands. `failed`: it has ended, and some of its rows failed. */
export const jobStatuses = ['queued', 'running', 'succeeded', 'failed'] as const;

/** How one row of a job stands. */
export const jobRowStatuses = ['waiting', 'done', 'failed'] as const;

/** Why a row failed, in the words of a problem document. */
export type RowError = { readonly code: ErrorCode; readonly message: string; readonly errors: readonly Fault[] };

/** One invoice of a job. */
export type JobRow = {
    readonly invoiceId: string;
    readonly status: (typeof jobRowStatuses)[number];
    readonly invoiceNumber: string | null;
    readonly error: RowError | null;
};

/** What its caller decided for all invoices of a job. */
export type BulkIssueInput = { readonly issueDate: string | null; readonly keepPrices: boolean };

/** Many drafts that a worker issues. */
export type BulkJob = BulkIssueInput & {
    readonly id: string;
    readonly organisationId: string;
    readonly type: 'bulk_issue';
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

/** How far a job is: `done` and `failed` add up to `total` once it has ended. */
export type Progress = { readonly status: (typeof jobStatuses)[number]; readonly total: number; readonly done: number; readonly failed: number };

/** How far a job is, by its rows. */
export function progressOf({ startedAt, finishedAt, rows }: Pick<BulkJob, 'startedAt' | 'finishedAt' | 'rows'>): Progress {
    const count = (wanted: JobRow['status']): number => rows.filter(({ status }) => status === wanted).length;
    const failed = count('failed');
    const ended = failed === 0 ? 'succeeded' : 'failed';
    const under = startedAt === null ? 'queued' : 'running';
    return { status: finishedAt === null ? under : ended, total: rows.length, done: count('done'), failed };
}
