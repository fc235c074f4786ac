import { wholeProfile } from '../given-service.ts';
import type { RouteRows } from './matrix-row.ts';

/** Year of the last series that a test started: a series is started once. */
let startedYear = 2100;

/** Rows of the seller's own data, and of the numbers it begins with. */
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
    },
    'PUT /invoices/numbering/{series}/start': {
        isolation: 'own-only',
        scopes: ['organisation:write'],
        arrange: async () => {
            startedYear += 1;
            return { params: { series: `proforma-${startedYear}-01` }, body: { next: 42 } };
        },
        succeeds: 200,
        writes: { audit: ['numbering.started'], events: [] },
        atOnce: { statuses: [200, 200], effects: 1 }
    }
} satisfies RouteRows;
