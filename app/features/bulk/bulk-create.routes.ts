import { DomainError } from '../../foundation/errors/domain-error.ts';
import { commandRoute } from '../../platform/http/command-route.ts';
import { draftErrors, issueAtOnceErrors } from '../../domain/invoices/documented-errors.ts';
import { allCreatedAnswer, eachCreatedAnswer } from './bulk.answers.ts';
import { bulkCreateBody } from './bulk.schemas.ts';
import { createdAnswerOf } from './bulk.view.ts';
import { validateRows } from './validate-rows.ts';
import { createInvoices } from './create-invoices.ts';

/**
 * Maximum time for look-ups, in ms, of the 9 s in which a request is answered (`server.ts`): the rest is for computing
 * and storing.
 */
const lookupLimitMs = 6_000;

/** `POST /invoices/bulk/create`: up to 1 000 invoices with one call. */
export const bulkCreateRoute = commandRoute({
    method: 'POST',
    path: '/invoices/bulk/create',
    id: 'bulkCreateInvoices',
    tag: 'invoices',
    costClass: 'bulk',
    scope: 'invoices:write',
    gateway: true,
    description: 'Create many invoices',
    notes: 'Each row is a draft as POST /invoices takes it, or an invoice to issue at once; those take their numbers '
        + 'in the order of the rows. continueOnError false, or absent: all rows are stored '
        + 'or none (201), and a refusal lists the faults of every row, at most 100, with the status of the first '
        + 'row that fails. true: each row is answered by itself (200). Looking up contacts and prices takes at '
        + 'most 6 s; rows without an answer by then fail with REQUEST_TIMEOUT. An invoice has at most 500 items, a '
        + 'body 1 MB.',
    payload: bulkCreateBody,
    success: { 200: eachCreatedAnswer, 201: allCreatedAnswer },
    errors: [...draftErrors, ...issueAtOnceErrors, 'INVOICE_CHANGED'],
    answer: createdAnswerOf,
    run: async (dependencies, command, { payload: { invoices, continueOnError = false }, app: { startedAt } }) => {
        const rows = await validateRows(invoices, dependencies.config.timeZone);
        const lookupTimeMs = Math.max(0, lookupLimitMs - (performance.now() - startedAt));
        const created = await createInvoices(dependencies, command, { rows, continueOnError, lookupTimeMs });
        for (const row of created.rows) {
            if (!(row instanceof DomainError) && row.invoice.number !== null) {
                dependencies.metrics.invoiceIssued();
            }
        }
        return created;
    }
});
