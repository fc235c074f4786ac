import { marked, type RouteRows } from './matrix-row.ts';

/** Rows of issuing. */
export const issueRows = {
    'POST /invoices/{invoiceId}/issue': {
        isolation: 'by-id',
        scopes: ['invoices:issue'],
        arrange: async (owner) =>
            ({ params: { invoiceId: (await owner.draft(marked(owner))).id }, body: { keepPrices: true } }),
        succeeds: 200,
        writes: { audit: ['invoice.issued'], events: ['invoice.issued'] },
        atOnce: { statuses: [200, 200], effects: 1 }
    }
} satisfies RouteRows;
