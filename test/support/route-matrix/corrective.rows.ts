import { correct } from '../given-corrective.ts';
import { marked, type Opponent, type RouteRows } from './matrix-row.ts';

/** Sending as an opponent: it does not prevent a correction, and a cancelled invoice is not sent. */
const sending = (outcomes: Opponent['outcomes']): Opponent =>
    ({ route: 'PATCH /invoices/{invoiceId}/send', body: {}, outcomes });

/** Rows of correctives and cancellations of issued invoices. */
export const correctiveRows = {
    'POST /invoices/{invoiceId}/correctives': {
        isolation: 'by-id',
        scopes: ['invoices:issue'],
        arrange: async (owner) => {
            const { id, items: [item] } = await owner.issued(marked(owner));
            return {
                params: { invoiceId: id },
                body: { reason: `Tajne ${owner.id}`, items: [{ itemId: item.id, quantity: '0.5' }] }
            };
        },
        succeeds: 201,
        writes: { audit: ['invoice.issued', 'invoice.corrected'], events: ['invoice.issued', 'invoice.corrected'] },
        // The second corrective would change nothing.
        atOnce: {
            statuses: [201, 422],
            effects: 1,
            against: [
                sending([[201, 200]]),
                {
                    route: 'PATCH /invoices/{invoiceId}/cancel', body: { reason: 'Pomyłka', createCorrective: true },
                    outcomes: [[201, 200], [409, 200]]
                }
            ]
        }
    },
    'POST /invoices/{invoiceId}/receipt-confirmation': {
        isolation: 'by-id',
        scopes: ['invoices:issue'],
        arrange: async (owner) => {
            const { id, items: [item] } = await owner.issued(marked(owner));
            const { body } = await correct(owner, id, {
                reason: `Tajne ${owner.id}`, items: [{ itemId: item.id, quantity: '0.5' }]
            });
            return { params: { invoiceId: body.id }, body: { confirmedOn: body.issueDate } };
        },
        succeeds: 200,
        writes: { audit: ['invoice.receipt_confirmed'], events: ['invoice.receipt_confirmed'] },
        atOnce: { statuses: [200, 200], effects: 1, against: [] }
    },
    'PATCH /invoices/{invoiceId}/cancel': {
        isolation: 'by-id',
        scopes: ['invoices:issue'],
        arrange: async (owner) => ({
            params: { invoiceId: (await owner.issued(marked(owner))).id },
            body: { reason: `Tajne ${owner.id}`, createCorrective: true }
        }),
        succeeds: 200,
        writes: {
            audit: ['invoice.issued', 'invoice.cancelled'],
            events: ['invoice.issued', 'invoice.corrected', 'invoice.cancelled']
        },
        atOnce: { statuses: [200, 200], effects: 1, against: [sending([[200, 200], [200, 409]])] }
    }
} satisfies RouteRows;
