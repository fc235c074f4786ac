import Joi from 'joi';
import { listOf, nullable, oneOf, shape } from '../../foundation/schema/shape.ts';
import { exampleDraft } from '../../domain/invoices/invoice.example.ts';
import { invoiceSummary } from '../../domain/invoices/invoice.answers.ts';
import { toInvoiceSummary } from '../../domain/invoices/invoice.view.ts';
import { countsOf, type BulkJob } from './bulk-job.ts';
import { bulkRowStatuses, bulkJobStatuses, bulkJobTypes } from '../../foundation/vocabulary/bulk-jobs.ts';
import { maxInvoices } from './bulk.schemas.ts';
import { toJobPage, toJobView } from './bulk.view.ts';

const count = Joi.number().integer().min(0);
const path = Joi.string().allow('');

/** Error of one failed row, with the members of a problem document. */
const rowError = shape('RowError', {
    code: Joi.string().example('VALIDATION_FAILED'),
    message: Joi.string(),
    errors: listOf('RowFaults', shape('RowFault', { path, code: Joi.string(), message: Joi.string() }), 1_000)
});

const createdRow = shape('BulkCreated', {
    index: count.description('Place of the row in the request, from 0'),
    status: oneOf('BulkCreateStatus', ['created', 'failed'])
}, { invoice: invoiceSummary, error: rowError });

const counts = { created: count.example(1), failed: count.example(1) };
const example = toInvoiceSummary(exampleDraft, '2026-11-23');

/** Answer when all rows were stored. */
export const allCreatedAnswer = shape('BulkCreateAll', { ...counts, results: listOf('BulkCreatedRows', createdRow, maxInvoices) })
    .example({ created: 1, failed: 0, results: [{ index: 0, status: 'created', invoice: example }] });

/** Answer with the outcome of each row. */
export const eachCreatedAnswer = allCreatedAnswer.label('BulkCreateEach').example({
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
}, { override: true });

const id = Joi.string().guid().example('0199f3d2-7c1a-7b55-9c57-6a2f0d3c4b5a');
const instant = Joi.string().isoDate().example('2026-11-23T10:15:00.000Z');

const jobRow = shape('JobRow', {
    index: count.description('Place in the list, from 0'), invoiceId: id, status: oneOf('JobRowStatus', bulkRowStatuses)
}, { invoiceNumber: Joi.string().example('FV/2026/11/0001'), error: rowError });

const exampleJob: BulkJob = {
    id: '0199f3d2-7c1a-7b55-9c57-6a2f0d3c4c01', organisationId: 'default', type: 'bulk_issue', actor: 'user-17', mayBackdate: false, requestId: 'req-7f3a2c',
    issueDate: null, keepPrices: false, createdAt: new Date('2026-11-23T10:15:00.000Z'), startedAt: new Date('2026-11-23T10:15:01.000Z'), finishedAt: null,
    rows: [
        { invoiceId: exampleDraft.id, status: 'done', invoiceNumber: 'FV/2026/11/0001', error: null },
        { invoiceId: '0199f3d2-7c1a-7b55-9c57-6a2f0d3c4b5b', status: 'waiting', invoiceNumber: null, error: null }
    ]
};

const jobFields = {
    id,
    type: oneOf('JobType', bulkJobTypes),
    status: oneOf('JobStatus', bulkJobStatuses),
    total: count,
    done: count,
    failed: count,
    issueDate: nullable(Joi.string().example('2026-11-23')),
    keepPrices: Joi.boolean(),
    createdBy: Joi.string().description('In whose name the worker acts'),
    requestId: Joi.string().description('Of the call that asked for it; the history of each invoice shows it'),
    createdAt: instant,
    startedAt: nullable(instant),
    finishedAt: nullable(instant)
};

/** `GET /jobs/{jobId}` */
export const jobAnswer = shape('Job', {
    ...jobFields,
    results: listOf('JobRows', jobRow, maxInvoices).description('In the order of the list')
}).example(toJobView(exampleJob));

/** `GET /jobs` */
export const jobPageAnswer = shape('JobPage', {
    data: listOf('Jobs', shape('ListedJob', jobFields), 100), limit: Joi.number().integer(), nextCursor: nullable(Joi.string().guid())
}).example(toJobPage({ jobs: [{ ...exampleJob, ...countsOf(exampleJob.rows) }], nextCursor: null }, 20));

/** A job that no worker has begun. */
export const queuedJobAnswer = jobAnswer.label('QueuedJob').example(toJobView({
    ...exampleJob, startedAt: null, rows: exampleJob.rows.map(({ invoiceId }) => ({ invoiceId, status: 'waiting', invoiceNumber: null, error: null }))
}), { override: true });
