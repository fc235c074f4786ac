import Joi from 'joi';
import { anyText, date, id, instant, pageLimit } from '../../foundation/schema/answer-fields.ts';
import { withExample } from '../../foundation/schema/openapi-meta.ts';
import { listOf, nullable, oneOf, shape } from '../../foundation/schema/shape.ts';
import { warningsAnswer } from '../../foundation/schema/warnings.ts';
import { exampleDraft } from '../../domain/invoices/invoice.example.ts';
import { invoiceSummary } from '../../domain/invoices/invoice.answers.ts';
import { toInvoiceSummary } from '../../domain/invoices/invoice.view.ts';
import { countsOf, type BulkJob } from './bulk-job.ts';
import { bulkRowStatuses, bulkJobStatuses, bulkJobTypes } from '../../foundation/vocabulary/bulk-jobs.ts';
import { maxInvoices } from './bulk.schemas.ts';
import { toJobPage, toJobView } from './bulk.view.ts';

const count = Joi.number().integer().min(0);

/** Error of one failed row, with the members of a problem document. */
const rowError = shape('RowError', {
    code: Joi.string().example('VALIDATION_FAILED').description('Stable code of the error, for programs to decide on.'),
    message: Joi.string().description('Fault of the row in words.'),
    errors: listOf('RowFaults', shape('RowFault', {
        path: anyText.description('Place of the fault in the body; empty for the whole row.'),
        code: Joi.string().description('Stable code of the fault.'),
        message: Joi.string().description('Fault in words, as a clause that follows the name of the field.')
    }), 1_000).description('Each fault of the row by itself.')
}).description('Reason why the row came to nothing, in the words of a problem document.');

const createdRow = shape('BulkCreatedRow', {
    index: count.description('Place of the row in the request, from 0.'),
    status: oneOf('BulkCreateStatus', ['created', 'failed'])
        .description('Result of the row: a draft or an issued invoice, or an error.')
}, { invoice: invoiceSummary, error: rowError, warnings: warningsAnswer });

const counts = {
    created: count.example(1).description('Number of invoices that were stored.'),
    failed: count.example(1).description('Number of rows that failed.')
};
const example = toInvoiceSummary(exampleDraft, '2026-11-23');

/** Answer when all rows were stored. */
export const allCreatedAnswer = shape('BulkCreated', {
    ...counts,
    results: listOf('BulkCreatedRows', createdRow, maxInvoices)
        .description('Result of each row, in the order of the request.')
})
    .example({ created: 1, failed: 0, results: [{ index: 0, status: 'created', invoice: example }] });

/** Answer with the outcome of each row. */
export const eachCreatedAnswer = withExample('BulkCreatedEach', allCreatedAnswer, {
    created: 1,
    failed: 1,
    results: [{ index: 0, status: 'created', invoice: example }, {
        index: 1,
        status: 'failed',
        error: {
            code: 'VALIDATION_FAILED', message: 'invoices[1].items[0].quantity is required',
            errors: [{ path: 'invoices[1].items[0].quantity', code: 'REQUIRED', message: 'is required' }]
        }
    }]
});

const jobRow = shape('JobRow', {
    index: count.description('Place in the list, from 0.'),
    invoiceId: id.description('Id of the draft.'),
    status: oneOf('JobRowStatus', bulkRowStatuses).description('State of the row.')
}, {
    invoiceNumber: Joi.string().example('FV/2026/11/0001').description('Number that the draft got.'),
    error: rowError,
    warnings: warningsAnswer
});

const exampleJob: BulkJob = {
    id: '0199f3d2-7c1a-7b55-9c57-6a2f0d3c4c01', organisationId: 'default', type: 'bulk_issue', actor: 'user-17',
    mayBackdate: false, requestId: 'req-7f3a2c', issueDate: null, keepPrices: false,
    createdAt: new Date('2026-11-23T10:15:00.000Z'), startedAt: new Date('2026-11-23T10:15:01.000Z'), finishedAt: null,
    rows: [
        { invoiceId: exampleDraft.id, status: 'done', invoiceNumber: 'FV/2026/11/0001', error: null, warnings: null },
        {
            invoiceId: '0199f3d2-7c1a-7b55-9c57-6a2f0d3c4b5b', status: 'waiting', invoiceNumber: null, error: null,
            warnings: null
        }
    ]
};

const jobFields = {
    id: id.description('Id of the job.'),
    type: oneOf('JobType', bulkJobTypes).description('Type of the job. bulk_issue: issues many drafts.'),
    status: oneOf('JobStatus', bulkJobStatuses)
        .description('State of the job. succeeded, partly_failed and failed have ended: with all of its rows done, '
            + 'with some of them failed, and with all of them failed.'),
    total: count.description('Number of rows.'),
    done: count.description('Number of rows that were done.'),
    failed: count.description('Number of rows that failed.'),
    issueDate: nullable(date).description("Issue date instead of each draft's own, or null."),
    keepPrices: Joi.boolean().description('True when prices older than the limit are kept.'),
    createdBy: Joi.string().description('Subject of the token in whose name the worker acts, or gateway.'),
    requestId: Joi.string()
        .description('Id of the request that asked for the job; the history of each invoice shows it.'),
    createdAt: instant.description('Instant in which the job was asked for.'),
    startedAt: nullable(instant).description('Instant in which a worker began, or null.'),
    finishedAt: nullable(instant).description('Instant in which the last row ended, or null.')
};

/** `GET /jobs/{jobId}` */
export const jobAnswer = shape('Job', {
    ...jobFields,
    results: listOf('JobRows', jobRow, maxInvoices).description('Result of each row, in the order of the list.')
}).example(toJobView(exampleJob));

/** `GET /jobs` */
export const jobPageAnswer = shape('JobPage', {
    data: listOf('Jobs', shape('ListedJob', jobFields), 100).description('Jobs of the page, the newest first.'),
    limit: pageLimit,
    nextCursor: nullable(id).description('Cursor of the next page, to be sent as `cursor`; null on the last page.')
}).example(toJobPage({ jobs: [{ ...exampleJob, ...countsOf(exampleJob.rows) }], nextCursor: null }, 20));

/** A job that no worker has begun. */
export const queuedJobAnswer = withExample('QueuedJob', jobAnswer, toJobView({
    ...exampleJob, startedAt: null,
    rows: exampleJob.rows.map(({ invoiceId }) =>
        ({ invoiceId, status: 'waiting', invoiceNumber: null, error: null, warnings: null }))
}));
