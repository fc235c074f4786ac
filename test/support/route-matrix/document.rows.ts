import type { GivenOrganisation } from '../given-organisation.ts';
import { marked, type RouteCall, type RouteRows } from './matrix-row.ts';

/** A call of a document whose PDF is archived already: its first reader archives it, where no worker has. */
async function archived(
    owner: GivenOrganisation
): Promise<RouteCall & { readonly params: { readonly invoiceId: string } }> {
    const { id } = await owner.issued(marked(owner));
    await owner.call('GET', `/invoices/${id}/pdf`);
    return { params: { invoiceId: id } };
}

/** Rows of documents' PDFs, and of their archive. */
export const documentRows = {
    'GET /invoices/{invoiceId}/pdf': {
        isolation: 'by-id', scopes: ['invoices:read'], arrange: archived, succeeds: 200
    },
    'GET /invoices/{invoiceId}.pdf': {
        isolation: 'by-id', scopes: ['invoices:read'], arrange: archived, succeeds: 200
    },
    'GET /invoices/{invoiceId}/proforma-pdf': {
        isolation: 'by-id', scopes: ['invoices:read'], arrange: archived, succeeds: 200
    },
    'GET /invoices/{invoiceId}/documents': {
        isolation: 'by-id', scopes: ['invoices:read'], arrange: archived, succeeds: 200
    },
    'GET /invoices/{invoiceId}/documents/{sha256}': {
        isolation: 'by-id',
        scopes: ['invoices:read'],
        arrange: async (owner) => {
            const { params: { invoiceId } } = await archived(owner);
            const { body: { data: [file] } } = await owner.call('GET', `/invoices/${invoiceId}/documents`);
            return { params: { invoiceId, sha256: file.sha256 } };
        },
        unowned: { sha256: '0'.repeat(64) },
        succeeds: 200
    },
    'POST /invoices/{invoiceId}/duplicates': {
        isolation: 'by-id',
        scopes: ['invoices:issue'],
        arrange: async (owner) => ({ params: { invoiceId: (await owner.issued(marked(owner))).id } }),
        succeeds: 201,
        writes: { audit: ['invoice.duplicated'], events: [] },
        // One duplicate a day: the other call answers the same.
        atOnce: { statuses: [201, 201], effects: 1 }
    }
} satisfies RouteRows;
