import { describe, expect, test } from '@jest/globals';
import { correct, read } from '../support/given-corrective.ts';
import { givenClock } from '../support/given-server.ts';
import { givenItem, type Answered } from '../support/given-service.ts';
import { useOrganisation, useService } from '../support/use-service.ts';

/*
 * A state is worked out from the original's own inputs, so a corrective that goes back to them brings the amounts back
 * to the cent. Source: findings of other products, each worked out by hand.
 */

const service = useService({ clock: givenClock() });
const organisation = useOrganisation(service);

type Changes = Readonly<Record<string, unknown>>;
const lines = (changes: readonly Changes[]) => (items: readonly Answered['body'][]): Changes =>
    ({ items: changes.map((change, index) => ({ itemId: items[index].id, ...change })) });
const full = (): Changes => ({ type: 'full' });

/** Corrects an invoice step by step. @returns Its net as issued, then the net of each corrective */
async function netsOf(
    draft: Changes, steps: readonly ((items: readonly Answered['body'][]) => Changes)[]
): Promise<readonly string[]> {
    const { id, items, totalNet } = await organisation.issued(draft);
    const nets = [totalNet];
    for (const step of steps) {
        const { status, body, text } = await correct(organisation, id, step(items));
        if (status !== 201) throw new Error(text);
        nets.push(body.totalNet);
    }
    return nets;
}

const ten = givenItem({ quantity: '10', unitPriceNet: '100.00' });

describe('a mistaken full corrective that is undone', () => {
    test.each<[string, Changes, string]>([
        ['a percentage of the document', { discountPercent: '10', items: [ten] }, '900.00'],
        ['an amount of the document', { discountAmount: '200.00', items: [ten] }, '800.00'],
        ['both', { discountPercent: '10', discountAmount: '200.00', items: [ten] }, '700.00'],
        ['an amount of the line', { items: [{ ...ten, discountAmount: '50.00' }] }, '950.00'],
        ['a percentage of the line', { items: [{ ...ten, discountPercent: '15' }] }, '850.00']
    ])('restores an invoice with %s', async (_what, draft, net) => {
        const nets = await netsOf(draft, [full, lines([{ quantity: '10' }])]);

        expect(nets).toEqual([net, `-${net}`, net]);
    });

    test('leaves the same to pay, and nothing credited', async () => {
        const { id, items } = await organisation.issued({ discountPercent: '10', items: [ten] });

        await correct(organisation, id, full());
        await correct(organisation, id, lines([{ quantity: '10' }])(items));

        expect(await read(organisation, id)).toMatchObject({ balance: '1107.00', creditedAmount: '0.00' });
    });

    test('restores every line of several rates to the cent', async () => {
        const draft = { discountPercent: '3.33', discountAmount: '1.01', items: [
            givenItem({ quantity: '3', unitPriceNet: '0.37', discountAmount: '0.11' }),
            givenItem({ quantity: '7', unitPriceNet: '1.99', discountPercent: '12.5' }),
            givenItem({ quantity: '1', unitPriceNet: '5.55', vatRate: 8 })
        ] };
        const original = await organisation.issued(draft);
        await correct(organisation, original.id, full());

        const { body } = await correct(organisation, original.id,
            lines([{ quantity: '3' }, { quantity: '7' }, { quantity: '1' }])(original.items));

        const amounts = (rows: readonly Answered['body'][]) => rows.map(
            ({ totalDiscount, totalNet, totalVAT, totalGross }) => [totalDiscount, totalNet, totalVAT, totalGross]);
        expect(amounts(body.items.filter(({ correctionPart }: Answered['body']) => correctionPart === 'after')))
            .toEqual(amounts(original.items));
        expect(body.totalGross).toBe(original.totalGross);
    });
});

describe('a discount amount in several returns', () => {
    test('is not rounded up on the way down: 1 piece and back to 1000 with 5.00 off', async () => {
        const draft = { items: [givenItem({ quantity: '1000', unitPriceNet: '1.00', discountAmount: '5.00' })] };

        // 5.00 ÷ 1000 of one piece is 0.005, rounded 0.01.
        expect(await netsOf(draft, [lines([{ quantity: '1' }]), lines([{ quantity: '1000' }])]))
            .toEqual(['995.00', '-994.01', '994.01']);
    });

    test('of the document stays in proportion to the original price', async () => {
        const draft = { discountAmount: '6000.00', items: [givenItem({ quantity: '10', unitPriceNet: '800.00' })] };

        expect(await netsOf(draft, [lines([{ quantity: '1' }]), lines([{ quantity: '0' }])]))
            .toEqual(['2000.00', '-1800.00', '-200.00']);
    });

    test('that was given anew is what later prices follow', async () => {
        const draft = { items: [givenItem({ quantity: '10', unitPriceNet: '1.00', discountAmount: '5.00' })] };

        expect(await netsOf(draft, [
            lines([{ discountAmount: '2.00' }]), lines([{ quantity: '5' }]), lines([{ quantity: '10' }])
        ])).toEqual(['5.00', '3.00', '-4.00', '4.00']);
    });

    test('that is larger than what a new percentage leaves comes back with the percentage gone', async () => {
        const draft = { items: [givenItem({ unitPriceNet: '100.00', discountAmount: '80.00' })] };

        expect(await netsOf(draft, [lines([{ discountPercent: '50' }]), lines([{ discountPercent: '0' }])]))
            .toEqual(['20.00', '-20.00', '20.00']);
    });
});

describe('a line discount under a percentage of the document', () => {
    test.each<[string, readonly [price: string, before: string, after: string], readonly string[]]>([
        ['20 % taken off', ['1000.00', '20', '0'], ['720.00', '180.00']],
        ['50 % taken off', ['1000.00', '50', '0'], ['450.00', '450.00']],
        ['50 % of 100.00 taken off', ['100.00', '50', '0'], ['45.00', '45.00']],
        ['50 % put on', ['100.00', '0', '50'], ['90.00', '-45.00']]
    ])('%s gives the net of an invoice made right from the start', async (_what, [price, before, after], nets) => {
        const draft = { discountPercent: '10', items: [givenItem({ unitPriceNet: price, discountPercent: before })] };

        expect(await netsOf(draft, [lines([{ discountPercent: after }])])).toEqual(nets);
    });
});

test('a rate and a rule of the tax point that come back leave the first day', async () => {
    const { id, items } = await organisation.issued({ items: [givenItem()] });
    await correct(organisation, id, lines([{ vatRate: 8, unit: 'm²', taxPointRule: 'intra_community' }])(items));

    const { body } = await correct(
        organisation, id, lines([{ vatRate: 23, unit: 'szt', taxPointRule: 'general' }])(items));

    expect(body).toMatchObject({
        totalVAT: '15.00', items: [
            { unit: 'm²', vatRate: 8, taxPointRule: 'intra_community' },
            { unit: 'szt', vatRate: 23, taxPointRule: 'general' }
        ]
    });
});
