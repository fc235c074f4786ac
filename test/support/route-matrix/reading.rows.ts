import { contactId } from '../../../app/dev/standins/catalogue/ids.ts';
import { marked, type RouteRows } from './matrix-row.ts';

/** Rows of reading many invoices, the history and explanation of one, and the series of numbers. */
export const readingRows = {
    'GET /invoices': {
        isolation: 'own-only',
        scopes: ['invoices:read'],
        arrange: async (owner) => {
            await owner.issued(marked(owner));
            return { query: { page: '1', search: 'Tajne' } };
        },
        succeeds: 200
    },
    'GET /invoices/customer/{contactId}': {
        isolation: 'own-only',
        scopes: ['invoices:read'],
        arrange: async (owner) => {
            await owner.issued({ ...marked(owner), contactId: contactId(1) });
            return { params: { contactId: contactId(1) } };
        },
        succeeds: 200
    },
    'GET /invoices/{invoiceId}/history': {
        isolation: 'by-id',
        scopes: ['invoices:read'],
        arrange: async (owner) => ({ params: { invoiceId: (await owner.issued(marked(owner))).id } }),
        succeeds: 200
    },
    'GET /invoices/{invoiceId}/explain': {
        isolation: 'by-id',
        scopes: ['invoices:read'],
        arrange: async (owner) => ({ params: { invoiceId: (await owner.issued(marked(owner))).id } }),
        succeeds: 200
    },
    'GET /invoices/numbering': {
        isolation: 'own-only',
        scopes: ['invoices:read'],
        arrange: async (owner) => {
            await owner.issued();
            return {};
        },
        succeeds: 200
    },
    'GET /invoices/numbering/{series}/audit': {
        isolation: 'by-id',
        scopes: ['invoices:read'],
        arrange: async (owner) => {
            await owner.issued();
            const { body: { data: [series] } } = await owner.call('GET', '/invoices/numbering');
            return { params: { series: series.id } };
        },
        unowned: { series: 'vat_invoice-1999-01' },
        succeeds: 200
    },
    'POST /invoices/generate-number/{invoiceType}': {
        isolation: 'own-only',
        scopes: ['invoices:read'],
        arrange: async (owner) => {
            await owner.issued();
            return { params: { invoiceType: 'vat_invoice' } };
        },
        succeeds: 201,
        storesNothing: 'A preview reserves no number'
    }
} satisfies RouteRows;
