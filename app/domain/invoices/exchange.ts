import { DomainError } from '../../foundation/errors/domain-error.ts';
import { decimalsOf } from '../../foundation/money/currencies.ts';
import { amountLimitMinor, formatMinor } from '../../foundation/money/decimal.ts';
import { roundExchanged } from '../../foundation/money/rounding.ts';
import { needsSplitPayment } from '../../foundation/money/split-payment.ts';
import { vatKeyText } from '../../foundation/money/vat.ts';
import { exchangeVat, type Exchange, type ExchangedVat, type VatChange } from '../totals/exchanged-vat.ts';
import { breakDownLines } from '../totals/vat-breakdown.ts';
import { anyLineNeedsSplitPayment } from './buyer.ts';
import type { Correction, ExchangeRate, Invoice, RateVat } from './invoice.ts';

/** ISO 4217: the currency in which the split payment limit is set. */
const splitPaymentCurrency = 'PLN';

/**
 * A document with its VAT in both currencies, as it is frozen. A corrective takes the exchange rate of the invoice that
 * it corrects, even if the rate has changed, and its VAT is the difference that it makes (`exchangeVat`): pass
 * `original.vatCurrency` and `original.exchange`.
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

/**
 * The VAT of each row of the breakdown in the VAT currency, and their sum; undefined without a rate, or when the
 * invoice is in it.
 */
export function exchangedVatOf(
    invoice: Pick<Invoice, 'lines' | 'currency' | 'vatCurrency' | 'exchange' | 'correction'>
): ExchangedVat | undefined {
    const exchange = exchangeOf(invoice);
    const rows = breakDownLines(invoice.lines);
    return exchange && exchangeVat(vatChangesOf(rows, invoice.correction), exchange);
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
