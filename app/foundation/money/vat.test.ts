import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { vatOf, vatRateOf, vatRateText } from './vat.ts';
import { vatFaults } from './vat-rules.ts';
import type { VatInput } from './vat-rules.ts';

describe('vatOf', () => {
    test.each([
        [23, 'S', 23_000_000n],
        ['8', 'S', 8_000_000n],
        [5.5, 'S', 5_500_000n],
        ['23.00', 'S', 23_000_000n],
        [0.01, 'S', 10_000n],
        [100, 'S', 100_000_000n],
        [0, 'Z', 0n],
        ['0.00', 'Z', 0n]
    ])('the rate %j is category %s and needs no reason', (rate, category, ratePercentMicros) => {
        expect(vatOf({ rate })).toEqual({ category, ratePercentMicros, word: null, exemptionReason: null });
    });

    test.each([
        ['np', 'O', null, 'Nie podlega'],
        ['oo', 'AE', null, 'odwrotne obciążenie'],
        ['np_art100', 'AE', 'np_art100', 'odwrotne obciążenie']
    ] as const)('%s is category %s at 0 %% with its reason in Polish', (rate, category, word, words) => {
        expect(vatOf({ rate }))
            .toEqual({ category, ratePercentMicros: 0n, word, exemptionReason: expect.stringContaining(words) });
    });

    test('zw is category E at 0 %, and names no provision that nobody gave', () => {
        expect(vatOf({ rate: 'zw' }))
            .toEqual({ category: 'E', ratePercentMicros: 0n, word: null, exemptionReason: null });
    });

    test.each([
        ['K', 'art. 42'], ['G', 'art. 41'], ['AE', 'odwrotne'], ['O', 'Nie podlega']
    ] as const)(
        'the rate 0 with category %s is that category with its reason', (category, words) => {
            const vat = vatOf({ rate: 0, category });

            expect(vat).toEqual({
                category, ratePercentMicros: 0n, word: null, exemptionReason: expect.stringContaining(words)
            });
        }
    );

    test.each<[number | string, VatInput['category']]>([
        [23, 'S'], [0, 'Z'], ['zw', 'E'], ['oo', 'AE'], ['np_art100', 'AE']
    ])(
        'the rate %j with category %s is the same as the rate alone', (rate, category) => {
            expect(vatOf({ rate, category })).toEqual(vatOf({ rate }));
        }
    );

    test('a reason of the caller replaces the default one', () => {
        expect(vatOf({ rate: 'zw', exemptionReason: 'art. 113 ust. 1 ustawy o VAT' }).exemptionReason)
            .toBe('art. 113 ust. 1 ustawy o VAT');
    });

    test('a null category or reason counts as absent', () => {
        expect(vatOf({ rate: 23, category: null, exemptionReason: null })).toEqual(vatOf({ rate: 23 }));
    });

    test('wrong input is refused with every fault in the message', () => {
        expect(() => vatOf({ rate: 23, category: 'Z', exemptionReason: 'why not' })).toThrow(expect.objectContaining({
            code: 'VAT_INVALID',
            message: expect.stringMatching(/^vatCategory .*; exemptionReason /)
        }));
    });
});

describe('vatFaults', () => {
    test.each([
        -1, 100.01, '100.5', 23.456, '1e1', '', 'ZW', 'zw ', 'exempt', NaN, '-0.01', '007'
    ])('the rate %j is refused', (rate) => {
        expect(vatFaults({ rate })).toEqual([expect.objectContaining({ field: 'vatRate', code: 'VAT_RATE_INVALID' })]);
    });

    test.each<[number | string, VatInput['category']]>([
        [0, 'S'], [23, 'Z'], [23, 'E'], [8, 'AE'], [5, 'K'], [5, 'G'], [23, 'O'], ['zw', 'S'],
        ['zw', 'Z'], ['zw', 'AE'], ['np', 'E'], ['oo', 'K'], ['np', 'G'], ['np_art100', 'O'], ['np_art100', 'K']
    ])('the rate %j does not go with category %s', (rate, category) => {
        expect(vatFaults({ rate, category }))
            .toEqual([expect.objectContaining({ field: 'vatCategory', code: 'VAT_CATEGORY_MISMATCH' })]);
    });

    test.each([23, 0])('a reason beside the rate %d is refused', (rate) => {
        expect(vatFaults({ rate, exemptionReason: 'art. 43' })).toEqual([
            expect.objectContaining({ field: 'exemptionReason', code: 'VAT_EXEMPTION_REASON_NOT_ALLOWED' })
        ]);
    });

    test.each(['', '  '])('a blank reason (%j) is refused', (exemptionReason) => {
        expect(vatFaults({ rate: 'zw', exemptionReason })).toEqual([
            expect.objectContaining({ field: 'exemptionReason', code: 'VAT_EXEMPTION_REASON_EMPTY' })
        ]);
    });

    test('good input has none', () => {
        expect(vatFaults({ rate: 0, category: 'K', exemptionReason: 'art. 42 ustawy o VAT' })).toEqual([]);
    });
});

describe('writing a rate', () => {
    test.each<[VatInput, number | string]>([
        [{ rate: '23.00' }, 23], [{ rate: 5.5 }, 5.5], [{ rate: 0 }, 0],
        [{ rate: 'zw' }, 'zw'], [{ rate: 'np' }, 'np'], [{ rate: 'oo' }, 'oo'], [{ rate: 'np_art100' }, 'np_art100'],
        [{ rate: 0, category: 'K' }, 0], [{ rate: 0, category: 'AE' }, 'oo']
    ])('%j is written %j', (input, written) => {
        expect(vatRateOf(vatOf(input))).toBe(written);
        expect(vatRateText(vatOf(input))).toBe(String(written));
    });

    test('every rate with two decimals is read back as it was written', () => {
        fc.assert(fc.property(fc.integer({ min: 0, max: 10_000 }), (hundredths) => {
            const text =
                `${String(hundredths).padStart(3, '0').slice(0, -2)}.${String(hundredths).padStart(3, '0').slice(-2)}`;
            const vat = vatOf({ rate: text });

            expect(vat.ratePercentMicros).toBe(BigInt(hundredths) * 10_000n);
            expect(vatOf({ rate: vatRateOf(vat) })).toEqual(vat);
            expect(vatOf({ rate: vatRateText(vat) })).toEqual(vat);
        }), { numRuns: 1_000 });
    });
});
