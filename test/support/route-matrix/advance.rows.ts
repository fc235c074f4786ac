import { pay } from '../given-payment.ts';
import { marked, type RouteRows } from './matrix-row.ts';

/** Rows of advance invoices. */
export const advanceRows = {
    'POST /invoices/{invoiceId}/advance-invoices': {
        isolation: 'by-id',
        // A payment that is recorded with the invoice needs another scope: advance-invoices.test.ts.
        scopes: ['invoices:issue'],
        arrange: async (owner) => {
            const { id } = await owner.issued({ ...marked(owner), invoiceType: 'proforma' });
            const { body } = await pay(owner, id, '1.00');
            return { params: { invoiceId: id }, body: { paymentId: body.id, notes: `Tajne ${owner.id}` } };
        },
        succeeds: 201,
        writes: {
            audit: ['invoice.issued', 'credit.used', 'invoice.advance_invoiced'],
            events: ['invoice.issued', 'payment.recorded', 'invoice.paid']
        },
        // One advance invoice a payment.
        atOnce: { statuses: [201, 409], effects: 1 }
    }
} satisfies RouteRows;
