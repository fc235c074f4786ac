import { compareVatKeys, vatKeyText } from '../../foundation/money/vat.ts';
import type { VatKey } from '../../foundation/vocabulary/vat-categories.ts';
import type { VatPeriod } from './vat-periods.ts';

/** Amounts in minor units; gross is net + VAT. */
export type VatAmounts = { readonly netMinor: bigint; readonly vatMinor: bigint };

/** Amounts in two currencies: that of the documents, and the VAT currency, which VAT is declared in. */
export type VatSums = {
    /** Number of documents that have any of these amounts. */
    readonly documents: number;
    readonly own: VatAmounts;
    /** Amounts of the documents whose exchange rate is known; the same as `own` in the VAT currency itself. */
    readonly declared: VatAmounts;
    /** Number of documents without an exchange rate, which `declared` lacks. */
    readonly withoutRate: number;
};

/** Invoices, correctives (differences: negative where they lower), and both together. */
export type VatFigures = { readonly invoices: VatSums; readonly correctives: VatSums; readonly sum: VatSums };

/** Currency of the documents, and the currency their VAT is declared in. */
export type VatCurrencies = { readonly currency: string; readonly vatCurrency: string };

/** VAT charged at one rate. */
export type VatRateRow = VatFigures & VatCurrencies & VatKey;

/** Figures of one currency over all rates. */
export type VatTotal = VatFigures & VatCurrencies;

/** Declared amounts of one rate over all currencies, in the VAT currency. */
export type DeclaredRow = VatAmounts & VatKey & { readonly vatCurrency: string };

/** Declared amounts of all rates together, in the VAT currency. */
export type DeclaredTotal = VatAmounts & { readonly vatCurrency: string; readonly withoutRate: number };

/** One part of the report. */
export type VatPeriodReport = VatPeriod & {
    readonly rates: readonly VatRateRow[];
    readonly totals: readonly VatTotal[];
    readonly declaredRates: readonly DeclaredRow[];
    readonly declaredTotals: readonly DeclaredTotal[];
};

/**
 * Group that the database summed up: documents of one period, currency and kind, at one rate, or (without a rate) all
 * of them counted once each.
 */
export type VatGroup = VatCurrencies & VatSums & {
    readonly period: string;
    readonly corrective: boolean;
    readonly rate: VatKey | null;
};

/**
 * The VAT report of one period. Pure.
 * @param groups - Groups of this period.
 * @param ownVatCurrency - VAT currency that is declared even when there is nothing in it.
 */
export function vatReportOf(period: VatPeriod, groups: readonly VatGroup[], ownVatCurrency: string): VatPeriodReport {
    const rates = groupBy(groups.filter(({ rate }) => rate !== null), ({ currency, vatCurrency, rate }) =>
        `${currency} ${vatCurrency} ${rate && vatKeyText(rate)}`).flatMap(toRateRow)
            .sort(byCurrencyAndRate);
    const totals = groupBy(groups, ({ currency, vatCurrency }) => `${currency} ${vatCurrency}`)
        .flatMap(toTotal).sort(byCurrency);
    return {
        ...period,
        rates,
        totals,
        declaredRates: groupBy(rates, (row) => `${row.vatCurrency} ${vatKeyText(row)}`)
            .flatMap(toDeclaredRow).sort((left, right) =>
                compareText(left.vatCurrency, right.vatCurrency) || compareVatKeys(left, right)),
        declaredTotals: [...new Set([ownVatCurrency, ...totals.map(({ vatCurrency }) => vatCurrency)])]
            .sort().map((vatCurrency) => {
                const those = totals.filter((total) => total.vatCurrency === vatCurrency);
                return { vatCurrency, ...sumOf(those.map(({ sum }) => sum.declared)), withoutRate: those.reduce(
                    (count, { sum }) => count + sum.withoutRate, 0) };
            })
    };
}

function toRateRow(groups: readonly VatGroup[]): readonly VatRateRow[] {
    return groups.slice(0, 1).flatMap(({ currency, vatCurrency, rate }) =>
        (rate === null ? [] : [{ currency, vatCurrency, ...rate, ...figuresOf(groups, groups) }]));
}

function toTotal(groups: readonly VatGroup[]): readonly VatTotal[] {
    const amounts = groups.filter(({ rate }) => rate !== null);
    const counts = groups.filter(({ rate }) => rate === null);
    return groups.slice(0, 1).map(({ currency, vatCurrency }) =>
        ({ currency, vatCurrency, ...figuresOf(amounts, counts) }));
}

/**
 * Sums up groups. A document of two rates is in two groups of amounts, so documents are counted from groups of their
 * own.
 */
function figuresOf(amounts: readonly VatGroup[], counts: readonly VatGroup[]): VatFigures {
    const of = (kinds: readonly boolean[]): VatSums => {
        const counted = counts.filter(({ corrective }) => kinds.includes(corrective));
        const summed = amounts.filter(({ corrective }) => kinds.includes(corrective));
        return {
            documents: counted.reduce((count, { documents }) => count + documents, 0),
            own: sumOf(summed.map(({ own }) => own)),
            declared: sumOf(summed.map(({ declared }) => declared)),
            withoutRate: counted.reduce((count, { withoutRate }) => count + withoutRate, 0)
        };
    };
    return { invoices: of([false]), correctives: of([true]), sum: of([false, true]) };
}

function toDeclaredRow(rows: readonly VatRateRow[]): readonly DeclaredRow[] {
    return rows.slice(0, 1).map(({ vatCurrency, category, ratePercentMicros, word }) =>
        ({ vatCurrency, category, ratePercentMicros, word, ...sumOf(rows.map(({ sum }) => sum.declared)) }));
}

function sumOf(amounts: readonly VatAmounts[]): VatAmounts {
    return amounts.reduce((sum, { netMinor, vatMinor }) =>
        ({ netMinor: sum.netMinor + netMinor, vatMinor: sum.vatMinor + vatMinor }), { netMinor: 0n, vatMinor: 0n });
}

function groupBy<Item>(items: readonly Item[], keyOf: (item: Item) => string): readonly (readonly Item[])[] {
    return [...Map.groupBy(items, keyOf).values()];
}

function byCurrencyAndRate(left: VatRateRow, right: VatRateRow): number {
    return byCurrency(left, right) || compareVatKeys(left, right);
}

function byCurrency(left: VatCurrencies, right: VatCurrencies): number {
    return compareText(left.currency, right.currency) || compareText(left.vatCurrency, right.vatCurrency);
}

function compareText(left: string, right: string): number {
    return left < right ? -1 : Number(left > right);
}
