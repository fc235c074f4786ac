import { decimalsOf } from '../../foundation/money/currencies.ts';
import {
    formatMicros, formatMinor, formatNanos, microsDecimals, nanosDecimals, parseDecimal
} from '../../foundation/money/decimal.ts';
import type { TaxPointRule } from '../../foundation/vocabulary/tax-point-rules.ts';
import type { VatCategory, VatWord } from '../../foundation/vocabulary/vat-categories.ts';
import type { Codec } from './column-codecs.ts';
import type { ExchangeRate, TaxPoint } from './invoice.ts';

/** A tax point as JSON. The trigger `store_vat_of_issued` makes a row of `invoice_vat` of each. */
export type StoredTaxPoint = {
    readonly category: VatCategory;
    readonly rate: string;
    readonly word: VatWord | null;
    readonly rule: TaxPointRule;
    readonly date: string;
    readonly net: string;
    readonly vat: string;
    readonly exchangeRate: string | null;
    readonly exchangeRateDate: string | null;
    readonly exchangeRateSource: string | null;
    /** ISO 4217; the currency of the declared amounts. */
    readonly declaredCurrency: string | null;
    readonly declaredNet: string | null;
    readonly declaredVat: string | null;
    readonly countedOn: string | null;
};

/** Codec of a document's tax points; rows of versions without them are null. */
export const taxPointsCodec: Codec<readonly TaxPoint[] | null, readonly StoredTaxPoint[] | null> = {
    type: 'jsonb',
    read: (stored, decimals) => stored?.map((point) => taxPointOf(point, decimals)) ?? null,
    write: (points, decimals) => points?.map((point) => storedTaxPoint(point, decimals)) ?? null
};

/** A tax point as JSON, with its members in a fixed order. @param decimals - Of the document's currency */
export function storedTaxPoint(point: TaxPoint, decimals: number): StoredTaxPoint {
    const { category, ratePercentMicros, word, rule, date, netMinor, vatMinor, exchange, declared, countedOn } = point;
    const inVatCurrency = (minor: bigint): string => formatMinor(minor, decimalsOf(declared?.currency ?? 'PLN'));
    return {
        category, rate: formatMicros(ratePercentMicros), word, rule, date,
        net: formatMinor(netMinor, decimals), vat: formatMinor(vatMinor, decimals),
        exchangeRate: exchange === null ? null : formatNanos(exchange.rateNanos),
        exchangeRateDate: exchange?.date ?? null,
        exchangeRateSource: exchange?.source ?? null,
        declaredCurrency: declared?.currency ?? null,
        declaredNet: declared === null ? null : inVatCurrency(declared.netMinor),
        declaredVat: declared === null ? null : inVatCurrency(declared.vatMinor),
        countedOn
    };
}

function taxPointOf(stored: StoredTaxPoint, decimals: number): TaxPoint {
    const { category, rate, word, rule, date, net, vat, countedOn } = stored;
    return {
        category, ratePercentMicros: parseDecimal(rate, microsDecimals), word, rule, date,
        netMinor: parseDecimal(net, decimals), vatMinor: parseDecimal(vat, decimals),
        exchange: exchangeOf(stored), declared: declaredOf(stored), countedOn
    };
}

function exchangeOf(
    { exchangeRate, exchangeRateDate: date, exchangeRateSource: source }: StoredTaxPoint
): ExchangeRate | null {
    return exchangeRate === null || date === null || source === null
        ? null : { rateNanos: parseDecimal(exchangeRate, nanosDecimals), date, source };
}

function declaredOf(
    { declaredCurrency: currency, declaredNet, declaredVat }: StoredTaxPoint
): TaxPoint['declared'] {
    return currency === null || declaredNet === null || declaredVat === null ? null : {
        currency, netMinor: parseDecimal(declaredNet, decimalsOf(currency)),
        vatMinor: parseDecimal(declaredVat, decimalsOf(currency))
    };
}
