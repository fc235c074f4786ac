import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import {
    baseQuantityMicros, eighths, hundredPercent, lessPercentByHand, percentMicros, priceByHand,
    priceMicros, quantityMicros
} from '../../../test/support/random-amounts.ts';
import { roundedByHand } from '../../../test/support/rounded-by-hand.ts';
import { decimalsOf } from '../../foundation/money/currencies.ts';
import { vatOf } from '../../foundation/money/vat.ts';
import type { PricedLine } from './priced-line.ts';
import { computeTotals } from './totals.ts';
import type { LineTotals, Totals, TotalsInput } from './totals.ts';

/*
 * Monetary invariants of the contract on generated invoices in currencies of 0, 2 and 3 decimals, net and gross, in
 * both rounding models. Expected roundings are computed by `roundedByHand`, which shares no code with the service.
 */

const runs = { numRuns: 1_000 };
const vat = fc.constantFrom('23', '23', '8', '5', '0', 'zw', 'np', 'oo', 'np_art100').map((rate) => {
    const { category, ratePercentMicros, word } = vatOf({ rate });
    return { category, ratePercentMicros, word };
});
/** A line whose amount discount fits: its price and percent discount are computed by hand for that. */
const lineOf = (decimals: number): fc.Arbitrary<PricedLine> =>
    fc.record({
        unitPriceMicros: priceMicros, quantityMicros, priceBaseQuantityMicros: baseQuantityMicros,
        discountPercentMicros: percentMicros, vat, eighths
    })
        .map(({ eighths: part, ...line }) => {
            const discountedMinor = baseByHand({ ...line, discountAmountMinor: 0n }, decimals);
            return { ...line, discountAmountMinor: discountedMinor * part / 8n };
        });

const invoice: fc.Arbitrary<TotalsInput> = fc.constantFrom('PLN', 'EUR', 'JPY', 'KWD').chain((currency) => {
    const decimals = decimalsOf(currency);

    return fc.record({
        decimals: fc.constant(decimals),
        pricesInclude: fc.constantFrom('net' as const, 'gross' as const),
        roundingModel: fc.constantFrom('per_rate' as const, 'per_line' as const),
        discountPercentMicros: percentMicros,
        lines: fc.array(lineOf(decimals), { minLength: 1, maxLength: 10 }),
        eighths
    }).map(({ eighths: part, ...input }) => {
        const baseMinor = sum(input.lines.map((line) => baseByHand(line, decimals)));
        return { ...input, discountAmountMinor: lessPercentByHand(baseMinor, input.discountPercentMicros) * part / 8n };
    });
});

describe('the order of the steps', () => {
    test('each line is its price less its discounts less its share of the document discount, as worked out by hand',
        () => {
            fc.assert(fc.property(invoice, (input) => {
                const { lines } = computeTotals(input);

                expect(lines.map(({ priceMinor }) => priceMinor))
                    .toEqual(input.lines.map((line) => priceByHand(line, input.decimals)));
                expect(lines.map((line) => taxable(input, line) + line.documentDiscountMinor))
                    .toEqual(input.lines.map((line) => baseByHand(line, input.decimals)));
                expect(lines.map((line) => taxable(input, line)))
                    .toEqual(lines.map((line) => line.priceMinor - line.discountMinor - line.documentDiscountMinor));
            }), runs);
        });

    test('the document discount is its percentage of the sum, rounded once, plus its amount, and the lines bear all of it', () => {
        fc.assert(fc.property(invoice, (input) => {
            const { lines, discountMinor } = computeTotals(input);
            const baseMinor = sum(lines.map((line) => line.priceMinor - line.discountMinor));

            expect(discountMinor).toBe(
                roundedByHand(baseMinor * input.discountPercentMicros, hundredPercent) + input.discountAmountMinor);
            expect(sum(lines.map((line) => line.documentDiscountMinor))).toBe(discountMinor);
        }), runs);
    });

    test('each line bears its share of the document discount to within one minor unit, and never more than it costs',
        () => {
            fc.assert(fc.property(invoice, (input) => {
                const { lines, discountMinor } = computeTotals(input);
                const basesMinor = lines.map((line) => line.priceMinor - line.discountMinor);
                const sumMinor = sum(basesMinor);

                expect(lines.every(({ documentDiscountMinor: share }, index) => {
                    const base = basesMinor[index] ?? 0n;
                    return share <= base && isLess(share * sumMinor - discountMinor * base, sumMinor);
                })).toBe(true);
            }), runs);
        });
});

describe('sums', () => {
    test('lines add up to the total, and net and VAT to gross, on lines, breakdown and total', () => {
        fc.assert(fc.property(invoice, (input) => {
            const totals = computeTotals(input);

            expect(sum(totals.lines.map(({ netMinor }) => netMinor))).toBe(totals.netMinor);
            expect(sum(totals.lines.map(({ vatMinor }) => vatMinor))).toBe(totals.vatMinor);
            expect(sum(totals.lines.map(({ grossMinor }) => grossMinor))).toBe(totals.grossMinor);
            const rows = [totals, ...totals.lines, ...totals.vatBreakdown];
            expect(rows.filter(({ netMinor, vatMinor, grossMinor }) => netMinor + vatMinor !== grossMinor))
                .toEqual([]);
        }), runs);
    });

    test('the breakdown adds up to the total, and each row to its lines', () => {
        fc.assert(fc.property(invoice, (input) => {
            const totals = computeTotals(input);

            expect(sum(totals.vatBreakdown.map(({ vatMinor }) => vatMinor))).toBe(totals.vatMinor);
            expect(sum(totals.vatBreakdown.map(({ netMinor }) => netMinor))).toBe(totals.netMinor);
            for (const row of totals.vatBreakdown) {
                const lines = linesOfRow(input, totals, row);
                expect(sum(lines.map(({ netMinor }) => netMinor))).toBe(row.netMinor);
                expect(sum(lines.map(({ vatMinor }) => vatMinor))).toBe(row.vatMinor);
            }
        }), runs);
    });

    test('the breakdown has one row for each category, rate and word in use', () => {
        fc.assert(fc.property(invoice, (input) => {
            const nameOf = ({ category, ratePercentMicros, word }: PricedLine['vat']) =>
                `${category} ${ratePercentMicros} ${word}`;
            const rows = computeTotals(input).vatBreakdown.map(nameOf);

            expect([...rows].sort()).toEqual([...new Set(input.lines.map((line) => nameOf(line.vat)))].sort());
        }), runs);
    });
});

describe('VAT', () => {
    test('per rate, each row holds the VAT of its own sum, as worked out by hand', () => {
        fc.assert(fc.property(invoice, (input) => {
            const { vatBreakdown } = computeTotals({ ...input, roundingModel: 'per_rate' });

            for (const row of vatBreakdown) {
                expect(row.vatMinor).toBe(vatByHand(input, taxable(input, row), row.ratePercentMicros));
            }
        }), runs);
    });

    test('per line, each line holds its own VAT, as worked out by hand', () => {
        fc.assert(fc.property(invoice, (input) => {
            const { lines } = computeTotals({ ...input, roundingModel: 'per_line' });

            expect(lines.map(({ vatMinor }) => vatMinor))
                .toEqual(lines.map((line, index) => vatByHand(
                    input, taxable(input, line), lineAt(input, index).vat.ratePercentMicros)));
        }), runs);
    });

    test('in both models no line is off its exact VAT by a whole minor unit', () => {
        fc.assert(fc.property(invoice, (input) => {
            const { lines } = computeTotals(input);

            expect(lines.every((line, index) => {
                const { ratePercentMicros } = lineAt(input, index).vat;
                const denominator = vatDenominator(input, ratePercentMicros);
                return isLess(line.vatMinor * denominator - taxable(input, line) * ratePercentMicros, denominator);
            })).toBe(true);
        }), runs);
    });

    test('no amount is negative', () => {
        fc.assert(fc.property(invoice, (input) => {
            const totals = computeTotals(input);

            expect(totals.lines.flatMap((line) => Object.values(line)).every((amount) => amount >= 0n)).toBe(true);
            expect(totals.netMinor >= 0n && totals.vatMinor >= 0n && totals.discountMinor >= 0n).toBe(true);
        }), runs);
    });
});

describe('the order of the lines', () => {
    const shuffle = <T>(items: readonly T[]) => fc.shuffledSubarray([...items], { minLength: items.length });
    const shuffledInvoice = invoice.chain((input) =>
        shuffle(input.lines).map((lines) => ({ input, shuffled: { ...input, lines } })));

    test('changes no total and no row of the breakdown, and equal lines come to the same amounts', () => {
        fc.assert(fc.property(shuffledInvoice, ({ input, shuffled }) => {
            const { lines, ...totals } = computeTotals(input);
            const { lines: shuffledLines, ...shuffledTotals } = computeTotals(shuffled);

            expect(shuffledTotals).toEqual(totals);
            expect(described(shuffled, shuffledLines)).toEqual(described(input, lines));
        }), runs);
    });

    test('changes nothing either when every line costs the same and only rates differ', () => {
        const sameBases = fc.record({
            rates: fc.array(vat, { minLength: 2, maxLength: 9 }),
            discountAmountMinor: fc.bigInt({ min: 1n, max: 200n }),
            pricesInclude: fc.constantFrom('net' as const, 'gross' as const)
        }).chain(({ rates, ...rest }) => shuffle(rates).map((shuffled) => ({ ...rest, rates, shuffled })));
        const totalsOf = (
            rates: readonly PricedLine['vat'][], rest: Pick<TotalsInput, 'discountAmountMinor' | 'pricesInclude'>
        ) => {
            const line = {
                unitPriceMicros: 1_000_000n, quantityMicros: 1_000_000n, priceBaseQuantityMicros: 1_000_000n,
                discountPercentMicros: 0n, discountAmountMinor: 0n
            };
            const lines = rates.map((rate) => ({ ...line, vat: rate }));
            const input = {
                ...rest, decimals: 2, roundingModel: 'per_rate' as const, discountPercentMicros: 0n, lines
            };
            return { ...computeTotals(input), lines: [] };
        };

        fc.assert(fc.property(sameBases, ({ rates, shuffled, ...rest }) => {
            expect(totalsOf(shuffled, rest)).toEqual(totalsOf(rates, rest));
        }), runs);
    });
});

function sum(amounts: readonly bigint[]): bigint {
    return amounts.reduce((left, right) => left + right, 0n);
}

/** Tells whether a number lies between −limit and limit, or is 0 when the limit is 0. */
function isLess(number: bigint, limit: bigint): boolean {
    return limit === 0n ? number === 0n : -limit < number && number < limit;
}

function lineAt(input: TotalsInput, index: number): PricedLine {
    const line = input.lines[index];
    if (line === undefined) throw new RangeError(`there is no line ${index}`);
    return line;
}

/** The amount that VAT is computed from: net, or gross when prices include VAT. */
function taxable(
    { pricesInclude }: TotalsInput, { netMinor, grossMinor }: Pick<Totals, 'netMinor' | 'grossMinor'>
): bigint {
    return pricesInclude === 'net' ? netMinor : grossMinor;
}

function baseByHand(line: PricedLine, decimals: number): bigint {
    return lessPercentByHand(priceByHand(line, decimals), line.discountPercentMicros) - line.discountAmountMinor;
}

function vatDenominator({ pricesInclude }: TotalsInput, ratePercentMicros: bigint): bigint {
    return pricesInclude === 'net' ? hundredPercent : hundredPercent + ratePercentMicros;
}

function vatByHand(input: TotalsInput, amountMinor: bigint, ratePercentMicros: bigint): bigint {
    return roundedByHand(amountMinor * ratePercentMicros, vatDenominator(input, ratePercentMicros));
}

function linesOfRow(input: TotalsInput, totals: Totals, row: PricedLine['vat']): LineTotals[] {
    return totals.lines.filter((_, index) => {
        const { category, ratePercentMicros, word } = lineAt(input, index).vat;
        return category === row.category && ratePercentMicros === row.ratePercentMicros && word === row.word;
    });
}

/** Inputs and results of each line, sorted, so that two orders of the same lines can be compared. */
function described(input: TotalsInput, lines: readonly LineTotals[]): string[] {
    return lines.map((line, index) => {
        const { vat: { category, ratePercentMicros }, ...given } = lineAt(input, index);
        return [...Object.entries(given).sort(), category, ratePercentMicros, ...Object.entries(line).sort()].join(' ');
    }).sort();
}
