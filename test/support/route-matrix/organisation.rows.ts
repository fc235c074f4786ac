import { completeSeller } from '../given-service.ts';
import type { RouteRows } from './matrix-row.ts';

/** Rows of the seller's own data. */
export const organisationRows = {
    'GET /organisation': {
        isolation: 'own-only',
        scopes: ['organisation:read'],
        arrange: async (owner) => {
            await owner.profile({ legalName: `Sprzedawca ${owner.id}` });
            return {};
        },
        succeeds: 200
    },
    'PUT /organisation': {
        isolation: 'own-only',
        scopes: ['organisation:write'],
        arrange: async (owner) => ({ body: { ...completeSeller, legalName: `Sprzedawca ${owner.id}` } }),
        succeeds: 200,
        writes: { audit: ['organisation.changed'], events: [] },
        atOnce: { statuses: [200, 409], effects: 1 }
    }
} satisfies RouteRows;
