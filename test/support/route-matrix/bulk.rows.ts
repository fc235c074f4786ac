import { givenItem } from '../given-service.ts';
import { marked, type RouteRows } from './matrix-row.ts';

/** Rows of calls on many invoices. */
export const bulkRows = {
    'POST /invoices/bulk/create': {
        isolation: 'own-only',
        scopes: ['invoices:write'],
        arrange: async (owner) => ({ body: { invoices: [{ ...marked(owner), items: [givenItem()] }, marked(owner)] } }),
        succeeds: 201,
        writes: { audit: ['invoice.drafted', 'invoice.drafted'], events: [] },
        atOnce: { statuses: [201, 201], effects: 2 }
    },
    'POST /invoices/bulk/issue': {
        isolation: 'own-only',
        takesAnyId: 'Each is a row that fails once a worker comes to it, with INVOICE_NOT_FOUND: '
            + 'test/api/bulk-issue.test.ts',
        scopes: ['invoices:issue'],
        arrange: async (owner) => ({ body: { invoiceIds: [(await owner.draft(marked(owner))).id] } }),
        succeeds: 202,
        writes: {
            audit: [], events: [],
            unaudited: 'Each invoice that the worker issues has its own entry, with the id of this call'
        },
        atOnce: { statuses: [202, 202], effects: 2 }
    },
    'GET /jobs': {
        isolation: 'own-only',
        scopes: ['invoices:read'],
        arrange: async (owner) => {
            await owner.call(
                'POST', '/invoices/bulk/issue', { body: { invoiceIds: [(await owner.draft(marked(owner))).id] } });
            return {};
        },
        succeeds: 200
    },
    'GET /jobs/{jobId}': {
        isolation: 'by-id',
        scopes: ['invoices:read'],
        arrange: async (owner) => {
            const { body: { id } } = await owner.call(
                'POST', '/invoices/bulk/issue', { body: { invoiceIds: [(await owner.draft(marked(owner))).id] } });
            return { params: { jobId: id } };
        },
        succeeds: 200
    }
} satisfies RouteRows;
