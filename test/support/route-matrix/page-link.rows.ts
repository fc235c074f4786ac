import type { GivenOrganisation } from '../given-organisation.ts';
import { givenLink } from '../given-page.ts';
import { unknownId } from './route-call.ts';
import { marked, type OpenRow, type RouteRows } from './matrix-row.ts';

/** A token that opens nothing: who opens pages is `test/pages/`. */
const page: OpenRow = {
    isolation: 'no-organisation', succeeds: 404,
    call: { params: { token: 'x'.repeat(43), documentId: unknownId } }
};

async function linkOf(owner: GivenOrganisation): Promise<{ readonly invoiceId: string; readonly linkId: string }> {
    const { id: invoiceId } = await owner.issued(marked(owner));
    return { invoiceId, linkId: (await givenLink(owner, invoiceId)).id };
}

/** Rows of the links to customers' pages, and of the pages. */
export const pageLinkRows = {
    'POST /invoices/{invoiceId}/links': {
        isolation: 'by-id',
        scopes: ['invoices:issue'],
        arrange: async (owner) =>
            ({ params: { invoiceId: (await owner.issued(marked(owner))).id }, body: { days: 7 } }),
        succeeds: 201,
        writes: { audit: ['invoice.link_made'], events: [] },
        // Each call makes a link of its own.
        atOnce: { statuses: [201, 201], effects: 2 }
    },
    'GET /invoices/{invoiceId}/links': {
        isolation: 'by-id',
        scopes: ['invoices:read'],
        arrange: async (owner) => ({ params: { invoiceId: (await linkOf(owner)).invoiceId } }),
        succeeds: 200
    },
    'DELETE /invoices/{invoiceId}/links/{linkId}': {
        isolation: 'by-id',
        scopes: ['invoices:issue'],
        arrange: async (owner) => ({ params: await linkOf(owner) }),
        succeeds: 204,
        writes: { audit: ['invoice.link_revoked'], events: [] },
        atOnce: { statuses: [204, 404], effects: 1 }
    },
    'GET /i/{token}': page,
    'GET /i/{token}/invoice.pdf': page,
    'GET /i/{token}/e-invoice': page,
    'GET /i/{token}/documents/{documentId}': page,
    'GET /i/{token}/documents/{documentId}/invoice.pdf': page,
    'GET /i/{token}/documents/{documentId}/e-invoice': page
} satisfies RouteRows;
