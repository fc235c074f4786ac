import { wholeProfile } from '../given-service.ts';
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
        arrange: async (owner) => ({ body: wholeProfile({ legalName: `Sprzedawca ${owner.id}` }) }),
        succeeds: 200,
        writes: { audit: ['organisation.changed'], events: [] },
        atOnce: { statuses: [200, 200], effects: 2 }
    },
    'PATCH /organisation': {
        isolation: 'own-only',
        scopes: ['organisation:write'],
        arrange: async (owner) => ({ body: { legalName: `Sprzedawca ${owner.id}` } }),
        succeeds: 200,
        writes: { audit: ['organisation.changed'], events: [] },
        atOnce: { statuses: [200, 200], effects: 2 }
    }
} satisfies RouteRows;
