import { divideHalfUp, ONE_MICROS } from './decimal.ts';
import { HUNDRED_PERCENT_MICROS, minorToMicros, roundLinePrice, roundToMinor, roundVatOnNet } from './rounding.ts';

/** What a priced line keeps so that price × quantity gives its agreed total again. */
export type UnitPrice = { readonly unitPriceMicros: bigint; readonly priceBaseQuantityMicros: bigint };

/**
 * The unit price of a line whose total is given: total ÷ quantity to 6 decimals. Where that does not multiply back to the cent (large
 * quantities), the total itself is the price, for a base quantity of all units, so the line price is the total whatever the quantity.
 * On an invoice with gross prices, pass the total through {@link grossForNet} first.
 * @param netMicros - The total, such as `netPrice` of services-service.
 * @param quantityMicros - More than 0.
 * @param decimals - Of the invoice's currency.
 * @see EN 16931 BT-146, BT-149
 */
export function priceForNet(netMicros: bigint, quantityMicros: bigint, decimals: number): UnitPrice {
    const unitPriceMicros = divideHalfUp(netMicros * ONE_MICROS, quantityMicros);
    const linePrice = roundLinePrice({ unitPriceMicros, quantityMicros, priceBaseQuantityMicros: ONE_MICROS }, decimals);

    return linePrice === roundToMinor(netMicros, decimals)
        ? { unitPriceMicros, priceBaseQuantityMicros: ONE_MICROS }
        : { unitPriceMicros: netMicros, priceBaseQuantityMicros: quantityMicros };
}

/**
 * The gross total that belongs to a net total: net to the cent, plus its VAT to the cent. Taking VAT out of this line gives the same net
 * back; where several lines share a rate and VAT is computed on their sum, a cent may move between them.
 * @returns Millionths, ready for {@link priceForNet}.
 */
export function grossForNet(netMicros: bigint, ratePercentMicros: bigint, decimals: number): bigint {
    const netMinor = roundToMinor(netMicros, decimals);

    return minorToMicros(netMinor + roundVatOnNet(netMinor, ratePercentMicros), decimals);
}

/**
 * The gross unit price for a net one, to 6 decimals: price × (100 + rate) ÷ 100. The other services of the CRM give net prices; this
 * one is for a line of an invoice with gross prices. Six decimals keep the line within half a cent for quantities up to ten thousand.
 */
export function netToGrossUnitPrice(unitPriceMicros: bigint, ratePercentMicros: bigint): bigint {
    return divideHalfUp(unitPriceMicros * (HUNDRED_PERCENT_MICROS + ratePercentMicros), HUNDRED_PERCENT_MICROS);
}
