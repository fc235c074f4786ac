import Joi from 'joi';
import { calendarDate, limitOf, uuid, yesNo } from '../../foundation/schema/fields.ts';
import { listParameter } from '../../foundation/schema/list-parameter.ts';
import { form } from '../../foundation/schema/form.ts';
import { listOf, oneOf, shape } from '../../foundation/schema/shape.ts';
import { bulkJobStatuses, bulkJobTypes } from '../../foundation/vocabulary/bulk-jobs.ts';

/** Maximum number of invoices of one request (spec 11). */
export const maxInvoices = 1_000;

const oneToMost = `must be a list of 1 to ${maxInvoices} invoices`;

/**
 * `POST /invoices/bulk/create`. This schema checks only that rows exist. The schema of a draft checks each row
 * separately, so that one row can fail alone and the check does not block other requests.
 */
export const bulkCreateBody = form('BulkCreate', {
    invoices: Joi.array<unknown[]>().min(1).max(maxInvoices).label('BulkInvoices')
        .messages({ 'array.min': oneToMost, 'array.max': oneToMost, 'array.base': oneToMost })
        .meta({ openapi: { set: { items: { $ref: '#/components/schemas/NewInvoice' } } } })
        .description('Invoices to store, as in POST /invoices: drafts, or issued ones with issue: true.')
}, {
    continueOnError: yesNo.description('True to store each row by itself. False, or absent: all rows or none.')
}).example({
    invoices: [
        { customerName: 'Anna Przykładowa', customerAddress: 'ul. Lipowa 2, 00-002 Warszawa', items: [{
            itemType: 'custom', description: 'Montaż paneli', quantity: '24.5', unit: 'm²',
            unitPriceNet: '45.00', vatRate: 8
        }] },
        { contactId: 'c0000000-0000-4000-8000-000000000001', items: [{
            itemType: 'custom', description: 'Transport', quantity: '1', unitPriceNet: '120.00', vatRate: 23
        }] }
    ],
    continueOnError: false
});

/** `POST /invoices/bulk/issue` */
export const bulkIssueBody = form('BulkIssue', {
    invoiceIds: listOf('BulkInvoiceIds', uuid, maxInvoices).min(1).unique()
        .messages({ 'array.min': oneToMost, 'array.max': oneToMost, 'array.unique': 'must not be in the list twice' })
        .description('Ids of drafts, in the order in which they get their numbers.')
}, {
    issueDate: calendarDate.description("Issue date instead of each draft's own, or the day on which it is issued; not "
        + 'in the future.'),
    keepPrices: yesNo.description('True to issue although prices are older than the limit.')
}).example({ invoiceIds: ['0199f3d2-7c1a-7b55-9c57-6a2f0d3c4b5a'], keepPrices: false });

/** `GET /jobs` */
export const jobListQuery = shape('JobListQuery', { limit: limitOf(100, 20) }, {
    status: listParameter('JobStatusFilter', oneOf('JobStatus', bulkJobStatuses), bulkJobStatuses.length)
        .description('States of the jobs wanted.'),
    type: listParameter('JobTypeFilter', oneOf('JobType', bulkJobTypes), bulkJobTypes.length)
        .description('Types of the jobs wanted.'),
    cursor: uuid.description('Cursor of the page: nextCursor of the page before.')
});

/** `{jobId}` of a path. */
export const jobIdParams = shape('JobId', { jobId: uuid.description('Id of the job.') });
