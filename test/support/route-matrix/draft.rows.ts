import { contactId } from '../../../app/dev/standins/catalogue/ids.ts';
import { givenItem } from '../given-service.ts';
import { marked, type Arrange, type Opponent, type RouteRows } from './matrix-row.ts';

const ofDraft = (body?: unknown): Arrange => async (owner) =>
    ({ params: { invoiceId: (await owner.draft(marked(owner))).id }, body });

/** Issuing as an opponent: it freezes the draft, so a change comes before it, or not at all. */
const issuing: Opponent = { route: 'POST /invoices/{invoiceId}/issue', body: {}, outcomes: [[200, 200], [409, 200]] };
const deleting: Opponent = { route: 'DELETE /invoices/{invoiceId}', outcomes: [[200, 204], [404, 204]] };

/** Rows of calls on a whole draft. */
export const draftRows = {
    'POST /invoices': {
        isolation: 'own-only',
        scopes: ['invoices:write'],
        arrange: async (owner) => ({ body: { ...marked(owner), items: [givenItem()] } }),
        succeeds: 201,
        writes: { audit: ['invoice.drafted'], events: [] },
        atOnce: { statuses: [201, 201], effects: 2 }
    },
    'GET /invoices/{invoiceId}': { isolation: 'by-id', scopes: ['invoices:read'], arrange: ofDraft(), succeeds: 200 },
    'PATCH /invoices/{invoiceId}': {
        isolation: 'by-id',
        scopes: ['invoices:write'],
        arrange: ofDraft({ notes: 'Pilne' }),
        succeeds: 200,
        writes: { audit: ['invoice.edited'], events: [] },
        atOnce: { statuses: [200, 200], effects: 2, against: [issuing, deleting] }
    },
    'DELETE /invoices/{invoiceId}': {
        isolation: 'by-id',
        scopes: ['invoices:write'],
        arrange: ofDraft(),
        succeeds: 204,
        writes: { audit: ['invoice.deleted'], events: [] },
        atOnce: { statuses: [204, 404], effects: 1, against: [{ ...issuing, outcomes: [[204, 404], [409, 200]] }] }
    },
    'POST /invoices/{invoiceId}/recalculate': {
        isolation: 'by-id',
        scopes: ['invoices:write'],
        arrange: ofDraft(),
        succeeds: 200,
        writes: { audit: ['invoice.recalculated'], events: [] },
        atOnce: { statuses: [200, 200], effects: 2, against: [issuing, deleting] }
    },
    'POST /invoices/{invoiceId}/calculate-totals': {
        isolation: 'by-id',
        scopes: ['invoices:read'],
        arrange: ofDraft({ discountPercent: 5 }),
        succeeds: 200,
        storesNothing: 'It answers what an edit would come to'
    },
    'POST /invoices/{invoiceId}/validate-customer': {
        isolation: 'by-id',
        scopes: ['invoices:read'],
        arrange: async (owner) => ({ params: { invoiceId: (await owner.draft({ contactId: contactId(1) })).id } }),
        succeeds: 200,
        storesNothing: 'It only asks contacts-service'
    }
} satisfies RouteRows;
