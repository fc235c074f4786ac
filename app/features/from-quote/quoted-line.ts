import { v7 as uuidv7 } from 'uuid';
import { formatMicros, formatMinor, oneMicros } from '../../foundation/money/decimal.ts';
import { maxQuantityMicros, maxUnitPriceMicros, priceForNet } from '../../foundation/money/price.ts';
import {
    hundredPercentMicros, roundLinePrice, roundPercentDiscount, roundToMinor
} from '../../foundation/money/rounding.ts';
import { vatFaults } from '../../foundation/money/vat-rules.ts';
import { vatOf, type VatRate } from '../../foundation/money/vat.ts';
import { needsSplitPaymentByType, type Organisation } from '../../domain/organisations/organisation.ts';
import type { Quote, QuoteItem } from '../../platform/upstream/quote.ts';
import { notInvoiceable } from './quote-refusals.ts';
import type { PriceSource } from '../../domain/pricing/price-source.ts';
import { maxDescriptionLength, type DraftLine } from '../../domain/pricing/draft-line.ts';

/** A quote, the version of it that was read, and the context of its lines. */
export type Quoted = {
    readonly quote: Quote;
    /** Members of the price source that all lines share. */
    readonly origin: Pick<PriceSource, 'source' | 'call' | 'id' | 'version' | 'fetchedAt' | 'stale' | 'quoteNumber'>;
    readonly organisation: Organisation;
    /** Number of decimals of the quote's currency. */
    readonly decimals: number;
};

type Priced = Pick<DraftLine, 'quantityMicros' | 'unitPriceMicros' | 'priceBaseQuantityMicros' | 'discountPercentMicros'
    | 'discountAmountMinor'>;

/**
 * An item of a quote as a line. The customer accepted its net price, so the line's net equals it exactly.
 * @param place - Position of the item, from 1, for the refusal.
 * @throws DomainError `QUOTE_NOT_INVOICEABLE`
 */
export function quotedLine(quoted: Quoted, item: QuoteItem, place: number): DraftLine {
    assertSold(quoted, item, place);
    const { note, ...price } = agreedPrice(quoted, item, place);
    const isProduct = item.itemType === 'product' && item.productId !== null;

    return {
        id: uuidv7(),
        // A quote does not name the service of services-service that it means, so its services become custom lines.
        itemType: isProduct ? 'product' : 'custom',
        serviceId: null,
        productId: isProduct ? item.productId : null,
        description: descriptionOf(item),
        unit: item.unit,
        ...price,
        vat: vatOfItem(quoted, item, place),
        pricingTier: null,
        regionalZone: null,
        // The quote's own item type decides: work on a building falls under split payment even where its line names no
        // service.
        splitPayment: needsSplitPaymentByType(quoted.organisation, item.itemType),
        // As for split payment, work on a building keeps its rule though its line names no service.
        taxPointRule: quoted.organisation.constructionServices && item.itemType === 'service' ? 'construction' : null,
        gtu: null,
        priceSource: {
            ...quoted.origin,
            quoteItemId: item.id,
            vatSource: 'quotes-service',
            inputs: {
                pricePerUnit: formatMicros(item.unitPriceMicros), discount: formatMicros(item.discountPercentMicros)
            },
            netPrice: formatMicros(item.netPriceMicros),
            ...(note === undefined ? {} : { note })
        }
    };
}

/** Net of a line before the document discount, in minor units. */
export function netOf(line: Priced, decimals: number): bigint {
    const priceMinor = roundLinePrice(line, decimals);
    return priceMinor - roundPercentDiscount(priceMinor, line.discountPercentMicros) - line.discountAmountMinor;
}

function assertSold({ quote }: Quoted, { quantityMicros, unitPriceMicros }: QuoteItem, place: number): void {
    if (quantityMicros === 0n || unitPriceMicros === 0n) {
        throw notInvoiceable(quote, `has no ${quantityMicros === 0n ? 'quantity' : 'price'} at item ${place}`);
    }
    if (quantityMicros > maxQuantityMicros || unitPriceMicros > maxUnitPriceMicros) {
        throw notInvoiceable(quote, `has more at item ${place} than an invoice can hold`);
    }
}

/**
 * The price of an item. Its net price is what the customer accepted: where price × quantity less the discount makes
 * another amount, the net price itself is the price. A difference that rounding cannot explain is refused, because it
 * is unclear which amount was accepted. A net price of 0 was not computed and is ignored.
 */
function agreedPrice({ quote, decimals }: Quoted, item: QuoteItem, place: number): Priced & { readonly note?: string } {
    const { quantityMicros, unitPriceMicros, discountPercentMicros, netPriceMicros } = item;
    const priced = {
        quantityMicros, unitPriceMicros, priceBaseQuantityMicros: oneMicros,
        discountPercentMicros, discountAmountMinor: 0n
    };
    if (netPriceMicros === 0n || netOf(priced, decimals) === roundToMinor(netPriceMicros, decimals)) {
        return priced;
    }

    const computed = formatMinor(netOf(priced, decimals), decimals);
    if (!isRoundingOf(item)) {
        throw notInvoiceable(quote, `contradicts itself at item ${place}: its price, quantity and discount make `
            + `${computed}, its netPrice is ${formatMicros(netPriceMicros)}`);
    }
    return {
        ...priced,
        ...priceForNet(netPriceMicros, quantityMicros, decimals),
        discountPercentMicros: 0n,
        note: `the net price of the quote; its price, quantity and discount make ${computed}`
    };
}

/**
 * True when rounding explains the difference between an item's net price and its price × quantity − discount:
 * quotes-service works the net price out before it rounds the quantity to 3 decimals and the price to 2, so that they
 * differ by at most 0.0005 × price + 0.005 × quantity + 0.005.
 * @see spec section 6
 */
function isRoundingOf({ quantityMicros, unitPriceMicros, discountPercentMicros, netPriceMicros }: QuoteItem): boolean {
    // In units of 10⁻²⁰: price and quantity are in millionths, the rest of the discount in millionths of a percent.
    const exact = unitPriceMicros * quantityMicros * (hundredPercentMicros - discountPercentMicros);
    const difference = exact - netPriceMicros * oneMicros * hundredPercentMicros;
    const explainedMicros = (unitPriceMicros + 10n * quantityMicros + 10n * oneMicros) / 2_000n;

    return (difference < 0n ? -difference : difference) <= explainedMicros * oneMicros * hundredPercentMicros;
}

function vatOfItem({ quote }: Quoted, { vatPercentMicros }: QuoteItem, place: number): VatRate {
    const input = { rate: formatMicros(vatPercentMicros) };
    if (vatFaults(input).length > 0) {
        throw notInvoiceable(quote, `has a VAT rate of ${input.rate} at item ${place}, which no invoice can have`);
    }
    return vatOf(input);
}

function descriptionOf({ name, description }: QuoteItem): string {
    const both = description === null || description === name ? name : `${name} – ${description}`;
    return both.length <= maxDescriptionLength ? both : name;
}
