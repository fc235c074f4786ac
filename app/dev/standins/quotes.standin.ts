import { divideHalfUp, formatMinor, parseMicros } from '../../foundation/money/decimal.ts';
import { quoteItemId } from './catalogue/ids.ts';
import { catalogueProducts } from './catalogue/products.ts';
import type { CatalogueQuote, CatalogueQuoteItem } from './catalogue/quotes.ts';
import { catalogueQuotes } from './catalogue/quotes.ts';
import type { StandinRoute } from './standin-server.ts';
import { findById, found, scaled } from './wire.ts';

const createdAt = '2026-11-03T09:20:00.000Z';
const acceptedAt = '2026-11-12T14:05:00.000Z';

/**
 * quotes-service: `GET /quotes/{id}` below `/api/v1`. The documents do not describe it, so both forms are the deployed
 * one.
 */
export const quotesRoutes: readonly StandinRoute[] = [{
    method: 'GET',
    path: '/quotes/{id}',
    answer: (id) => {
        const quote = findById(catalogueQuotes, id, 'Quote');
        return 'quoteNumber' in quote ? found(deployed(quote)) : quote;
    }
}];

/**
 * The deployed form, with all 35 keys; the totals are zero, as those of the deployed service were. @see upstreams.md
 * section 6
 */
function deployed(quote: CatalogueQuote) {
    const { id, contactId, quoteNumber, status, currency, items } = quote;
    return {
        id, contactId, quoteNumber, status, currency, paymentTerms: '14 dni',
        subtotalNet: '0.00', subtotalGross: '0.00', discountAmount: scaled(quote.discountAmount, 2),
        discountPercent: scaled(quote.discountPercent, 2), totalNet: '0.00',
        totalGross: '0.00', vatAmount: '0.00', deliveryCost: scaled(quote.deliveryCost, 2),
        projectArea: null, version: 1,
        installationIncluded: items.some(({ itemType }) => itemType === 'SERVICE'), measurementIncluded: false,
        validUntil: createdAt, createdAt, updatedAt: createdAt, sentAt: status === 'DRAFT' ? null : createdAt,
        acceptedAt: status === 'ACCEPTED' ? acceptedAt : null,
        rejectedAt: status === 'REJECTED' ? acceptedAt : null, notes: null, internalNotes: null, rejectionReason: null,
        termsAndConditions: null, deliveryMethod: null, deliveryAddress: null,
        createdByUserId: null, assignedUserId: null, previousVersionId: null, convertedToOrderId: null,
        // The deployed service reads its items without an order.
        items: items.map((item) => deployedItem(quote, item)).reverse()
    };
}

function deployedItem(quote: CatalogueQuote, item: CatalogueQuoteItem) {
    const { itemType, productId, position, name, description, unit, quantity, pricePerUnit } = item;
    // Each figure is rounded by itself from the unrounded one, so gross may differ from net + VAT by 0.01.
    const gross = parseMicros(quantity) * parseMicros(pricePerUnit);
    const net = gross * (100_000_000n - parseMicros(item.discount));
    return {
        id: quoteItemId(100 * (catalogueQuotes.indexOf(quote) + 1) + position), quoteId: quote.id,
        itemType, productId, position, sku: catalogueProducts.find(({ id }) => id === productId)?.code ?? null, name,
        description, unit, quantity: scaled(quantity, 3),
        pricePerUnit: scaled(pricePerUnit, 2), discount: scaled(item.discount, 2),
        discountAmount: cents(gross * parseMicros(item.discount), 20), netPrice: scaled(item.netPrice, 2),
        vatRate: scaled(item.vatRate, 2), vatAmount: cents(net * parseMicros(item.vatRate), 28),
        grossPrice: cents(net * (100_000_000n + parseMicros(item.vatRate)), 28),
        wastePercent: '0.00', quantityPerPackage: null, numberOfPackages: null,
        coveragePerUnit: null, totalCoverage: null, createdAt, updatedAt: createdAt
    };
}

/** Formats an amount in cents. @param decimals - Number of the value's last digits that are decimals. */
function cents(value: bigint, decimals: number): string {
    return formatMinor(divideHalfUp(value, 10n ** BigInt(decimals - 2)), 2);
}
