import { givenItem } from '../given-service.ts';
import { marked, type RouteRows } from './matrix-row.ts';

/** Many invoices with one call. */
export const bulkRows = {
    'POST /invoices/bulk/create': {
        isolation: 'own-only',
        scopes: ['invoices:write'],
        arrange: async (owner) => ({ body: { invoices: [{ ...marked(owner), items: [givenItem()] }, marked(owner)] } }),
        succeeds: 201,
        writes: { audit: ['invoice.drafted', 'invoice.drafted'], events: [] },
        atOnce: { statuses: [201, 201], effects: 2 }
    }
} satisfies RouteRows;
