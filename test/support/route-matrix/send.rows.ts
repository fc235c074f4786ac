import { marked, type Arrange, type RouteRows } from './matrix-row.ts';

const ofIssued = (body?: unknown): Arrange => async (owner) =>
    ({ params: { invoiceId: (await owner.issued(marked(owner))).id }, body });

/** Rows of sending, and of the list of deliveries. */
export const sendRows = {
    'PATCH /invoices/{invoiceId}/send': {
        isolation: 'by-id',
        scopes: ['invoices:issue'],
        arrange: ofIssued({ emailSubject: 'Faktura', sendCopy: true }),
        succeeds: 200,
        writes: { audit: ['invoice.sent'], events: ['invoice.sent'] },
        // Each call makes a delivery of its own.
        atOnce: { statuses: [200, 200], effects: 2 }
    },
    'GET /invoices/{invoiceId}/deliveries': {
        isolation: 'by-id',
        scopes: ['invoices:read'],
        arrange: async (owner) => {
            const { id } = await owner.issued(marked(owner));
            await owner.call('PATCH', `/invoices/${id}/send`, { body: { emailSubject: `Tajne ${owner.id}` } });
            return { params: { invoiceId: id } };
        },
        succeeds: 200
    }
} satisfies RouteRows;
