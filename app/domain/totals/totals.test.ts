import { describe, expect, test } from '@jest/globals';
import { givenPricedLine, givenTotalsInput } from '../../../test/support/given-priced-line.ts';
import type { GivenLine } from '../../../test/support/given-priced-line.ts';
import { priceForNet } from '../../foundation/money/price.ts';
import { parseMicros } from '../../foundation/money/decimal.ts';
import { computeTotals } from './totals.ts';

const threeLines = [{ price: '10.03' }, { price: '20.03' }, { price: '30.03' }];

describe('net prices', () => {
    test('with VAT per rate, the VAT of the sum is shared and the lines add up to it', () => {
        const totals = computeTotals(givenTotalsInput(threeLines));

        expect(totals).toMatchObject({ netMinor: 6_009n, vatMinor: 1_382n, grossMinor: 7_391n });
        expect(totals.lines.map(({ vatMinor }) => vatMinor)).toEqual([231n, 461n, 690n]);
        expect(totals.lines.map(({ grossMinor }) => grossMinor)).toEqual([1_234n, 2_464n, 3_693n]);
    });

    test('with VAT per line, the same lines come to a grosz more', () => {
        const totals = computeTotals(givenTotalsInput(threeLines, { roundingModel: 'per_line' }));

        expect(totals).toMatchObject({ netMinor: 6_009n, vatMinor: 1_383n, grossMinor: 7_392n });
        expect(totals.lines.map(({ vatMinor }) => vatMinor)).toEqual([231n, 461n, 691n]);
        expect(totals.vatBreakdown).toEqual([
            {
                category: 'S', ratePercentMicros: 23_000_000n, word: null,
                netMinor: 6_009n, vatMinor: 1_383n, grossMinor: 7_392n
            }
        ]);
    });

    test('with VAT per rate, each line keeps its own exact VAT rounded down or up', () => {
        const lines = [
            { price: '3.37', vatRate: '8' }, { price: '0.05', vatRate: '8' }, { price: '0.02', vatRate: '8' }
        ];

        const totals = computeTotals(givenTotalsInput(lines));

        // Exact: 26.96, 0.40 and 0.16 grosze. Spreading 28 in proportion would put 28 on the first line, over a whole
        // grosz too many.
        expect(totals.lines.map(({ vatMinor }) => vatMinor)).toEqual([27n, 1n, 0n]);
    });

    test('a line price of 0.005 becomes 0.01', () => {
        expect(computeTotals(givenTotalsInput([{ price: '0.01', quantity: '0.5', vatRate: 'np' }])).netMinor).toBe(1n);
    });

    test('a service of 33.33 m2 priced 1823.72 by its service has that net', () => {
        const quantity = '33.33';
        const line = { ...givenPricedLine({ price: '0', quantity }), ...priceForNet(
            parseMicros('1823.72'), parseMicros(quantity), 2) };

        const totals = computeTotals(givenTotalsInput([], { lines: [line] }));

        expect(totals).toMatchObject({ netMinor: 182_372n, vatMinor: 41_946n, grossMinor: 224_318n });
    });

    test('every category and rate has a row, ordered by category and then by falling rate', () => {
        const rates = ['zw', '0', '5', 'np', '23', 'oo', '8', '23'];

        const { vatBreakdown, vatMinor } = computeTotals(givenTotalsInput(
            rates.map((vatRate) => ({ price: '100', vatRate }))));

        expect(
            vatBreakdown.map((row) => [row.category, row.ratePercentMicros / 1_000_000n, row.netMinor, row.vatMinor])
        ).toEqual([
            ['S', 23n, 20_000n, 4_600n], ['S', 8n, 10_000n, 800n], ['S', 5n, 10_000n, 500n],
            ['Z', 0n, 10_000n, 0n], ['E', 0n, 10_000n, 0n], ['AE', 0n, 10_000n, 0n], ['O', 0n, 10_000n, 0n]
        ]);
        expect(vatMinor).toBe(5_900n);
    });

    test('an invoice without lines comes to nothing', () => {
        const nothing = { lines: [], vatBreakdown: [], discountMinor: 0n, netMinor: 0n, vatMinor: 0n, grossMinor: 0n };

        expect(computeTotals(givenTotalsInput([]))).toEqual(nothing);
    });
});

describe('gross prices', () => {
    test('123.00 at 23 % is 100.00 and 23.00', () => {
        const totals = computeTotals(givenTotalsInput([{ price: '123' }], { pricesInclude: 'gross' }));

        expect(totals).toMatchObject({ netMinor: 10_000n, vatMinor: 2_300n, grossMinor: 12_300n });
    });

    test('three lines of 9.99 hold 5.60 VAT by their sum and 5.61 line by line; the gross stays', () => {
        const lines = [{ price: '9.99' }, { price: '9.99' }, { price: '9.99' }];

        const perRate = computeTotals(givenTotalsInput(lines, { pricesInclude: 'gross' }));
        const perLine = computeTotals(givenTotalsInput(lines, { pricesInclude: 'gross', roundingModel: 'per_line' }));

        expect(perRate).toMatchObject({ netMinor: 2_437n, vatMinor: 560n, grossMinor: 2_997n });
        expect(perRate.lines.map(({ vatMinor }) => vatMinor)).toEqual([187n, 187n, 186n]);
        expect(perRate.lines.map(({ netMinor }) => netMinor)).toEqual([812n, 812n, 813n]);
        expect(perLine).toMatchObject({ netMinor: 2_436n, vatMinor: 561n, grossMinor: 2_997n });
    });

    test('discounts are taken from the gross before VAT is taken out', () => {
        const line = { price: '246', discountPercent: '25' };

        const totals = computeTotals(givenTotalsInput([line], { pricesInclude: 'gross', discountAmountMinor: 6_150n }));

        expect(totals)
            .toMatchObject({ netMinor: 10_000n, vatMinor: 2_300n, grossMinor: 12_300n, discountMinor: 6_150n });
        expect(totals.lines)
            .toMatchObject([{ priceMinor: 24_600n, discountMinor: 6_150n, documentDiscountMinor: 6_150n }]);
    });
});

describe('currencies without two decimals', () => {
    test('JPY rounds to whole yen: 3 at 117.5 are 353, at 10 % 35', () => {
        const totals = computeTotals(givenTotalsInput(
            [{ price: '117.5', quantity: '3', vatRate: '10' }], { decimals: 0 }));

        expect(totals).toMatchObject({ netMinor: 353n, vatMinor: 35n, grossMinor: 388n });
    });

    test('KWD rounds to fils: 3 at 1.2345 are 3.704, at 5 % 0.185', () => {
        const totals = computeTotals(givenTotalsInput(
            [{ price: '1.2345', quantity: '3', vatRate: '5' }], { decimals: 3 }));

        expect(totals).toMatchObject({ netMinor: 3_704n, vatMinor: 185n, grossMinor: 3_889n });
    });
});

describe('line discounts', () => {
    test('the percentage is taken first and rounded, then the amount', () => {
        const { lines } = computeTotals(
            givenTotalsInput([{ price: '9.99', discountPercent: '12.5', discountAmountMinor: 100n }]));

        expect(lines).toMatchObject([{ priceMinor: 999n, discountMinor: 225n, netMinor: 774n, vatMinor: 178n }]);
    });

    test('a discount of 100 % leaves nothing to pay', () => {
        const totals = computeTotals(givenTotalsInput([{ price: '9.99', discountPercent: '100' }]));

        expect(totals).toMatchObject({ netMinor: 0n, vatMinor: 0n, grossMinor: 0n });
    });

    test('an amount that equals the line is allowed, one grosz more is refused and names the field', () => {
        const given = (discountAmountMinor: bigint) =>
            givenTotalsInput([{ price: '5' }, { price: '9.99', discountAmountMinor }]);

        expect(computeTotals(given(999n)).lines[1]?.netMinor).toBe(0n);
        expect(() => computeTotals(given(1_000n))).toThrow(expect.objectContaining({
            code: 'DISCOUNT_EXCEEDS_LINE',
            message: 'items[1].discountAmount makes the discounts of the line, 10.00, exceed its price, 9.99',
            faults: [expect.objectContaining({ path: 'items[1].discountAmount', code: 'DISCOUNT_EXCEEDS_LINE' })]
        }));
    });

    test('all lines at fault are named at once, a percentage over 100 as a percentage', () => {
        const lines = [
            { price: '5', discountAmountMinor: 501n }, { price: '5' }, { price: '5', discountPercent: '100.2' }
        ];
        const input = givenTotalsInput(lines);

        expect(() => computeTotals(input)).toThrow(expect.objectContaining({
            faults: [
                expect.objectContaining({ path: 'items[0].discountAmount' }),
                expect.objectContaining({ path: 'items[2].discountPercent' })
            ]
        }));
    });
});

describe('document discount', () => {
    test('10.00 over three lines of 10.00 is 3.34, 3.33 and 3.33, and nothing is lost', () => {
        const lines = [{ price: '10' }, { price: '10' }, { price: '10' }];

        const totals = computeTotals(givenTotalsInput(lines, { discountAmountMinor: 1_000n }));

        expect(totals.lines.map(({ documentDiscountMinor }) => documentDiscountMinor)).toEqual([334n, 333n, 333n]);
        expect(totals).toMatchObject({ discountMinor: 1_000n, netMinor: 2_000n, vatMinor: 460n, grossMinor: 2_460n });
    });

    test('the percentage is taken from the sum, rounded once, before the amount', () => {
        const lines = [{ price: '0.05' }, { price: '0.05' }, { price: '0.05' }];

        const totals = computeTotals(givenTotalsInput(
            lines, { discountPercentMicros: parseMicros('10'), discountAmountMinor: 1n }));

        expect(totals).toMatchObject({ discountMinor: 3n, netMinor: 12n });
    });

    test('a grosz that three rates could bear goes to the lowest rate, whatever the order of the lines', () => {
        const orders = [['23', '8', '5'], ['5', '8', '23'], ['8', '5', '23']];

        const breakdowns = orders.map((rates) =>
            computeTotals(
                givenTotalsInput(rates.map((vatRate) => ({ price: '10', vatRate })), { discountAmountMinor: 1n })
            ).vatBreakdown);

        expect(breakdowns[0]?.map(({ netMinor }) => netMinor)).toEqual([1_000n, 1_000n, 999n]);
        expect(breakdowns[1]).toEqual(breakdowns[0]);
        expect(breakdowns[2]).toEqual(breakdowns[0]);
    });

    test('a discount of 100 % leaves nothing to pay on any line', () => {
        const totals = computeTotals(givenTotalsInput(threeLines, { discountPercentMicros: parseMicros('100') }));

        expect(totals.lines.map(({ netMinor }) => netMinor)).toEqual([0n, 0n, 0n]);
        expect(totals).toMatchObject({ discountMinor: 6_009n, grossMinor: 0n });
    });

    test('an amount that equals the sum is allowed, one grosz more is refused and names the field', () => {
        expect(computeTotals(givenTotalsInput(threeLines, { discountAmountMinor: 6_009n })).grossMinor).toBe(0n);
        expect(() => computeTotals(givenTotalsInput(threeLines, { discountAmountMinor: 6_010n })))
            .toThrow(expect.objectContaining({
                code: 'DISCOUNT_EXCEEDS_TOTAL',
                message: 'discountAmount: the discount of the invoice, 60.10, exceeds the sum of its lines, 60.09',
                faults: [expect.objectContaining({ path: 'discountAmount' })]
            }));
    });

    test('a percentage over 100 is refused as a percentage', () => {
        const input = givenTotalsInput(threeLines, { discountPercentMicros: parseMicros('101') });

        expect(() => computeTotals(input)).toThrow(expect.objectContaining({
            code: 'DISCOUNT_EXCEEDS_TOTAL',
            faults: [expect.objectContaining({ path: 'discountPercent' })]
        }));
    });
});

describe('lines with the same claim on a grosz', () => {
    /** 0.50 and 1.50 bear 11.5 and 34.5 grosze of VAT: 46 together, so one of the two is rounded up. */
    test.each<[string, GivenLine, GivenLine]>([
        ['price', { price: '0.5' }, { price: '1.5' }],
        ['quantity', { price: '0.5', quantity: '1' }, { price: '0.5', quantity: '3' }],
        ['base quantity', { price: '1.5', baseQuantity: '3' }, { price: '1.5', baseQuantity: '1' }],
        ['discount percentage', { price: '2', discountPercent: '75' }, { price: '2', discountPercent: '25' }],
        ['discount amount', { price: '2', discountAmountMinor: 150n }, { price: '2', discountAmountMinor: 50n }]
    ])('when only the %s differs, the same line gets it in either order', (_, small, large) => {
        const totals = computeTotals(givenTotalsInput([small, large]));
        const swapped = computeTotals(givenTotalsInput([large, small]));

        expect(totals.vatMinor).toBe(46n);
        expect(totals.lines.map(({ netMinor }) => netMinor)).toEqual([50n, 150n]);
        expect(swapped.lines.toReversed()).toEqual(totals.lines);
    });
});

describe('amounts that are too large', () => {
    test('a line price below 10^15 grosze is computed, 10^15 is refused and names the line', () => {
        const given = (price: string) =>
            givenTotalsInput([{ price: '1', vatRate: 'np' }, { price, discountPercent: '100', vatRate: 'np' }]);

        expect(computeTotals(given('9999999999999.99')).lines[1]?.priceMinor).toBe(999_999_999_999_999n);
        expect(() => computeTotals(given('10000000000000'))).toThrow(expect.objectContaining({
            code: 'AMOUNT_TOO_LARGE',
            faults: [expect.objectContaining({ path: 'items[1]' })]
        }));
    });

    test('a line that passes the limit with its VAT is named', () => {
        expect(() => computeTotals(givenTotalsInput([{ price: '1' }, { price: '9000000000000' }])))
            .toThrow(expect.objectContaining({
                code: 'AMOUNT_TOO_LARGE',
                faults: [expect.objectContaining({ path: 'items[1]' })]
            }));
    });

    test('lines that pass the limit together are refused together', () => {
        const lines = [{ price: '5000000000000', vatRate: 'np' }, { price: '5000000000000', vatRate: 'np' }];

        expect(() => computeTotals(givenTotalsInput(lines))).toThrow(expect.objectContaining({
            code: 'AMOUNT_TOO_LARGE',
            faults: [expect.objectContaining({ path: 'items' })]
        }));
    });
});

test.each([
    ['price', { unitPriceMicros: -1n }], ['quantity', { quantityMicros: -1n }],
    ['base quantity', { priceBaseQuantityMicros: 0n }],
    ['discount', { discountAmountMinor: -1n }], ['discount percentage', { discountPercentMicros: -1n }]
])('a line whose %s no schema lets through is a programming error', (_, wrong) => {
    const input = givenTotalsInput([], { lines: [{ ...givenPricedLine({ price: '1' }), ...wrong }] });

    expect(() => computeTotals(input)).toThrow(expect.objectContaining({ code: 'ERR_ASSERTION' }));
});
