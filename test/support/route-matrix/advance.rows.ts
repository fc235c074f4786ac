import { marked, type RouteRows } from './matrix-row.ts';

/** Rows of advance invoices. */
export const advanceRows = {
    'POST /invoices/{invoiceId}/advance-invoices': {
        isolation: 'by-id',
        scopes: ['invoices:issue', 'payments:write'],
        arrange: async (owner) => ({
            params: { invoiceId: (await owner.issued({ ...marked(owner), invoiceType: 'proforma' })).id },
            body: { amount: '1.00', receivedOn: '2026-11-20', notes: `Tajne ${owner.id}` }
        }),
        succeeds: 201,
        writes: {
            audit: ['payment.recorded', 'invoice.issued', 'credit.used', 'invoice.advance_invoiced'],
            events: ['payment.recorded', 'invoice.issued', 'payment.recorded', 'invoice.paid']
        },
        // Each of the two calls is money of its own.
        atOnce: { statuses: [201, 201], effects: 2 }
    }
} satisfies RouteRows;
