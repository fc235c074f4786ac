import { v7 as uuidv7 } from 'uuid';
import { allocation } from '../../foundation/money/allocate.ts';
import { decimalsOf } from '../../foundation/money/currencies.ts';
import { formatMicros, formatMinor, oneMicros } from '../../foundation/money/decimal.ts';
import { minorToMicros, roundPercentDiscount, roundToMinor } from '../../foundation/money/rounding.ts';
import { vatOf } from '../../foundation/money/vat.ts';
import { needsSplitPaymentByType, type Organisation } from '../../domain/organisations/organisation.ts';
import type { Quote } from '../../platform/upstream/quote.ts';
import type { Origin } from '../../platform/upstream/sourced.ts';
import { notInvoiceable } from './quote-refusals.ts';
import { maxUnitPriceMicros } from '../../foundation/money/price.ts';
import { netOf, quotedLine, type Quoted } from './quoted-line.ts';
import type { DraftLine } from '../../domain/pricing/draft-line.ts';

/** Content that an invoice takes from a quote, beside currency and contact. */
export type QuotedContent = {
    readonly lines: readonly DraftLine[];
    /**
     * Discount on the whole document in millionths of a percent: this or `discountAmount`, never both; neither with a
     * delivery.
     */
    readonly discountPercent: bigint;
    /** Discount on the whole document, in millionths of the currency. */
    readonly discountAmount: bigint;
};

/**
 * The lines of an accepted quote with its discount and delivery, so that the invoice's net is the one that the customer
 * accepted: Σ net prices − discount + delivery. The quote's own totals are not used.
 * @throws DomainError `QUOTE_HAS_NO_ITEMS` | `QUOTE_NOT_INVOICEABLE`
 */
export function quotedContent(
    { value: quote, version, fetchedAt }: Origin<Quote>, organisation: Organisation
): QuotedContent {
    if (quote.items.length === 0) {
        throw notInvoiceable(quote, 'has no items', 'QUOTE_HAS_NO_ITEMS');
    }
    const quoted: Quoted = {
        quote,
        origin: {
            source: 'quotes-service', call: 'accepted_quote', id: quote.id, version, fetchedAt, stale: false,
            quoteNumber: quote.number
        },
        organisation,
        decimals: decimalsOf(quote.currency)
    };
    const items = quote.items.map((item, index) => quotedLine(quoted, item, index + 1));
    const delivery = deliveryLine(quoted, items);
    const discount = discountOf(quoted, items);

    return delivery.length === 0
        ? { lines: items, ...documentDiscount(quoted, discount) }
        : {
            lines: [...withDiscountShares(quoted, items, discount.amountMinor), ...delivery],
            discountPercent: 0n, discountAmount: 0n
        };
}

/**
 * The delivery as a separate line, with its cost taken as net like the quote's other prices. It has the VAT rate of the
 * quote's items; where these have several rates, the organisation's default applies, to be checked before the draft is
 * issued.
 */
function deliveryLine({ quote, origin, organisation }: Quoted, items: readonly DraftLine[]): readonly DraftLine[] {
    if (quote.deliveryCostMicros === 0n) {
        return [];
    }
    if (quote.deliveryCostMicros > maxUnitPriceMicros) {
        throw notInvoiceable(quote, 'has a delivery cost that is more than an invoice can hold');
    }
    const isPolish = organisation.defaultLanguage.startsWith('pl');
    const [first] = items;
    const sharedVat = items.every(({ vat }) => vat.ratePercentMicros === first?.vat.ratePercentMicros)
        ? first?.vat : undefined;
    return [{
        id: uuidv7(),
        itemType: 'custom',
        serviceId: null,
        productId: null,
        description: isPolish ? 'Dostawa' : 'Delivery',
        quantityMicros: oneMicros,
        unit: isPolish ? 'szt' : 'pcs',
        unitPriceMicros: quote.deliveryCostMicros,
        priceBaseQuantityMicros: oneMicros,
        vat: sharedVat ?? vatOf({ rate: organisation.defaultVatRate }),
        pricingTier: null,
        regionalZone: null,
        discountPercentMicros: 0n,
        discountAmountMinor: 0n,
        splitPayment: needsSplitPaymentByType(organisation, 'custom'),
        taxPointRule: null,
        gtu: null,
        priceSource: {
            ...origin,
            vatSource: sharedVat === undefined ? 'organisation' : 'quotes-service',
            netPrice: formatMicros(quote.deliveryCostMicros),
            note: 'the delivery cost of the quote, taken as net'
        }
    }];
}

/** The discount of a quote on its items, in minor units, and whether it is stated as a percentage alone. */
type QuoteDiscount = { readonly amountMinor: bigint; readonly isPercentage: boolean };

/** The discount of a quote. It is for the items only: its percentage is never one of the delivery. */
function discountOf({ quote, decimals }: Quoted, items: readonly DraftLine[]): QuoteDiscount {
    const itemsNetMinor = items.reduce((sum, line) => sum + netOf(line, decimals), 0n);
    const byPercentMinor = roundPercentDiscount(itemsNetMinor, quote.discountPercentMicros);
    const amountMinor = roundToMinor(quote.discountAmountMicros, decimals);

    if (amountMinor === 0n) {
        return { amountMinor: byPercentMinor, isPercentage: true };
    }
    assertOneDiscount(quote, amountMinor, byPercentMinor);
    if (amountMinor > itemsNetMinor) {
        throw notInvoiceable(quote, 'has a discount that is more than its items');
    }
    return { amountMinor, isPercentage: false };
}

/** The discount of a quote without delivery, which is one on the whole document. */
function documentDiscount(
    { quote, decimals }: Quoted, { amountMinor, isPercentage }: QuoteDiscount
): Omit<QuotedContent, 'lines'> {
    return isPercentage
        ? { discountPercent: quote.discountPercentMicros, discountAmount: 0n }
        : { discountPercent: 0n, discountAmount: minorToMicros(amountMinor, decimals) };
}

/**
 * The items with the discount of their quote as discounts of their own, in proportion to their net and to the cent: a
 * discount on the whole document would be spread over the delivery too.
 */
function withDiscountShares(
    { decimals }: Quoted, items: readonly DraftLine[], discountMinor: bigint
): readonly DraftLine[] {
    if (discountMinor === 0n) {
        return items;
    }
    // Of equal remainders the first item gets the unit: the items of a quote have an order.
    const { shares } = allocation(discountMinor, items.map((line) => netOf(line, decimals)), () => 0);
    const words = `discountAmount is its part of the quote's discount of ${formatMinor(discountMinor, decimals)}, `
        + 'which does not reach the delivery';
    return items.map((line, index) => {
        const share = shares[index] ?? 0n;
        const { priceSource } = line;
        return {
            ...line,
            discountAmountMinor: line.discountAmountMinor + share,
            priceSource: {
                ...priceSource,
                inputs: { ...priceSource.inputs, quoteDiscount: formatMinor(share, decimals) },
                note: priceSource.note === undefined ? words : `${priceSource.note}; ${words}`
            }
        };
    });
}

/**
 * Asserts that percentage and amount express one discount. Where they differ, it is unclear whether both were meant.
 */
function assertOneDiscount(quote: Quote, amountMinor: bigint, byPercentMinor: bigint): void {
    const differenceMinor = amountMinor - byPercentMinor;
    if (quote.discountPercentMicros > 0n && (differenceMinor < -1n || differenceMinor > 1n)) {
        const [percent, amount] = [formatMicros(quote.discountPercentMicros), formatMicros(quote.discountAmountMicros)];
        throw notInvoiceable(quote,
            `has a discountPercent of ${percent} and a discountAmount of ${amount}, which are not the same discount`);
    }
}
