import { commandRoute } from '../../platform/http/command-route.ts';
import { draftErrors } from '../../domain/invoices/documented-errors.ts';
import { draftAnswer } from '../../domain/invoices/draft.answers.ts';
import { newDraftedAnswerOf } from '../../domain/invoices/invoice.view.ts';
import { createFromQuote } from './create-from-quote.ts';
import { fromQuoteBody } from './from-quote.schemas.ts';

/** `POST /invoices/from-quote`: a draft of an accepted quote. */
export const fromQuoteRoute = commandRoute({
    method: 'POST',
    path: '/invoices/from-quote',
    id: 'createInvoiceFromQuote',
    tag: 'invoices',
    scope: 'invoices:write',
    gateway: true,
    description: 'Create a draft of an accepted quote',
    notes: 'With contactId and items these are used, and the quote is only checked. Else it is read: its items with '
        + 'the net prices that the customer accepted, its discount (never on its delivery, which is a line), its terms '
        + 'and notes, its currency and contact. A difference between its prices and its net prices that rounding does '
        + 'not explain is refused, never guessed at.',
    payload: fromQuoteBody,
    success: { 201: draftAnswer },
    errors: [...draftErrors, 'QUOTES_NOT_CONFIGURED', 'QUOTE_HAS_NO_ITEMS'],
    headers: ['ETag', 'Location'],
    answer: newDraftedAnswerOf,
    run: (dependencies, command, { payload }) => createFromQuote(dependencies, command, payload)
});
