import type { ServerRoute } from '@hapi/hapi';
import { requires } from '../../platform/auth/route-access.ts';
import { DomainError } from '../../foundation/errors/domain-error.ts';
import { keeping, send, sendKept } from '../../platform/http/answer.ts';
import { answers } from '../../platform/http/answers.ts';
import { commandOf } from '../../platform/http/command-of.ts';
import type { ValueOf } from '../../foundation/schema/shape.ts';
import { draftErrors } from '../../domain/invoices/documented-errors.ts';
import { allCreatedAnswer, eachCreatedAnswer } from './bulk.answers.ts';
import { bulkCreateBody } from './bulk.schemas.ts';
import { createdAnswerOf } from './bulk.view.ts';
import { validateRows } from './validate-rows.ts';
import { createDrafts } from './create-drafts.ts';

/** Of the 9 s in which a request is answered (`server.ts`): the rest is for computing and storing. */
const lookupLimitMs = 6_000;

/** `POST /invoices/bulk/create`: up to 1 000 drafts with one call. */
export const bulkCreateRoute: ServerRoute<{ Payload: ValueOf<typeof bulkCreateBody> }> = {
    method: 'POST',
    path: '/invoices/bulk/create',
    options: {
        app: { gateway: true },
        auth: requires('invoices:write'),
        tags: ['api', 'invoices'],
        description: 'Create many drafts',
        notes: 'Each row is a draft as POST /invoices takes it. continueOnError false, or absent: all rows are stored or none (201), and a refusal lists '
            + 'the faults of every row, at most 100, with the status of the first row that fails. true: each row is answered by itself (200). Looking up '
            + 'contacts and prices takes at most 6 s; rows without an answer by then fail with REQUEST_TIMEOUT. An invoice has at most 500 items, a body 1 MB.',
        validate: { payload: bulkCreateBody },
        ...answers('bulkCreateInvoices', { 200: eachCreatedAnswer, 201: allCreatedAnswer }, [...draftErrors, 'INVOICE_CHANGED'])
    },
    handler: async (request, h) => {
        const { services } = request.server.app;
        const { invoices, continueOnError = false } = request.payload;
        const rows = await validateRows(invoices);
        const lookupTimeMs = Math.max(0, lookupLimitMs - (performance.now() - request.app.startedAt));
        const answer = createdAnswerOf(services, continueOnError);
        const results = await createDrafts(services, commandOf(request), { rows, continueOnError, lookupTimeMs }, keeping(answer));
        const stored = results.some((row) => !(row instanceof DomainError));
        return stored ? sendKept(request, h, answer(results)) : send(h, answer(results));
    }
};
