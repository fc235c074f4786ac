import { DomainError } from '../../foundation/errors/domain-error.ts';
import type { Invoice, InvoiceLine } from '../../domain/invoices/invoice.ts';
import { decimalsOf } from '../../foundation/money/currencies.ts';
import { groupByRate } from '../../domain/totals/line-vat.ts';
import { computeTotals, type LineTotals, type Totals } from '../../domain/totals/totals.ts';
import type { PricedAnew } from './change-line.ts';

/** How an invoice computes: fixed when it was issued. */
export type Rules = Pick<Invoice, 'currency' | 'pricesInclude' | 'roundingModel'>;

/**
 * The lines with their amounts computed anew under the invoice's own rules. What was a discount on the whole invoice is by now part of each
 * line, so that a line can be taken back whole. A VAT rate of which no amount changed keeps its cents where they are.
 * @param before - The same lines as they stand, in the same order.
 * @throws DomainError `AMOUNT_TOO_LARGE`
 */
export function priceAnew(rules: Rules, before: readonly InvoiceLine[], after: readonly PricedAnew[]): readonly InvoiceLine[] {
    const totals = totalsOf(rules, after);
    const computed = after.map(({ line, documentDiscountMinor }, index): InvoiceLine => {
        const lineTotals = found(totals.lines[index]);
        return { ...line, correction: null, totals: { ...lineTotals, discountMinor: lineTotals.discountMinor - documentDiscountMinor, documentDiscountMinor } };
    });

    const settledRates = new Set(ratesOf(rules, before).values());
    const kept = new Set([...ratesOf(rules, computed)].filter(([, content]) => settledRates.has(content)).flatMap(([indexes]) => indexes));
    return computed.map((line, index) => (kept.has(index) ? { ...line, totals: withVatOf(line.totals, found(before[index]).totals) } : line));
}

function totalsOf({ currency, pricesInclude, roundingModel }: Rules, after: readonly PricedAnew[]): Totals {
    try {
        return computeTotals({
            decimals: decimalsOf(currency), pricesInclude, roundingModel, discountPercentMicros: 0n, discountAmountMinor: 0n,
            lines: after.map(({ line, documentDiscountMinor }) => ({ ...line, discountAmountMinor: line.discountAmountMinor + documentDiscountMinor }))
        });
    } catch (error) {
        // It counts the lines of the invoice, of which the request names only some.
        if (error instanceof DomainError && error.code === 'AMOUNT_TOO_LARGE') {
            throw new DomainError(error.code, 'items: the corrected invoice would be too large', {}, {
                cause: error, faults: [{ path: 'items', code: error.code, message: 'would make the invoice too large' }]
            });
        }
        throw error;
    }
}

/** The lines of each VAT rate, by their positions, with all that decides its VAT as a text. */
function ratesOf({ pricesInclude }: Rules, lines: readonly InvoiceLine[]): ReadonlyMap<readonly number[], string> {
    return new Map(groupByRate(lines.map(({ vat }) => vat)).map((indexes) => [indexes, indexes.map((index) => {
        const { vat, totals } = found(lines[index]);
        return `${vat.category} ${vat.ratePercentMicros} ${index} ${pricesInclude === 'net' ? totals.netMinor : totals.grossMinor}`;
    }).join(', ')]));
}

/** Takes net, VAT and gross of the line as it stood: together they are what its rate shares out. */
function withVatOf(totals: LineTotals, { netMinor, vatMinor, grossMinor }: LineTotals): LineTotals {
    return { ...totals, netMinor, vatMinor, grossMinor };
}

function found<Value>(value: Value | undefined): Value {
    if (value === undefined) {
        throw new RangeError('a line is missing');
    }
    return value;
}
