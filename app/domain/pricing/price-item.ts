import { v7 as uuidv7 } from 'uuid';
import { DomainError } from '../../foundation/errors/domain-error.ts';
import { faultSentence } from '../../foundation/errors/fault-sentence.ts';
import { refusedField } from '../../foundation/errors/refused-field.ts';
import { decimalsOf } from '../../foundation/money/currencies.ts';
import { formatMicros, oneMicros } from '../../foundation/money/decimal.ts';
import { unitPriceForNet, type UnitPrice } from '../../foundation/money/price.ts';
import { vatFaults, type VatInput } from '../../foundation/money/vat-rules.ts';
import { vatOf, withExemptionReason, type VatRate } from '../../foundation/money/vat.ts';
import { needsSplitPaymentByType, type Organisation } from '../organisations/organisation.ts';
import { amountInCurrency } from '../../foundation/money/amount-in-currency.ts';
import { askProduct } from './ask-product.ts';
import { askService } from './ask-service.ts';
import { assertItemsComplete } from './item-rules.ts';
import { mapConcurrently } from './map-concurrently.ts';
import { fieldPath, type Asked, type Pricing } from './pricing.ts';
import type { PriceSource } from './price-source.ts';
import type { DraftLine } from './draft-line.ts';
import type { ItemInput } from './item.schemas.ts';

/**
 * Prices items, asking products- and services-service for fields that the caller left open. Nothing is stored.
 * @param pathOf - Path of an item, for errors: `items[3]`, or empty when the request is the item.
 * @throws DomainError those of {@link priceItem}
 */
export async function priceItems(
    pricing: Pricing, items: readonly ItemInput[], pathOf: (index: number) => string
): Promise<readonly DraftLine[]> {
    assertItemsComplete(items, pathOf);
    return mapConcurrently(items, (item, index) => priceItem(pricing, item, pathOf(index)));
}

/**
 * Prices one item.
 * @param path - The item's place in the request, for errors.
 * @param id - Id of the resulting line; a new one unless a line is priced afresh.
 * @throws DomainError `PRODUCT_NOT_FOUND` | `PRODUCT_INACTIVE` | `PRODUCT_HAS_NO_PRICE` | `PRODUCT_UNIT_UNCLEAR` |
 *     `PRICE_CURRENCY_MISMATCH` | `SERVICE_NOT_FOUND` | `SERVICE_INACTIVE` | `SERVICE_HAS_NO_PRICE` |
 *     `QUANTITY_TOO_PRECISE` | `VALIDATION_FAILED` | `UPSTREAM_UNAVAILABLE` and related codes
 */
export async function priceItem(
    pricing: Pricing, item: ItemInput, path: string, id: string = uuidv7()
): Promise<DraftLine> {
    const asked = await askUpstream(pricing, item, path);
    const { exemptionReason, vatCategory: category } = item;
    const { rate, vatSource } = chosenRate(pricing.organisation, item, asked);
    const vat = withExemptionReason(
        vatOfItem({ rate, category, exemptionReason }, path), pricing.organisation.exemptionReason);
    assertRuleFits(item, vat, path);
    const { unitPriceMicros, priceBaseQuantityMicros } = unitPriceOf(pricing, item, asked, vat);
    const isTiered = item.itemType === 'service' && asked.hasOneRate !== true;

    return {
        id,
        itemType: item.itemType,
        serviceId: item.serviceId ?? null,
        productId: item.productId ?? null,
        description: asked.description,
        quantityMicros: item.quantity,
        unit: asked.unit,
        unitPriceMicros,
        priceBaseQuantityMicros,
        vat,
        pricingTier: isTiered ? item.pricingTier ?? 'standard' : null,
        regionalZone: isTiered ? item.regionalZone ?? 'other' : null,
        discountPercentMicros: item.discountPercent ?? 0n,
        discountAmountMinor: amountInCurrency(item.discountAmount ?? 0n, pricing.currency, fieldPath(
            path, 'discountAmount')),
        splitPayment: item.splitPayment ?? needsSplitPaymentByType(pricing.organisation, item.itemType),
        ...markersOf(item),
        priceSource: {
            ...asked.price?.source ?? { source: 'caller', fetchedAt: pricing.now.toISOString(), stale: false },
            vatSource
        }
    };
}

/** Members of a line that only its caller decides. */
function markersOf({ taxPointRule, gtu }: ItemInput): Pick<DraftLine, 'taxPointRule' | 'gtu'> {
    return { taxPointRule: taxPointRule ?? null, gtu: gtu ?? null };
}

function askUpstream(pricing: Pricing, item: ItemInput, path: string): Promise<Asked> | Asked {
    if (item.itemType === 'service') {
        return askService(pricing, item, path);
    }
    if (item.itemType === 'product') {
        return askProduct(pricing, item, path);
    }
    return { description: item.description ?? '', unit: item.unit ?? 'szt', vatPercentMicros: null };
}

/** A VAT rate in the API's words, and the source that chose it. */
type ChosenRate = { readonly rate: number | string; readonly vatSource: PriceSource['vatSource'] };

function chosenRate(
    { defaultVatRate }: Organisation, { itemType, vatRate, vatCategory }: ItemInput, { vatPercentMicros }: Asked
): ChosenRate {
    if (vatRate !== undefined) {
        return { rate: vatRate, vatSource: 'caller' };
    }
    // K, G and Z imply rate 0, so a caller who names one need not give the rate.
    if (vatCategory === 'K' || vatCategory === 'G' || vatCategory === 'Z') {
        return { rate: 0, vatSource: 'caller' };
    }
    return vatPercentMicros === null
        ? { rate: defaultVatRate, vatSource: 'organisation' }
        : {
            rate: formatMicros(vatPercentMicros),
            vatSource: itemType === 'service' ? 'services-service' : 'products-service'
        };
}

/** An intra-Community supply has a rule of its own. @see Ustawa o VAT art. 20 ust. 1 */
function assertRuleFits({ taxPointRule }: ItemInput, { category }: VatRate, path: string): void {
    if (taxPointRule === 'intra_community' && category !== 'K') {
        throw refusedField('VALIDATION_FAILED', fieldPath(path, 'taxPointRule'),
            'must not be intra_community for an item that is not of VAT category K', 'NOT_ALLOWED');
    }
}

function vatOfItem(input: VatInput, path: string): VatRate {
    const faults = vatFaults(input).map(({ field, code, message }) =>
        ({ path: fieldPath(path, field), code, message }));
    if (faults.length > 0) {
        throw new DomainError('VALIDATION_FAILED', faultSentence(faults), {}, { faults });
    }
    return vatOf(input);
}

function unitPriceOf({ currency, pricesInclude }: Pricing, item: ItemInput, { price }: Asked, vat: VatRate): UnitPrice {
    if (price === undefined) {
        const { unitPriceNet = 0n, priceBaseQuantity = oneMicros } = item;
        return { unitPriceMicros: unitPriceNet, priceBaseQuantityMicros: priceBaseQuantity };
    }
    return unitPriceForNet(price.net, {
        pricesInclude, quantityMicros: item.quantity, ratePercentMicros: vat.ratePercentMicros,
        decimals: decimalsOf(currency)
    });
}
