import { DomainError } from '../../foundation/errors/domain-error.ts';
import { decimalsOf } from '../../foundation/money/currencies.ts';
import { amountLimitMinor, formatMinor } from '../../foundation/money/decimal.ts';
import { roundExchanged } from '../../foundation/money/rounding.ts';
import { needsSplitPayment } from '../../foundation/money/split-payment.ts';
import { isSameVatKey, vatKeyText } from '../../foundation/money/vat.ts';
import { exchangeVat, type Exchange, type ExchangedVat, type VatChange } from '../totals/exchanged-vat.ts';
import { breakdownOf } from './deduction.ts';
import { anyLineNeedsSplitPayment } from './buyer.ts';
import type { Correction, ExchangeRate, Invoice, RateVat, TaxPoint, TaxPointAmounts } from './invoice.ts';
import { keyOfTaxPoint } from './tax-points.ts';

/** ISO 4217: the currency in which the split payment limit is set. */
const splitPaymentCurrency = 'PLN';

/**
 * A document without tax points (a proforma, or an invoice of a version before them) with its VAT in both currencies.
 * @param vatCurrency - ISO 4217; the organisation's VAT currency.
 * @param exchange - Null when the document has none: then, and in the VAT currency itself, there is no second total.
 * @throws DomainError `AMOUNT_TOO_LARGE`
 * @see Ustawa o VAT art. 31a, art. 106e ust. 11; EN 16931 BT-6, BT-111
 */
export function inBothCurrencies(invoice: Invoice, vatCurrency: string, exchange: ExchangeRate | null): Invoice {
    const exchanged = { ...invoice, vatCurrency, exchange: invoice.currency === vatCurrency ? null : exchange };
    const vatInVatCurrencyMinor = exchangedVatOf(exchanged)?.totalMinor ?? null;
    assertStorable(vatInVatCurrencyMinor, vatCurrency);
    return { ...exchanged, vatInVatCurrencyMinor, splitPayment: splitPaymentOf(exchanged) };
}

/** The rate of exchange of amounts whose tax arises on a day, `YYYY-MM-DD`; null where it is not known. */
export type RateOfDay = (taxPoint: string) => ExchangeRate | null;

/** Amounts of a document by tax point, and what decides on their value and month. */
export type DocumentAmounts = {
    readonly amounts: readonly TaxPointAmounts[];
    /** Amounts of the same tax points before a corrective. */
    readonly before?: readonly TaxPointAmounts[];
    /** The day on which the amounts count in the VAT report; absent: that of the tax point. */
    readonly countedOn?: (amounts: TaxPointAmounts) => string | null;
};

/**
 * A document with its tax points, as it is frozen: each has the exchange rate of its own day and its amounts in the VAT
 * currency, exchanged and rounded by itself. A corrective's are what the tax point comes to with it, less what it came
 * to before, so that an invoice and its correctives add up to the exchanged corrected state.
 *
 * The rate that the document shows as its own is that of the earliest tax point.
 * @param vatCurrency - ISO 4217; the organisation's VAT currency.
 * @throws DomainError `AMOUNT_TOO_LARGE`
 * @see Ustawa o VAT art. 19a, art. 31a, art. 106e ust. 11; EN 16931 BT-6, BT-7, BT-111
 */
export function withTaxPoints(
    invoice: Invoice, vatCurrency: string, rateOf: RateOfDay, { amounts, before = [], countedOn }: DocumentAmounts
): Invoice {
    const earlier = new Map(before.map((row) => [keyOfTaxPoint(row), row]));
    const taxPoints = amounts.map((row): TaxPoint => {
        const exchange = invoice.currency === vatCurrency ? null : rateOf(row.date);
        return {
            ...row, exchange,
            declared: declaredOf(row, earlier.get(keyOfTaxPoint(row)), {
                currency: invoice.currency, vatCurrency, exchange
            }),
            countedOn: countedOn === undefined ? row.date : countedOn(row)
        };
    });
    const [first] = taxPoints.toSorted((left, right) => (left.date < right.date ? -1 : Number(left.date > right.date)));
    const exchanged = { ...invoice, vatCurrency, exchange: first?.exchange ?? null, taxPoints };
    const vatInVatCurrencyMinor = exchangedVatOf(exchanged)?.totalMinor ?? null;
    assertStorable(vatInVatCurrencyMinor, vatCurrency);
    return { ...exchanged, vatInVatCurrencyMinor, splitPayment: splitPaymentOf(exchanged) };
}

type Currencies = {
    readonly currency: string; readonly vatCurrency: string; readonly exchange: ExchangeRate | null;
};

function declaredOf(
    { netMinor, vatMinor }: TaxPointAmounts, before: TaxPointAmounts | undefined,
    { currency, vatCurrency, exchange }: Currencies
): TaxPoint['declared'] {
    if (currency === vatCurrency) {
        return { currency, netMinor, vatMinor };
    }
    if (exchange === null) {
        return null;
    }
    const decimals = { from: decimalsOf(currency), to: decimalsOf(vatCurrency) };
    const change = (beforeMinor: bigint, minor: bigint): bigint =>
        roundExchanged(beforeMinor + minor, exchange.rateNanos, decimals)
            - roundExchanged(beforeMinor, exchange.rateNanos, decimals);
    return {
        currency: vatCurrency, netMinor: change(before?.netMinor ?? 0n, netMinor),
        vatMinor: change(before?.vatMinor ?? 0n, vatMinor)
    };
}

/**
 * The VAT of each row of the breakdown in the VAT currency, and their sum; undefined without a rate, or when the
 * invoice is in it.
 */
export function exchangedVatOf(
    invoice: Pick<Invoice, 'lines' | 'currency' | 'vatCurrency' | 'exchange' | 'correction' | 'taxPoints'
        | 'invoiceType' | 'advances'>
): ExchangedVat | undefined {
    const rows = breakdownOf(invoice);
    if (invoice.taxPoints !== null && invoice.taxPoints.length > 0) {
        return invoice.currency === invoice.vatCurrency ? undefined : sumOfTaxPoints(rows, invoice.taxPoints);
    }
    const exchange = exchangeOf(invoice);
    return exchange && exchangeVat(vatChangesOf(rows, invoice.correction), exchange);
}

function sumOfTaxPoints(rows: readonly RateVat[], taxPoints: readonly TaxPoint[]): ExchangedVat | undefined {
    if (taxPoints.some(({ declared }) => declared === null)) {
        return undefined;
    }
    const rowsMinor = rows.map((row) => taxPoints.filter((point) => isSameVatKey(point, row))
        .reduce((sum, { declared }) => sum + (declared?.vatMinor ?? 0n), 0n));
    return { rowsMinor, totalMinor: rowsMinor.reduce((sum, minor) => sum + minor, 0n) };
}

/** The VAT of the rate of each breakdown row, before and after the document. */
export function vatChangesOf(rows: readonly RateVat[], correction: Correction | null): readonly VatChange[] {
    const before = new Map<string, bigint>();
    for (const row of correction?.vatBefore ?? []) {
        before.set(vatKeyText(row), (before.get(vatKeyText(row)) ?? 0n) + row.vatMinor);
    }
    return rows.map((row) => {
        const beforeMinor = before.get(vatKeyText(row)) ?? 0n;
        return { beforeMinor, afterMinor: beforeMinor + row.vatMinor };
    });
}

/**
 * Rate and decimals for converting the document's amounts to the VAT currency; undefined without a rate, or when the
 * document is in it.
 */
export function exchangeOf(
    { currency, vatCurrency, exchange }: Pick<Invoice, 'currency' | 'vatCurrency' | 'exchange'>
): Exchange | undefined {
    return vatCurrency === null || exchange === null
        ? undefined
        : { rateNanos: exchange.rateNanos, decimals: { from: decimalsOf(currency), to: decimalsOf(vatCurrency) } };
}

/** Tells whether split payment is needed. For a foreign currency this is known once its rate in PLN is. */
function splitPaymentOf(invoice: Invoice): boolean {
    const { currency, vatCurrency, grossMinor, buyer, lines } = invoice;
    const exchange = vatCurrency === splitPaymentCurrency ? exchangeOf(invoice) : undefined;
    return needsSplitPayment({
        currency,
        grossMinor,
        grossPlnMinor: exchange && roundExchanged(grossMinor, exchange.rateNanos, exchange.decimals),
        anyLineNeedsIt: anyLineNeedsSplitPayment(buyer, lines)
    });
}

function assertStorable(vatMinor: bigint | null, vatCurrency: string): void {
    if (vatMinor !== null && (vatMinor >= amountLimitMinor || vatMinor <= -amountLimitMinor)) {
        const message = `the VAT in ${vatCurrency} must stay below `
            + `${formatMinor(amountLimitMinor, decimalsOf(vatCurrency))}`;
        throw new DomainError('AMOUNT_TOO_LARGE', `exchangeRate: ${message}`, {},
            { faults: [{ path: 'exchangeRate', code: 'AMOUNT_TOO_LARGE', message }] });
    }
}
