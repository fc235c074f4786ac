import { marked, type RouteRows } from './matrix-row.ts';

/** Rows of converting a proforma. */
export const proformaRows = {
    'POST /invoices/{invoiceId}/convert': {
        isolation: 'by-id',
        scopes: ['invoices:write'],
        arrange: async (owner) => ({
            params: { invoiceId: (await owner.issued({ ...marked(owner), invoiceType: 'proforma' })).id },
            body: { saleDate: '2026-11-20' }
        }),
        succeeds: 201,
        writes: { audit: ['invoice.drafted', 'invoice.converted'], events: ['invoice.converted'] },
        // A proforma becomes one invoice.
        atOnce: { statuses: [201, 409], effects: 1 }
    }
} satisfies RouteRows;
