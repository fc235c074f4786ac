import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { computeTotals } from '../totals/totals.ts';
import { breakDownLines } from '../totals/vat-breakdown.ts';
import { exchangedVatOf, inBothCurrencies } from './exchange.ts';
import { exampleDraft } from './invoice.example.ts';
import type { Invoice } from './invoice.ts';

const rate = { rateNanos: 4_253_100_000n, date: '2026-11-23', source: 'nbp-a 226/A/NBP/2026' };
const inEuros: Invoice = { ...exampleDraft, currency: 'EUR' };

const amounts = fc.array(fc.record({
    unitPriceMicros: fc.bigInt({ min: 0n, max: 10n ** 10n }),
    vat: fc.constantFrom(...exampleDraft.lines.map((line) => line.vat),
        { category: 'S' as const, ratePercentMicros: 5_000_000n, word: null, exemptionReason: null })
}), { minLength: 1, maxLength: 12 });

/** An invoice in euros with lines of these prices and VAT rates, and their totals. */
function invoiceOf(
    lines: readonly { readonly unitPriceMicros: bigint; readonly vat: Invoice['lines'][number]['vat'] }[]
): Invoice {
    const [line] = exampleDraft.lines;
    if (line === undefined) {
        throw new Error('the example has no line');
    }
    const priced = lines.map((changes) => ({ ...line, ...changes }));
    const totals = computeTotals({ ...inEuros, discountAmountMinor: 0n, decimals: 2, lines: priced });
    return {
        ...inEuros, ...totals,
        lines: priced.map((each, index) => ({ ...each, totals: totals.lines[index] ?? each.totals }))
    };
}

describe('an invoice in both currencies', () => {
    test('has rows that add up to the total, whatever the order of its lines', () => {
        fc.assert(fc.property(amounts, fc.bigInt({ min: 1n, max: 10n ** 12n }), (lines, rateNanos) => {
            const one = inBothCurrencies(invoiceOf(lines), 'PLN', { ...rate, rateNanos });
            const other = inBothCurrencies(invoiceOf(lines.toReversed()), 'PLN', { ...rate, rateNanos });

            expect(exchangedVatOf(one)?.rowsMinor.reduce((sum, minor) => sum + minor, 0n))
                .toBe(one.vatInVatCurrencyMinor);
            expect(exchangedVatOf(other)).toEqual(exchangedVatOf(one));
            expect(other.vatInVatCurrencyMinor).toBe(one.vatInVatCurrencyMinor);
        }), { numRuns: 300 });
    });

    test('is taken back to nothing by a corrective of all of it at the same rate, in each row', () => {
        fc.assert(fc.property(amounts, (lines) => {
            const original = inBothCurrencies(invoiceOf(lines), 'PLN', rate);
            const negated = original.lines.map((line) =>
                ({ ...line, totals: { ...line.totals, vatMinor: -line.totals.vatMinor } }));

            const vatBefore = breakDownLines(original.lines).map((row) =>
                ({ ...row, rule: 'general' as const, date: '2026-11-23' }));
            const correction = {
                invoiceId: original.id, invoiceNumber: 'FV/1', invoiceIssueDate: '2026-11-23', sequence: 1,
                reason: 'Zwrot', customerId: original.id, vatBefore
            };
            const corrective = inBothCurrencies({ ...original, invoiceType: 'corrective', correction, lines: negated },
                original.vatCurrency ?? '', original.exchange);

            expect(corrective.exchange).toEqual(rate);
            expect(exchangedVatOf(corrective)?.rowsMinor)
                .toEqual(exchangedVatOf(original)?.rowsMinor.map((minor) => -minor));
        }), { numRuns: 300 });
    });

    test('in the VAT currency itself has no rate and no second total', () => {
        expect(inBothCurrencies(exampleDraft, 'PLN', rate))
            .toMatchObject({ vatCurrency: 'PLN', exchange: null, vatInVatCurrencyMinor: null });
    });

    test('without a rate has no second total', () => {
        expect(inBothCurrencies(inEuros, 'PLN', null))
            .toMatchObject({ vatCurrency: 'PLN', exchange: null, vatInVatCurrencyMinor: null });
        expect(exchangedVatOf(inEuros)).toBeUndefined();
    });

    test('is a new object: the one that was given is not changed', () => {
        const before = { ...inEuros };

        inBothCurrencies(inEuros, 'PLN', rate);

        expect(inEuros).toEqual(before);
    });
});
