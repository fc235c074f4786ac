import { randomInt, randomUUID } from 'node:crypto';
import type { GivenServer } from '../given-server.ts';
import { wholeProfile } from '../given-service.ts';
import type { RouteRows } from './matrix-row.ts';

/** Year of the last series that a test started: a series is started once. */
let startedYear = 2100;

/** Stores a change of accounts that another administrator asked for, and returns its id. */
async function givenPendingChange(
    { dependencies: { database: { pool }, clock } }: Pick<GivenServer, 'dependencies'>, organisationId: string
): Promise<string> {
    const at = clock.now().getTime();
    const change = {
        id: randomUUID(), iban: polishIban(), ibans: {}, requestedBy: 'another-admin',
        requestedAt: new Date(at).toISOString(), expiresAt: new Date(at + 1_000_000).toISOString()
    };
    await pool.query('UPDATE organisation SET pending_change = $2 WHERE id = $1', [organisationId, change]);
    return change.id;
}

/** An account of no bank, with correct check digits (ISO 13616). */
function polishIban(): string {
    const account = `9999${String(randomInt(1e9)).padStart(20, '0')}`;
    const check = 98n - BigInt(`${account}252100`) % 97n;
    return `PL${String(check).padStart(2, '0')}${account}`;
}

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
    'GET /organisation/history': {
        isolation: 'own-only',
        scopes: ['organisation:read'],
        arrange: async (owner) => {
            await owner.profile({ legalName: `Sprzedawca ${owner.id}` });
            return {};
        },
        succeeds: 200
    },
    'POST /organisation/pending-change/confirm': {
        isolation: 'own-only',
        scopes: ['organisation:write'],
        arrange: async (owner, service) => ({ body: { id: await givenPendingChange(service, owner.id) } }),
        succeeds: 200,
        writes: { audit: ['organisation.change_confirmed'], events: ['organisation.changed'] },
        atOnce: { statuses: [200, 404], effects: 1 }
    },
    'DELETE /organisation/pending-change': {
        isolation: 'own-only',
        scopes: ['organisation:write'],
        arrange: async (owner, service) => {
            await givenPendingChange(service, owner.id);
            return {};
        },
        succeeds: 204,
        writes: { audit: ['organisation.change_rejected'], events: ['organisation.change_rejected'] },
        atOnce: { statuses: [204, 404], effects: 1 }
    },
    'PUT /organisation': {
        isolation: 'own-only',
        scopes: ['organisation:write'],
        arrange: async (owner) => ({ body: wholeProfile({ legalName: `Sprzedawca ${owner.id}` }) }),
        succeeds: 200,
        writes: { audit: ['organisation.changed'], events: ['organisation.changed'], changesOnly: true },
        atOnce: { statuses: [200, 200], effects: 2 }
    },
    'PATCH /organisation': {
        isolation: 'own-only',
        scopes: ['organisation:write'],
        arrange: async (owner) => ({ body: { legalName: `Sprzedawca ${owner.id}` } }),
        succeeds: 200,
        writes: { audit: ['organisation.changed'], events: ['organisation.changed'], changesOnly: true },
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
