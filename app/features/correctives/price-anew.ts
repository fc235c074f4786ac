import { DomainError } from '../../foundation/errors/domain-error.ts';
import type { Invoice, InvoiceLine } from '../../domain/invoices/invoice.ts';
import { decimalsOf } from '../../foundation/money/currencies.ts';
import { vatKeyText } from '../../foundation/money/vat.ts';
import { groupByRate } from '../../domain/totals/line-vat.ts';
import { computeLineTotals, type LineTotals } from '../../domain/totals/totals.ts';
import type { DraftLine } from '../../domain/pricing/draft-line.ts';
import type { LineState } from './corrected-state.ts';
import { spreadOverState, type DiscountRules } from './state-discount.ts';

/** Rules by which an invoice computes its amounts, fixed when it was issued. */
export type Rules = DiscountRules & Pick<Invoice, 'pricesInclude' | 'roundingModel'>;

/** A line of a new state: its content, and the line as the invoice was issued with it. */
export type NewState = { readonly line: DraftLine; readonly original: InvoiceLine | null };

/**
 * The lines with their amounts computed anew from the invoice's own inputs and rules, so that lines which return to
 * their first inputs return to their first amounts. A state that a version before this rule computed from rounded
 * amounts keeps its discount while the inputs of its line stay, and its cents while those of its rate do.
 * @param before - The lines in their state before; those of `after` are in the same order, new ones at the end.
 * @throws DomainError `AMOUNT_TOO_LARGE`
 */
export function priceAnew(
    rules: Rules, before: readonly LineState[], after: readonly NewState[]
): readonly InvoiceLine[] {
    const expected = spreadOverState(rules, before);
    const shares = spreadOverState(rules, after).map((share, index) => {
        const [line, was] = [after[index]?.line, before[index]?.line];
        const isKept = line !== undefined && was !== undefined && inputsOf(line) === inputsOf(was)
            && was.totals.documentDiscountMinor !== expected[index];
        return isKept ? was.totals.documentDiscountMinor : share;
    });
    const totals = totalsOf(rules, after, shares);
    const computed = after.map(({ line }, index): InvoiceLine =>
        ({ ...line, correction: null, totals: found(totals[index]) }));

    const settled = new Set(ratesOf(rules, before.map(({ line }) => line)).values());
    const kept = new Set([...ratesOf(rules, computed)].filter(([, content]) => settled.has(content))
        .flatMap(([indexes]) => indexes));
    return computed.map((line, index) =>
        (kept.has(index) ? { ...line, totals: withVatOf(line.totals, found(before[index]).line.totals) } : line));
}

function totalsOf(
    { currency, pricesInclude, roundingModel }: Rules, after: readonly NewState[], shares: readonly bigint[]
): readonly LineTotals[] {
    try {
        return computeLineTotals(
            { decimals: decimalsOf(currency), pricesInclude, roundingModel, lines: after.map(({ line }) => line) },
            shares);
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

/** The inputs of a line's price and discounts, as text. */
function inputsOf(line: DraftLine): string {
    return `${line.quantityMicros} ${line.unitPriceMicros} ${line.priceBaseQuantityMicros} `
        + `${line.discountPercentMicros} ${line.discountAmountMinor}`;
}

/** The indexes of the lines of each VAT rate, mapped to a text of everything that determines its VAT. */
function ratesOf({ pricesInclude }: Rules, lines: readonly InvoiceLine[]): ReadonlyMap<readonly number[], string> {
    return new Map(groupByRate(lines.map(({ vat }) => vat)).map((indexes) => [indexes, indexes.map((index) => {
        const line = found(lines[index]);
        const { vat, totals } = line;
        return `${vatKeyText(vat)} ${index} ${inputsOf(line)} `
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
