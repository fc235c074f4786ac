import { describe, expect, test } from '@jest/globals';
import { productId } from '../../app/dev/standins/catalogue/ids.ts';
import { givenClock } from '../support/given-server.ts';
import { givenItem, type Answered } from '../support/given-service.ts';
import { recomputeExplanation } from '../support/recompute-explanation.ts';
import { useOrganisation, useService } from '../support/use-service.ts';

const service = useService({ clock: givenClock() });
const organisation = useOrganisation(service);

const priced = (unitPriceNet: string) => givenItem({ unitPriceNet });
const read = async (id: string): Promise<Answered['body']> => (await organisation.call('GET', `/invoices/${id}`)).body;
const totalsOf = ({ totalNet, totalVAT, totalGross, discountAmount }: Answered['body']) =>
    [totalNet, totalVAT, totalGross, discountAmount];
const patch = (id: string, body: object) => organisation.call('PATCH', `/invoices/${id}`, { body });

describe('a draft whose discount is larger than its lines so far', () => {
    test('is filled by items one by one, and comes to its total once they reach the discount', async () => {
        const { id } = await organisation.draft({ discountAmount: '100.00', items: [] });

        const first = await patch(id, { items: [priced('60.00')] });
        const both = await patch(id, { items: [priced('60.00'), priced('80.00')] });

        expect([first.status, totalsOf(first.body)]).toEqual([200, ['0.00', '0.00', '0.00', '100.00']]);
        // 140.00 − 100.00 = 40.00, and 23 % of it.
        expect([both.status, totalsOf(both.body)]).toEqual([200, ['40.00', '9.20', '49.20', '100.00']]);
        expect((await organisation.issue(id)).body.totalGross).toBe('49.20');
    });

    test('takes a product item, and explains what its discount waits for', async () => {
        const { id } = await organisation.draft({ discountAmount: '10000.00', items: [] });

        const { status, body } = await organisation.call(
            'POST', `/invoices/${id}/items/product`, { body: { productId: productId(1), quantity: '1' } });
        const draft = await read(id);
        const { body: explanation } = await organisation.call('GET', `/invoices/${id}/explain`);

        expect([status, body.totalNet, totalsOf(draft)]).toEqual([201, '0.00', ['0.00', '0.00', '0.00', '10000.00']]);
        const price = Number(draft.items[0].unitPriceNet);
        expect(explanation.documentDiscount).toMatchObject(
            { amount: price.toFixed(2), waitingAmount: (10_000 - price).toFixed(2) });
        expect([explanation.matchesStored, recomputeExplanation(explanation)]).toEqual([true, []]);
    });

    test('loses a line that it needs, keeps the discount that was given, and gets the line again', async () => {
        const { id, items: [, large] } = await organisation.draft(
            { discountAmount: '100.00', items: [priced('60.00'), priced('80.00')] });

        const removed = await organisation.call('DELETE', `/invoices/${id}/items/${large.id}`);
        const left = await read(id);
        const issued = await organisation.issue(id);
        const again = await patch(id, { items: [priced('60.00'), priced('80.00')] });

        expect([removed.status, totalsOf(left)]).toEqual([204, ['0.00', '0.00', '0.00', '100.00']]);
        expect([issued.status, issued.body.code, issued.body.errors[0].path, issued.body.message]).toEqual([
            400, 'DISCOUNT_EXCEEDS_TOTAL', 'discountAmount',
            'discountAmount: the discount of the invoice, 100.00, exceeds the sum of its lines, 60.00'
        ]);
        expect(totalsOf(again.body)).toEqual(['40.00', '9.20', '49.20', '100.00']);
    });

    test('takes any other edit, and a recalculation', async () => {
        const { id } = await organisation.draft({ discountAmount: '100.00', items: [] });
        await patch(id, { items: [priced('60.00')] });

        const answers = [
            await patch(id, { notes: 'Pilne' }), await organisation.call('POST', `/invoices/${id}/recalculate`),
            await organisation.call('POST', `/invoices/${id}/calculate-totals`, { body: { notes: 'Pilne' } })
        ];

        expect(answers.map(({ status }) => status)).toEqual([200, 200, 200]);
    });

    test('has a percentage too, which comes first', async () => {
        const { id } = await organisation.draft({ discountPercent: 10, discountAmount: '60.00', items: [] });

        const { body } = await patch(id, { items: [priced('60.00')] });
        const { body: { documentDiscount } } = await organisation.call('GET', `/invoices/${id}/explain`);

        // 10 % of 60.00 are 6.00, so 54.00 of the amount count.
        expect([totalsOf(body), documentDiscount]).toMatchObject(
            [['0.00', '0.00', '0.00', '60.00'], { amount: '60.00', waitingAmount: '6.00' }]);
    });

    test('that is cancelled is explained all the same', async () => {
        const { id } = await organisation.draft({ discountAmount: '100.00', items: [] });
        await patch(id, { items: [priced('60.00')] });
        await organisation.call('PATCH', `/invoices/${id}/cancel`, { body: { reason: 'Pomyłka' } });

        const { status, body } = await organisation.call('GET', `/invoices/${id}/explain`);

        expect([status, body.matchesStored, body.documentDiscount.waitingAmount]).toEqual([200, true, '40.00']);
    });
});

describe('a discount that does not fit the items of the same call, or those that are there, is 400 and stores nothing', () => {
    test('in POST, also with issue', async () => {
        const body = { customerName: 'Anna', discountAmount: '100.01', items: [priced('100.00')] };

        const answers = [
            await organisation.call('POST', '/invoices', { body }),
            await organisation.call('POST', '/invoices', { body: { ...body, issue: true } })
        ];

        expect(answers.map((answer) => [answer.status, answer.body.code])).toEqual(
            Array(2).fill([400, 'DISCOUNT_EXCEEDS_TOTAL']));
    });

    test.each([
        ['with items', { discountAmount: '100.01', items: [givenItem()] }], ['alone', { discountAmount: '100.01' }],
        ['as a percentage beside the amount', { discountPercent: 1 }]
    ])('in PATCH %s', async (_case, change) => {
        const draft = await organisation.draft({ discountAmount: '100.00', items: [priced('100.00')] });

        const { status, body } = await patch(draft.id, change);

        expect([status, body.code]).toEqual([400, 'DISCOUNT_EXCEEDS_TOTAL']);
        expect(await read(draft.id)).toEqual(draft);
    });
});
