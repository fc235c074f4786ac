import { marked, type ReadingRow, type RouteRows } from './matrix-row.ts';

const exported = {
    isolation: 'own-only',
    arrange: async (owner) => {
        await owner.issued(marked(owner));
        return { query: { search: 'Tajne' } };
    },
    succeeds: 200
} as const satisfies Omit<ReadingRow, 'scopes'>;

/** Rows of the exports. */
export const exportRows = {
    'GET /exports/invoices.csv': { ...exported, scopes: ['invoices:read'] },
    'GET /exports/items.csv': { ...exported, scopes: ['invoices:read'] },
    'GET /exports/vat.csv': { ...exported, scopes: ['reports:read'] }
} satisfies RouteRows;
