import { DomainError } from '../../foundation/errors/domain-error.ts';
import { refusedField } from '../../foundation/errors/refused-field.ts';
import { amountInCurrency } from '../../foundation/money/amount-in-currency.ts';
import type { InvoiceLine } from '../../domain/invoices/invoice.ts';
import { decimalsOf } from '../../foundation/money/currencies.ts';
import { amountLimitMinor, divideHalfUp, formatMinor, least } from '../../foundation/money/decimal.ts';
import { roundLinePrice, roundPercentDiscount } from '../../foundation/money/rounding.ts';
import { vatFaults, type VatInput } from '../../foundation/money/vat-rules.ts';
import { vatOf, vatRateText, type VatRate } from '../../foundation/money/vat.ts';
import type { ItemCorrection } from './correction-input.ts';
import type { PriceSource } from '../../domain/pricing/price-source.ts';
import type { DraftLine } from '../../domain/pricing/draft-line.ts';

/** A line before its amounts are computed anew, with its share of the document discount, in minor units. */
export type PricedAnew = { readonly line: DraftLine; readonly documentDiscountMinor: bigint };

/** Context of a correction of one line. */
export type ChangeContext = {
    readonly currency: string; readonly now: Date; /** The item in the request, for errors. */ readonly path: string
};

/**
 * One line after its correction. Its own discount amount, unless given anew, and its share of the document discount
 * change in proportion to its price. They are rounded half away from zero and never exceed the line; an unchanged price
 * keeps them to the cent.
 * @throws DomainError `VALIDATION_FAILED` | `AMOUNT_TOO_LARGE` | `DISCOUNT_EXCEEDS_LINE`
 */
export function changeLine(before: InvoiceLine, change: ItemCorrection, context: ChangeContext): PricedAnew {
    const priced = {
        quantityMicros: change.quantity ?? before.quantityMicros,
        unitPriceMicros: change.unitPriceNet ?? before.unitPriceMicros,
        priceBaseQuantityMicros: before.priceBaseQuantityMicros
    };
    const priceMinor = linePrice(priced, context);
    const discountPercentMicros = change.discountPercent ?? before.discountPercentMicros;
    const discountedMinor = priceMinor - roundPercentDiscount(priceMinor, discountPercentMicros);
    const discountAmountMinor = ownDiscount(before, change, { priceMinor, discountedMinor }, context);
    const share = inProportion(before.totals.documentDiscountMinor, priceMinor, before.totals.priceMinor);

    return {
        line: {
            ...before,
            ...priced,
            description: change.description ?? before.description,
            vat: vatAfter(before.vat, change, context.path),
            discountPercentMicros,
            discountAmountMinor,
            priceSource: priceSourceAfter(before, change, context.now)
        },
        documentDiscountMinor: least(share, discountedMinor - discountAmountMinor)
    };
}

/** The unchanged line, with every cent of its discounts. */
export function keepLine(line: InvoiceLine): PricedAnew {
    return { line, documentDiscountMinor: line.totals.documentDiscountMinor };
}

function linePrice(
    priced: Pick<DraftLine, 'quantityMicros' | 'unitPriceMicros' | 'priceBaseQuantityMicros'>,
    { currency, path }: ChangeContext
): bigint {
    const decimals = decimalsOf(currency);
    const priceMinor = roundLinePrice(priced, decimals);
    if (priceMinor >= amountLimitMinor) {
        throw refusedField('AMOUNT_TOO_LARGE', path,
            `is too large: price times quantity must stay below ${formatMinor(amountLimitMinor, decimals)}`);
    }
    return priceMinor;
}

type LinePrices = { readonly priceMinor: bigint; readonly discountedMinor: bigint };

function ownDiscount(
    before: InvoiceLine, change: ItemCorrection, { priceMinor, discountedMinor }: LinePrices,
    { currency, path }: ChangeContext
): bigint {
    if (change.discountAmount === undefined) {
        return least(inProportion(before.discountAmountMinor, priceMinor, before.totals.priceMinor), discountedMinor);
    }
    const givenMinor = amountInCurrency(change.discountAmount, currency, `${path}.discountAmount`);
    if (givenMinor > discountedMinor) {
        const left = formatMinor(discountedMinor, decimalsOf(currency));
        throw refusedField(
            'DISCOUNT_EXCEEDS_LINE', `${path}.discountAmount`, `exceeds what the line comes to, ${left}`);
    }
    return givenMinor;
}

/** A discount in proportion to the price that it reduces; 0 where the price before was 0. */
function inProportion(discountMinor: bigint, priceMinor: bigint, priceBeforeMinor: bigint): bigint {
    return priceBeforeMinor === 0n ? 0n : divideHalfUp(discountMinor * priceMinor, priceBeforeMinor);
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
