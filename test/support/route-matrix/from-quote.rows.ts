import { contactId, quoteId } from '../../../app/dev/standins/catalogue/ids.ts';
import { givenItem } from '../given-service.ts';
import { marked, type RouteRows } from './matrix-row.ts';

/** Rows of invoices from quotes. */
export const fromQuoteRows = {
    'POST /invoices/from-quote': {
        isolation: 'own-only',
        scopes: ['invoices:write'],
        arrange: async (owner) => ({
            body: { quoteId: quoteId(1), contactId: contactId(1), notes: marked(owner).notes, items: [givenItem()] }
        }),
        succeeds: 201,
        writes: { audit: ['invoice.drafted'], events: [] },
        // One quote becomes one invoice.
        atOnce: { statuses: [201, 409], effects: 1 }
    }
} satisfies RouteRows;
