import { commandRoute } from '../../platform/http/command-route.ts';
import { draftErrors } from '../../domain/invoices/documented-errors.ts';
import { allCreatedAnswer, eachCreatedAnswer } from './bulk.answers.ts';
import { bulkCreateBody } from './bulk.schemas.ts';
import { createdAnswerOf } from './bulk.view.ts';
import { validateRows } from './validate-rows.ts';
import { createDrafts } from './create-drafts.ts';

/**
 * Maximum time for look-ups, in ms, of the 9 s in which a request is answered (`server.ts`): the rest is for computing
 * and storing.
 */
const lookupLimitMs = 6_000;

/** `POST /invoices/bulk/create`: up to 1 000 drafts with one call. */
export const bulkCreateRoute = commandRoute({
    method: 'POST',
    path: '/invoices/bulk/create',
    id: 'bulkCreateInvoices',
    tag: 'invoices',
    scope: 'invoices:write',
    gateway: true,
    description: 'Create many drafts',
    notes: 'Each row is a draft as POST /invoices takes it. continueOnError false, or absent: all rows are stored '
        + 'or none (201), and a refusal lists the faults of every row, at most 100, with the status of the first '
        + 'row that fails. true: each row is answered by itself (200). Looking up contacts and prices takes at '
        + 'most 6 s; rows without an answer by then fail with REQUEST_TIMEOUT. An invoice has at most 500 items, a '
        + 'body 1 MB.',
    payload: bulkCreateBody,
    success: { 200: eachCreatedAnswer, 201: allCreatedAnswer },
    errors: [...draftErrors, 'INVOICE_CHANGED'],
    answer: createdAnswerOf,
    run: async (dependencies, command, { payload: { invoices, continueOnError = false }, app: { startedAt } }) => {
        const rows = await validateRows(invoices);
        const lookupTimeMs = Math.max(0, lookupLimitMs - (performance.now() - startedAt));
        return createDrafts(dependencies, command, { rows, continueOnError, lookupTimeMs });
    }
});
