import { productId, serviceId } from '../../../app/dev/standins/catalogue/ids.ts';
import type { Arrange, Opponent, RouteRows, WritingRow } from './matrix-row.ts';

const onDraft = (body: unknown): Arrange => async (owner) =>
    ({ params: { invoiceId: (await owner.draft()).id }, body });
const issuing: Opponent = { route: 'POST /invoices/{invoiceId}/issue', body: {}, outcomes: [[201, 200], [409, 200]] };

const adding = (body: unknown): WritingRow => ({
    isolation: 'by-id',
    scopes: ['invoices:write'],
    arrange: onDraft(body),
    succeeds: 201,
    writes: { audit: ['invoice.item_added'], events: [] },
    atOnce: { statuses: [201, 201], effects: 2, against: [issuing] }
});

/** Rows of single items of a draft. */
export const itemRows = {
    'POST /invoices/{invoiceId}/items/service': adding({ serviceId: serviceId(1), quantity: 10 }),
    'POST /invoices/{invoiceId}/items/product': adding({ productId: productId(1), quantity: 2 }),
    'POST /invoices/{invoiceId}/items/custom': adding({ description: 'Listwa', quantity: 1, unitPriceNet: 10 }),
    'DELETE /invoices/{invoiceId}/items/{itemId}': {
        isolation: 'by-id',
        scopes: ['invoices:write'],
        arrange: async (owner) => {
            const { id, items: [item] } = await owner.draft();
            return { params: { invoiceId: id, itemId: item.id } };
        },
        succeeds: 204,
        writes: { audit: ['invoice.item_removed'], events: [] },
        // Without its only item the draft can't be issued.
        atOnce: { statuses: [204, 404], effects: 1, against: [{ ...issuing, outcomes: [[204, 422], [409, 200]] }] }
    }
} satisfies RouteRows;
