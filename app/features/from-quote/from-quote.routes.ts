import type { ServerRoute } from '@hapi/hapi';
import { requires } from '../../platform/auth/route-access.ts';
import { keeping, sendKept } from '../../platform/http/answer.ts';
import { answers } from '../../platform/http/answers.ts';
import { commandOf } from '../../platform/http/command-of.ts';
import type { ValueOf } from '../../foundation/schema/shape.ts';
import { draftErrors } from '../../domain/invoices/documented-errors.ts';
import { draftAnswer } from '../../domain/invoices/draft.answers.ts';
import { invoiceAnswerOf } from '../../domain/invoices/invoice.view.ts';
import { createFromQuote } from './create-from-quote.ts';
import { fromQuoteBody } from './from-quote.schemas.ts';

/** `POST /invoices/from-quote`: a draft of an accepted quote. */
export const fromQuoteRoute: ServerRoute<{ Payload: ValueOf<typeof fromQuoteBody> }> = {
    method: 'POST',
    path: '/invoices/from-quote',
    options: {
        app: { gateway: true },
        auth: requires('invoices:write'),
        tags: ['api', 'invoices'],
        description: 'Create a draft of an accepted quote',
        notes: 'With contactId and items nothing is asked of quotes-service. Else the quote is read: its items with the net prices that the customer accepted, '
            + 'its discount, its delivery as a line, its currency and contact. A difference between its prices and its net prices is refused, never guessed at.',
        validate: { payload: fromQuoteBody },
        ...answers('createInvoiceFromQuote', { 201: draftAnswer }, [
            ...draftErrors, 'QUOTES_NOT_CONFIGURED', 'QUOTE_NOT_FOUND', 'QUOTE_NOT_ACCEPTED', 'QUOTE_HAS_NO_ITEMS', 'QUOTE_NOT_INVOICEABLE'
        ], ['ETag', 'Location'])
    },
    handler: async (request, h) => {
        const { services } = request.server.app;
        const answer = invoiceAnswerOf(services, 201);
        return sendKept(request, h, answer(await createFromQuote(services, commandOf(request), request.payload, keeping(answer))));
    }
};
