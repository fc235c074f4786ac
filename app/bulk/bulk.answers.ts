import Joi from 'joi';
import { listOf, oneOf, shape } from '../http/shape.ts';
import { exampleDraft } from '../invoices/invoice.example.ts';
import { invoiceSummary } from '../invoices/invoice.answers.ts';
import { toInvoiceSummary } from '../invoices/invoice.view.ts';
import { mostInvoices } from './bulk.schemas.ts';

const count = Joi.number().integer().min(0);
const path = Joi.string().allow('');

/** Why one row of many came to nothing: as in a problem document. */
export const rowError = shape('RowError', {
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

/** All rows were stored. */
export const allCreatedAnswer = shape('BulkCreateAll', { ...counts, results: listOf('BulkCreatedRows', createdRow, mostInvoices) })
    .example({ created: 1, failed: 0, results: [{ index: 0, status: 'created', invoice: example }] });

/** Each row for itself. */
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
