import type { PricesInclude } from '../vocabulary/prices-include.ts';
import { oneMicros } from './decimal.ts';
import {
    exactGrossUnitPrice, exactUnitPrice, minorToMicros, roundLinePrice, roundQuotient, roundToMinor, roundVatOnNet
} from './rounding.ts';

/**
 * Maximum unit price in millionths. It applies to items of callers, items of quotes, and amounts that are taken off.
 */
export const maxUnitPriceMicros = 999_999_999_999n * oneMicros;

/** Maximum quantity of a line, in millionths. */
export const maxQuantityMicros = 999_999_999n * oneMicros;

/** The price and base quantity that a priced line keeps, so that price × quantity gives its agreed total again. */
export type UnitPrice = { readonly unitPriceMicros: bigint; readonly priceBaseQuantityMicros: bigint };

/**
 * The unit price of a line whose total is given: total ÷ quantity to the millionth. If that does not multiply back
 * to the cent (large quantities), the total itself is the price for a base quantity of all units, so the line price is
 * the total whatever the quantity. On an invoice with gross prices, pass the total through {@link grossForNet} first.
 * @param netMicros - The total, such as `netPrice` of services-service.
 * @param quantityMicros - More than 0.
 * @param decimals - Decimals of the invoice's currency.
 * @see EN 16931 BT-146, BT-149
 */
export function priceForNet(netMicros: bigint, quantityMicros: bigint, decimals: number): UnitPrice {
    const unitPriceMicros = roundQuotient(exactUnitPrice(netMicros, quantityMicros));
    const linePrice = roundLinePrice({ unitPriceMicros, quantityMicros, priceBaseQuantityMicros: oneMicros }, decimals);

    return linePrice === roundToMinor(netMicros, decimals)
        ? { unitPriceMicros, priceBaseQuantityMicros: oneMicros }
        : { unitPriceMicros: netMicros, priceBaseQuantityMicros: quantityMicros };
}

/**
 * The gross total of a net total: net to the cent, plus its VAT to the cent. Taking VAT out of this line gives the same
 * net back; where several lines share a rate and VAT is computed on their sum, a cent may move between them.
 * @returns Millionths, ready for {@link priceForNet}.
 */
export function grossForNet(netMicros: bigint, ratePercentMicros: bigint, decimals: number): bigint {
    const netMinor = roundToMinor(netMicros, decimals);

    return minorToMicros(netMinor + roundVatOnNet(netMinor, ratePercentMicros), decimals);
}

/**
 * The gross unit price for a net one, to the millionth: price × (100 + rate) ÷ 100. The other services of the CRM give
 * net prices; this one is for a line of an invoice with gross prices. Millionths keep the line within half a cent for
 * quantities up to ten thousand.
 */
export function netToGrossUnitPrice(unitPriceMicros: bigint, ratePercentMicros: bigint): bigint {
    return roundQuotient(exactGrossUnitPrice(unitPriceMicros, ratePercentMicros));
}

/** An upstream's net price: of one unit, or of the whole line. */
export type NetPrice = { readonly of: 'unit' | 'line'; readonly micros: bigint };

/** Terms by which a net price becomes the unit price of a line. */
export type NetPriceTerms = {
    readonly pricesInclude: PricesInclude;
    readonly quantityMicros: bigint;
    readonly ratePercentMicros: bigint;
    /** Decimals of the invoice's currency. */
    readonly decimals: number;
};

/** The unit price that a line gets from an upstream's net price, in the terms of its invoice. */
export function unitPriceForNet(
    { of, micros }: NetPrice, { pricesInclude, quantityMicros, ratePercentMicros, decimals }: NetPriceTerms
): UnitPrice {
    if (of === 'line') {
        const total = pricesInclude === 'gross' ? grossForNet(micros, ratePercentMicros, decimals) : micros;
        return priceForNet(total, quantityMicros, decimals);
    }
    const unitPriceMicros = pricesInclude === 'gross' ? netToGrossUnitPrice(micros, ratePercentMicros) : micros;
    return { unitPriceMicros, priceBaseQuantityMicros: oneMicros };
}
