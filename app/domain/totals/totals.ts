import { DomainError } from '../../foundation/errors/domain-error.ts';
import { amountLimitMinor, formatMinor } from '../../foundation/money/decimal.ts';
import { spreadDocumentDiscount } from './document-discount.ts';
import type { DocumentDiscount, SpreadDiscount } from './document-discount.ts';
import { amountsOfLines } from './line-amount.ts';
import type { LineAmount } from './line-amount.ts';
import { vatOfLines } from './line-vat.ts';
import type { LinesVat, TaxableLine, VatRules } from './line-vat.ts';
import { compareLinesByContent } from './priced-line.ts';
import type { PricedLine } from './priced-line.ts';
import { breakDownVat, sumAmounts } from './vat-breakdown.ts';
import type { Amounts, VatBreakdownRow } from './vat-breakdown.ts';
import type { PricesInclude } from '../../foundation/vocabulary/prices-include.ts';

/** All inputs of an invoice's totals. */
export type TotalsInput = DocumentDiscount & VatRules & {
    /** Decimals of the invoice's currency: PLN 2, JPY 0, KWD 3. */
    readonly decimals: number;
    readonly lines: readonly PricedLine[];
};

/** The computed amounts of one line. */
export type LineTotals = Amounts & {
    /** Unit price × quantity; net or gross as the invoice's prices are, like the two discounts. */
    readonly priceMinor: bigint;
    /** The line's own discounts, percentage and amount together. */
    readonly discountMinor: bigint;
    /** The line's share of the document discount. */
    readonly documentDiscountMinor: bigint;
};

/** The computed amounts of an invoice; `lines` are in the order of the input. */
export type Totals = Amounts & {
    readonly lines: readonly LineTotals[];
    readonly vatBreakdown: readonly VatBreakdownRow[];
    /** The document discount; net or gross as the invoice's prices are. */
    readonly discountMinor: bigint;
};

/** The totals with all intermediate values; lists are in the order of the input's lines. */
export type Workings = {
    readonly lineAmounts: readonly LineAmount[];
    readonly documentDiscount: SpreadDiscount;
    readonly taxable: readonly TaxableLine[];
    readonly vat: LinesVat;
    readonly totals: Totals;
};

/**
 * The totals of an invoice: line price → line discounts → document discount → VAT, each rounded once, half away from
 * zero. Lines add up to the breakdown, the breakdown to the total, net and VAT to gross, and the order of the lines
 * changes no total.
 * @throws DomainError `DISCOUNT_EXCEEDS_LINE` | `DISCOUNT_EXCEEDS_TOTAL` | `AMOUNT_TOO_LARGE`
 * @see EN 16931 BR-CO-10 to BR-CO-17; Ustawa o VAT art. 106e ust. 7-10
 */
export function computeTotals(input: TotalsInput): Totals {
    return workOutTotals(input).totals;
}

/**
 * The totals with all intermediate values, for explanations: they explain the computation itself.
 * @throws DomainError those of {@link computeTotals}
 */
export function workOutTotals(input: TotalsInput): Workings {
    const { lines, decimals } = input;
    const compareTies = compareLinesByContent(lines);
    const lineAmounts = amountsOfLines(lines, decimals);
    const documentDiscount = spreadDocumentDiscount(
        input, lineAmounts.map(({ baseMinor }) => baseMinor), decimals, compareTies);
    const { taxable, vat, lineTotals } = taxLines(input, lineAmounts, documentDiscount.allocation.shares);
    const total = sumAmounts(lineTotals);
    refuseTooLarge(lineTotals, total, decimals);

    const totals = {
        lines: lineTotals, vatBreakdown: breakDownVat(lines.map(({ vat: rate }) => rate), lineTotals),
        discountMinor: documentDiscount.discountMinor, ...total
    };
    return { lineAmounts, documentDiscount, taxable, vat, totals };
}

/**
 * The totals of lines whose shares of the document discount are known, as in a state after correctives.
 * @param shares - In minor units, in the order of the lines; each at most what the line's own discounts leave.
 * @throws DomainError `DISCOUNT_EXCEEDS_LINE` | `AMOUNT_TOO_LARGE`
 */
export function computeLineTotals(
    input: Omit<TotalsInput, keyof DocumentDiscount>, shares: readonly bigint[]
): readonly LineTotals[] {
    const { lineTotals } = taxLines(input, amountsOfLines(input.lines, input.decimals), shares);
    refuseTooLarge(lineTotals, sumAmounts(lineTotals), input.decimals);
    return lineTotals;
}

type TaxedLines = Pick<Workings, 'taxable' | 'vat'> & { readonly lineTotals: readonly LineTotals[] };

function taxLines(
    input: Omit<TotalsInput, keyof DocumentDiscount>, lineAmounts: readonly LineAmount[], shares: readonly bigint[]
): TaxedLines {
    const { lines, pricesInclude } = input;
    const taxable = lines.map(({ vat: rate }, index) =>
        ({ vat: rate, amountMinor: (lineAmounts[index]?.baseMinor ?? 0n) - (shares[index] ?? 0n) }));
    const vat = vatOfLines(taxable, input, compareLinesByContent(lines));
    const lineTotals = lineAmounts.map(({ priceMinor, discountMinor }, index) => ({
        priceMinor, discountMinor, documentDiscountMinor: shares[index] ?? 0n,
        ...amountsWith(vat.vatMinor[index] ?? 0n, taxable[index]?.amountMinor ?? 0n, pricesInclude)
    }));
    return { taxable, vat, lineTotals };
}

function amountsWith(vatMinor: bigint, amountMinor: bigint, pricesInclude: PricesInclude): Amounts {
    return pricesInclude === 'net'
        ? { netMinor: amountMinor, vatMinor, grossMinor: amountMinor + vatMinor }
        : { netMinor: amountMinor - vatMinor, vatMinor, grossMinor: amountMinor };
}

/**
 * Refuses totals over the limit. Line prices were checked before; VAT on top of one, or the sum of many, may still
 * exceed it.
 */
function refuseTooLarge(lines: readonly LineTotals[], total: Amounts, decimals: number): void {
    if (total.grossMinor < amountLimitMinor) {
        return;
    }

    const index = lines.findIndex(({ grossMinor }) => grossMinor >= amountLimitMinor);
    const path = index < 0 ? 'items' : `items[${index}]`;
    const subject = index < 0 ? 'gross total of the invoice' : 'gross amount of the line';
    const message = `the ${subject} must stay below ${formatMinor(amountLimitMinor, decimals)}`;
    throw new DomainError(
        'AMOUNT_TOO_LARGE', `${path}: ${message}`, { path }, { faults: [{ path, code: 'AMOUNT_TOO_LARGE', message }] });
}
