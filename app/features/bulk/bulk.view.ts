import { DomainError } from '../../foundation/errors/domain-error.ts';
import { ok, type Answer } from '../../platform/http/answer.ts';
import { toInvoiceSummary, todayOf } from '../../domain/invoices/invoice.view.ts';
import type { InvoiceDependencies } from '../../domain/invoices/invoice-dependencies.ts';
import { countsOf, statusOf, type BulkJob } from './bulk-job.ts';
import type { ListedJob } from './bulk-job-list.repository.ts';
import type { JobPage } from './list-bulk-jobs.ts';
import { toRowError } from './row-errors.ts';
import type { CreatedInvoices } from './row-results.ts';

/** The outcome of many rows as an answer. */
export function createdAnswerOf({ rows, continueOnError }: CreatedInvoices, dependencies: InvoiceDependencies): Answer {
    const today = todayOf(dependencies);
    const results = rows.map((row, index) => (row instanceof DomainError
        ? { index, status: 'failed', error: toRowError(row) }
        : {
            index, status: 'created', invoice: toInvoiceSummary(row.invoice, today),
            ...(row.warnings.length === 0 ? {} : { warnings: row.warnings })
        }));
    const failed = results.filter(({ status }) => status === 'failed').length;
    return ok({ created: results.length - failed, failed, results }, continueOnError ? 200 : 201);
}

/** A job as answers show it. */
export function toJobView({ rows, ...job }: BulkJob) {
    return {
        ...toListedJobView({ ...job, ...countsOf(rows) }),
        results: rows.map(({ invoiceId, status, invoiceNumber, error, warnings }, index) => ({
            index, invoiceId, status, ...(invoiceNumber === null ? {} : { invoiceNumber }),
            ...(error === null ? {} : { error }), ...(warnings === null ? {} : { warnings })
        }))
    };
}

/** One page of jobs. */
export function toJobPage({ jobs, nextCursor }: JobPage, limit: number) {
    return { data: jobs.map(toListedJobView), limit, nextCursor };
}

function toListedJobView(job: ListedJob) {
    const { id, type, total, done, failed, issueDate, keepPrices, actor, requestId, createdAt, startedAt, finishedAt } =
        job;
    return {
        id,
        type,
        status: statusOf(job, job),
        total,
        done,
        failed,
        issueDate,
        keepPrices,
        createdBy: actor,
        requestId,
        createdAt: createdAt.toISOString(),
        startedAt: startedAt?.toISOString() ?? null,
        finishedAt: finishedAt?.toISOString() ?? null
    };
}

/** A job stored for the worker, as an answer. */
export function acceptedAnswer(job: BulkJob): Answer {
    return { statusCode: 202, headers: { location: `/jobs/${job.id}` }, view: toJobView(job) };
}
