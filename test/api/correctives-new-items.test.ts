import { describe, expect, test } from '@jest/globals';
import { productId } from '../../app/dev/standins/catalogue/ids.ts';
import { cancel, correct, read } from '../support/given-corrective.ts';
import { givenClock } from '../support/given-server.ts';
import { givenItem, type Answered } from '../support/given-service.ts';
import { useOrganisation, useService } from '../support/use-service.ts';

const service = useService({ clock: givenClock() });
const organisation = useOrganisation(service);

const forgotten = givenItem({ description: 'Listwy', quantity: '2', unitPriceNet: '30.00', vatRate: 8 });

async function givenAdded(draft: Readonly<Record<string, unknown>> = {}): Promise<Answered['body']> {
    const { id } = await organisation.issued(draft);
    const { status, body, text } = await correct(organisation, id, { newItems: [forgotten] });
    if (status !== 201) throw new Error(text);
    return { id, corrective: body, itemId: body.items[0].id };
}

describe('an item that an invoice forgot', () => {
    test('is added by a corrective, with nothing before it', async () => {
        const { id, corrective, itemId } = await givenAdded();

        expect(corrective).toMatchObject({
            totalNet: '60.00', totalVAT: '4.80', totalGross: '64.80',
            items: [{
                description: 'Listwy', quantity: '2', totalNet: '60.00', correctionPart: 'after', correctsItemId: itemId
            }],
            vatBreakdown: [{ vatRate: 8, net: '60.00', taxPoints: [{ date: '2026-11-23', net: '60.00' }] }]
        });
        expect(await read(organisation, id)).toMatchObject({ balance: '187.80', creditedAmount: '-64.80' });
        expect(await read(organisation, corrective.id)).toEqual(corrective);
    });

    test('bears the percentage of the document, as in an invoice made right from the start', async () => {
        const { corrective } = await givenAdded({ discountPercent: '10' });

        expect(corrective).toMatchObject({ totalNet: '54.00', items: [{ totalDiscount: '6.00', totalNet: '54.00' }] });
    });

    test('bears no part of an amount, which was agreed for the other items', async () => {
        const { corrective } = await givenAdded({ discountAmount: '10.00' });

        expect(corrective.totalNet).toBe('60.00');
    });

    test('is corrected and taken back like any other', async () => {
        const { id, itemId } = await givenAdded();

        const changed = await correct(organisation, id, { items: [{ itemId, unitPriceNet: '25.00' }] });
        const taken = await cancel(organisation, id, { createCorrective: true });
        const full = await read(organisation, taken.body.correctives[2].invoiceId);

        expect(changed.body).toMatchObject({
            totalNet: '-10.00', items: [{ correctsItemId: itemId, totalNet: '-60.00' }, { totalNet: '50.00' }]
        });
        expect(full).toMatchObject({ totalNet: '-150.00', totalGross: '-177.00' });
        expect(taken.body).toMatchObject({ status: 'cancelled', balance: '0.00' });
    });

    test('can be priced by its own service, and stands after those that were there', async () => {
        const { id, items: [first] } = await organisation.issued();

        const { body } = await correct(organisation, id, {
            items: [{ itemId: first.id, quantity: '2' }],
            newItems: [{ itemType: 'product', productId: productId(1), quantity: '1' }, forgotten]
        });

        expect(body.items.map(({ correctionPart, itemType }: Answered['body']) => [correctionPart, itemType]))
            .toEqual([['before', 'custom'], ['after', 'custom'], ['after', 'product'], ['after', 'custom']]);
        expect(body.items[2].priceSource.source).toBe('products-service');
        const { body: next } = await correct(organisation, id, { type: 'full' });
        expect(next.items.map(({ itemType }: Answered['body']) => itemType))
            .toEqual(['custom', 'custom', 'product', 'product', 'custom', 'custom']);
    });

    test.each([
        ['newItems[0].unitPriceNet', () => [{ ...forgotten, unitPriceNet: undefined }], 400, 'VALIDATION_FAILED'],
        ['newItems[1].quantity', () => [forgotten, { ...forgotten, quantity: 0 }], 400, 'VALIDATION_FAILED'],
        ['newItems[0].discountAmount', () => [{ ...forgotten, discountAmount: '60.01' }], 400, 'DISCOUNT_EXCEEDS_LINE'],
        ['newItems', () => Array.from({ length: 500 }, () => forgotten), 400, 'TOO_MANY_LINES']
    ])('is refused by its place: %s', async (path, newItems, status, code) => {
        const { id } = await organisation.issued();

        const { body } = await correct(organisation, id, { newItems: newItems() });

        expect(body).toMatchObject({ status, code, errors: [{ path }] });
        expect(body.message).toContain(path);
        expect((await read(organisation, id)).correctives).toEqual([]);
    });

    test('does not go with a full corrective', async () => {
        const { id } = await organisation.issued();

        expect((await correct(organisation, id, { type: 'full', newItems: [forgotten] })).body)
            .toMatchObject({ status: 400, errors: [{ path: 'newItems', code: 'NOT_ALLOWED' }] });
    });
});
