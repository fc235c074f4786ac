import { contactId } from '../../../app/dev/standins/catalogue/ids.ts';
import { marked, type RouteRows } from './matrix-row.ts';

/** Rows of reports over an organisation's documents. */
export const reportRows = {
    'GET /invoices/analytics/statistics': {
        isolation: 'own-only',
        scopes: ['reports:read'],
        arrange: async (owner) => {
            await owner.issued(marked(owner));
            return {};
        },
        succeeds: 200
    },
    'GET /invoices/analytics/overdue': {
        isolation: 'own-only',
        scopes: ['reports:read'],
        arrange: async (owner) => {
            await owner.issued(marked(owner));
            return { query: { asOf: '2099-12-31' } };
        },
        succeeds: 200
    },
    'GET /invoices/analytics/vat-report': {
        isolation: 'own-only',
        scopes: ['reports:read'],
        arrange: async (owner) => {
            await owner.issued(marked(owner));
            return {};
        },
        succeeds: 200
    },
    'GET /customers/{contactId}/statement': {
        isolation: 'own-only',
        scopes: ['reports:read'],
        arrange: async (owner) => {
            await owner.issued({ ...marked(owner), contactId: contactId(1) });
            return { params: { contactId: contactId(1) } };
        },
        succeeds: 200
    }
} satisfies RouteRows;
