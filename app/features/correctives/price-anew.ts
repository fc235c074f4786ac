import { DomainError } from '../../foundation/errors/domain-error.ts';
import type { Invoice, InvoiceLine } from '../../domain/invoices/invoice.ts';
import { decimalsOf } from '../../foundation/money/currencies.ts';
import { vatKeyText } from '../../foundation/money/vat.ts';
import { groupByRate } from '../../domain/totals/line-vat.ts';
import { computeTotals, type LineTotals, type Totals } from '../../domain/totals/totals.ts';
import type { PricedAnew } from './change-line.ts';

/** Rules by which an invoice computes its amounts, fixed when it was issued. */
export type Rules = Pick<Invoice, 'currency' | 'pricesInclude' | 'roundingModel'>;

/**
 * The lines with their amounts computed anew under the invoice's own rules. Each line contains its share of the
 * document discount, so that a line can be taken back whole. A VAT rate without a changed amount keeps its cents on the
 * same lines.
 * @param before - The lines of `after` in their state before, in the same order.
 * @throws DomainError `AMOUNT_TOO_LARGE`
 */
export function priceAnew(
    rules: Rules, before: readonly InvoiceLine[], after: readonly PricedAnew[]
): readonly InvoiceLine[] {
    const totals = totalsOf(rules, after);
    const computed = after.map(({ line, documentDiscountMinor }, index): InvoiceLine => {
        const lineTotals = found(totals.lines[index]);
        return { ...line, correction: null, totals: {
            ...lineTotals, discountMinor: lineTotals.discountMinor - documentDiscountMinor, documentDiscountMinor
        } };
    });

    const settledRates = new Set(ratesOf(rules, before).values());
    const kept = new Set([...ratesOf(rules, computed)].filter(([, content]) => settledRates.has(content))
        .flatMap(([indexes]) => indexes));
    return computed.map((line, index) =>
        (kept.has(index) ? { ...line, totals: withVatOf(line.totals, found(before[index]).totals) } : line));
}

function totalsOf({ currency, pricesInclude, roundingModel }: Rules, after: readonly PricedAnew[]): Totals {
    try {
        return computeTotals({
            decimals: decimalsOf(currency), pricesInclude, roundingModel,
            discountPercentMicros: 0n, discountAmountMinor: 0n, lines: after.map(({ line, documentDiscountMinor }) =>
                ({ ...line, discountAmountMinor: line.discountAmountMinor + documentDiscountMinor }))
        });
    } catch (error) {
        // The error numbers the lines of the invoice, but the request names only some of them.
        if (error instanceof DomainError && error.code === 'AMOUNT_TOO_LARGE') {
            throw new DomainError(error.code, 'items: the corrected invoice would be too large', {}, {
                cause: error, faults: [{ path: 'items', code: error.code, message: 'would make the invoice too large' }]
            });
        }
        throw error;
    }
}

/** The indexes of the lines of each VAT rate, mapped to a text of everything that determines its VAT. */
function ratesOf({ pricesInclude }: Rules, lines: readonly InvoiceLine[]): ReadonlyMap<readonly number[], string> {
    return new Map(groupByRate(lines.map(({ vat }) => vat)).map((indexes) => [indexes, indexes.map((index) => {
        const { vat, totals } = found(lines[index]);
        return `${vatKeyText(vat)} ${index} `
            + `${pricesInclude === 'net' ? totals.netMinor : totals.grossMinor}`;
    }).join(', ')]));
}

/** The totals with net, VAT and gross of the line before, which are the line's part of its rate's sums. */
function withVatOf(totals: LineTotals, { netMinor, vatMinor, grossMinor }: LineTotals): LineTotals {
    return { ...totals, netMinor, vatMinor, grossMinor };
}

function found<Value>(value: Value | undefined): Value {
    if (value === undefined) {
        throw new RangeError('a line is missing');
    }
    return value;
}
