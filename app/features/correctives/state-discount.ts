import type { Invoice, InvoiceLine } from '../../domain/invoices/invoice.ts';
import type { DraftLine } from '../../domain/pricing/draft-line.ts';
import { spreadDocumentDiscount } from '../../domain/totals/document-discount.ts';
import { amountsOfLines, type LineAmount } from '../../domain/totals/line-amount.ts';
import { compareLinesByContent } from '../../domain/totals/priced-line.ts';
import { decimalsOf } from '../../foundation/money/currencies.ts';
import { least } from '../../foundation/money/decimal.ts';
import { inProportion } from './agreed-discount.ts';

/** The invoice's own discount, and the lines that it was spread over when it was issued. */
export type DiscountRules = Pick<Invoice, 'currency' | 'discountPercentMicros' | 'lines'>;

/** A line of a state of the invoice: its content, and the line as the invoice was issued with it. */
type StateLine = { readonly line: DraftLine; readonly original: InvoiceLine | null };

/**
 * Each line's share of the document discount in a state of the invoice. The percentage is taken off and spread anew, as
 * in an invoice made right from the start. An amount was agreed for the original's lines: each keeps its share in
 * proportion to its original price, and a line that was added has none.
 * @returns Shares in minor units, in the order of the lines; each at most what the line's own discounts leave.
 */
export function spreadOverState(rules: DiscountRules, state: readonly StateLine[]): readonly bigint[] {
    const amountShares = amountSharesOf(rules);
    const { amounts, shares } = spreadPercent(rules, state.map(({ line }) => line));
    return amounts.map(({ priceMinor, baseMinor }, index) => {
        const original = state[index]?.original;
        const amountShare = original === null || original === undefined ? 0n
            : inProportion(amountShares.get(original.id) ?? 0n, priceMinor, original.totals.priceMinor);
        return within(baseMinor, (shares[index] ?? 0n) + amountShare);
    });
}

/** The part of each original line's share that the percentage does not explain, by its id. */
function amountSharesOf(rules: DiscountRules): ReadonlyMap<string, bigint> {
    const { shares } = spreadPercent(rules, rules.lines);
    return new Map(rules.lines.map(({ id, totals }, index) =>
        [id, totals.documentDiscountMinor - (shares[index] ?? 0n)]));
}

type PercentShares = { readonly amounts: readonly LineAmount[]; readonly shares: readonly bigint[] };

function spreadPercent(
    { currency, discountPercentMicros }: DiscountRules, lines: readonly DraftLine[]
): PercentShares {
    const decimals = decimalsOf(currency);
    const amounts = amountsOfLines(lines, decimals);
    const { allocation } = spreadDocumentDiscount({ discountPercentMicros, discountAmountMinor: 0n },
        amounts.map(({ baseMinor }) => baseMinor), decimals, compareLinesByContent(lines));
    return { amounts, shares: allocation.shares };
}

function within(mostMinor: bigint, minor: bigint): bigint {
    return minor < 0n ? 0n : least(minor, mostMinor);
}
