import { DomainError } from '../../foundation/errors/domain-error.ts';
import { refusedField } from '../../foundation/errors/refused-field.ts';
import { amountInCurrency } from '../../foundation/money/amount-in-currency.ts';
import type { InvoiceLine } from '../../domain/invoices/invoice.ts';
import { decimalsOf } from '../../foundation/money/currencies.ts';
import { amountLimitMinor, formatMinor } from '../../foundation/money/decimal.ts';
import { roundLinePrice, roundPercentDiscount } from '../../foundation/money/rounding.ts';
import { vatFaults, type VatInput } from '../../foundation/money/vat-rules.ts';
import { vatOf, vatRateText, type VatRate } from '../../foundation/money/vat.ts';
import { discountAt, type LinePrices } from './agreed-discount.ts';
import type { LineState } from './corrected-state.ts';
import type { ItemCorrection } from './correction-input.ts';
import type { PriceSource } from '../../domain/pricing/price-source.ts';
import type { DraftLine } from '../../domain/pricing/draft-line.ts';

/** Context of a correction of one line. */
export type ChangeContext = {
    readonly currency: string; readonly now: Date; /** The item in the request, for errors. */ readonly path: string
};

/**
 * One line after its correction, without its amounts. Its own discount amount, unless given anew, follows from the
 * agreed one in proportion to its price.
 * @throws DomainError `VALIDATION_FAILED` | `AMOUNT_TOO_LARGE` | `DISCOUNT_EXCEEDS_LINE`
 */
export function changeLine(
    { line: before, agreed }: LineState, change: ItemCorrection, context: ChangeContext
): DraftLine {
    const changed = {
        ...before,
        quantityMicros: change.quantity ?? before.quantityMicros,
        unitPriceMicros: change.unitPriceNet ?? before.unitPriceMicros,
        discountPercentMicros: change.discountPercent ?? before.discountPercentMicros
    };
    const prices = pricesOf(changed, context);
    const line = {
        ...changed,
        description: change.description ?? before.description,
        unit: change.unit ?? before.unit,
        gtu: change.gtu ?? before.gtu,
        vat: vatAfter(before.vat, change, context.path),
        discountAmountMinor: change.discountAmount === undefined ? discountAt(agreed, prices)
            : amountInCurrency(change.discountAmount, context.currency, `${context.path}.discountAmount`),
        priceSource: priceSourceAfter(before, change, context.now)
    };
    assertDiscountFits(line, context);
    return line;
}

/**
 * Asserts that the discounts of a line do not exceed it.
 * @throws DomainError `AMOUNT_TOO_LARGE` | `DISCOUNT_EXCEEDS_LINE`
 */
export function assertDiscountFits(line: DraftLine, context: Omit<ChangeContext, 'now'>): void {
    const { discountedMinor } = pricesOf(line, context);
    if (line.discountAmountMinor > discountedMinor) {
        const left = formatMinor(discountedMinor, decimalsOf(context.currency));
        throw refusedField('DISCOUNT_EXCEEDS_LINE', `${context.path}.discountAmount`,
            `exceeds what the line comes to, ${left}`);
    }
}

type Priced = Pick<DraftLine,
    'quantityMicros' | 'unitPriceMicros' | 'priceBaseQuantityMicros' | 'discountPercentMicros'>;

function pricesOf(priced: Priced, context: Omit<ChangeContext, 'now'>): LinePrices {
    const priceMinor = linePrice(priced, context);
    return { priceMinor, discountedMinor: priceMinor - roundPercentDiscount(priceMinor, priced.discountPercentMicros) };
}

function linePrice(
    priced: Pick<DraftLine, 'quantityMicros' | 'unitPriceMicros' | 'priceBaseQuantityMicros'>,
    { currency, path }: Omit<ChangeContext, 'now'>
): bigint {
    const decimals = decimalsOf(currency);
    const priceMinor = roundLinePrice(priced, decimals);
    if (priceMinor >= amountLimitMinor) {
        throw refusedField('AMOUNT_TOO_LARGE', path,
            `is too large: price times quantity must stay below ${formatMinor(amountLimitMinor, decimals)}`);
    }
    return priceMinor;
}

/**
 * The VAT rate after a change of some of its members. A repeated rate changes nothing: a line of category K or G also
 * shows rate 0.
 */
function vatAfter(before: VatRate, { vatRate, vatCategory, exemptionReason }: ItemCorrection, path: string): VatRate {
    const sameRate = vatRate === undefined || String(vatRate) === vatRateText(before);
    const input: VatInput = {
        rate: sameRate ? vatRateText(before) : vatRate,
        category: vatCategory ?? (sameRate ? before.category : undefined),
        exemptionReason: exemptionReason
            ?? (sameRate && (vatCategory ?? before.category) === before.category ? before.exemptionReason : undefined)
    };
    const faults = vatFaults(input).map(({ field, code, message }) => ({ path: `${path}.${field}`, code, message }));
    if (faults.length > 0) {
        throw new DomainError(
            'VALIDATION_FAILED', faults.map((fault) => `${fault.path} ${fault.message}`).join('; '), {}, { faults });
    }
    return vatOf(input);
}

/** The price source after a correction: the caller for a corrected price or rate. */
function priceSourceAfter(
    { priceSource, unitPriceMicros }: InvoiceLine, { unitPriceNet, vatRate, vatCategory }: ItemCorrection, now: Date
): PriceSource {
    const vatSource = vatRate === undefined && vatCategory === undefined ? priceSource.vatSource : 'caller';
    return unitPriceNet === undefined || unitPriceNet === unitPriceMicros
        ? { ...priceSource, vatSource }
        : { source: 'caller', fetchedAt: now.toISOString(), stale: false, vatSource };
}
