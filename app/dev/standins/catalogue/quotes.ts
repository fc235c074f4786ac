import { contactId, productId, quoteId } from './ids.ts';

/** An item of a quote, as quotes-service answers it: decimals are text, and a service has no id. */
export type CatalogueQuoteItem = {
    readonly itemType: 'PRODUCT' | 'SERVICE';
    readonly productId: string | null;
    readonly position: number;
    readonly name: string;
    readonly description: string | null;
    readonly quantity: string;
    readonly unit: string;
    readonly pricePerUnit: string;
    readonly discount: string;
    readonly netPrice: string;
    readonly vatRate: string;
};

/** A quote of the example catalogue. */
export type CatalogueQuote = {
    readonly id: string;
    readonly quoteNumber: string;
    readonly contactId: string;
    readonly status: 'DRAFT' | 'SENT' | 'NEGOTIATION' | 'ACCEPTED' | 'REJECTED' | 'EXPIRED' | 'CANCELLED';
    readonly currency: string;
    readonly discountPercent: string;
    readonly discountAmount: string;
    readonly deliveryCost: string;
    readonly items: readonly CatalogueQuoteItem[];
};

type ItemRow = readonly [
    product: number | null, name: string, quantity: string, unit: string, pricePerUnit: string,
    netPrice: string, vatRate: string
];
type QuoteRow = Pick<CatalogueQuote, 'status' | 'contactId'> & Partial<CatalogueQuote>
    & { readonly rows: readonly ItemRow[] };

const rows: readonly QuoteRow[] = [
    { status: 'ACCEPTED', contactId: contactId(1), rows: [
        [1, 'Panel laminowany Dąb Wiślany AC4 8 mm', '42.620', 'm²', '58.90', '2510.32', '23.00'],
        [null, 'Montaż paneli laminowanych na klik', '40.000', 'm²', '47.58', '1903.20', '23.00']
    ] },
    { status: 'ACCEPTED', contactId: contactId(17), discountPercent: '5.00', rows: [
        [14, 'Deska trójwarstwowa Dąb Rustik olejowana 14 mm', '27.700', 'm²', '209.50', '5803.15', '8.00'],
        [24, 'Listwa przypodłogowa dąb lakierowany 60 mm', '36.000', 'mb', '32.50', '1170.00', '8.00'],
        [null, 'Montaż podłogi w jodełkę klasyczną', '25.500', 'm²', '135.70', '3460.35', '8.00']
    ] },
    { status: 'ACCEPTED', contactId: contactId(14), currency: 'EUR', discountAmount: '25.00', rows: [
        [43, 'Deska inżynierska Eiche Alpen 15 mm', '12.345', 'm²', '64.90', '801.19', '0.00']
    ] },
    { status: 'SENT', contactId: contactId(2), rows: [
        [8, 'Panel winylowy SPC Dąb Ciepły 5 mm', '219.600', 'm²', '118.40', '26000.64', '23.00']
    ] },
    { status: 'DRAFT', contactId: contactId(18), rows: [
        [30, 'Podkład XPS 3 mm', '15.000', 'm²', '6.45', '96.75', '23.00']
    ] },
    { status: 'EXPIRED', contactId: contactId(7), rows: [
        [null, 'Cyklinowanie i lakierowanie parkietu', '61.000', 'm²', '80.39', '4903.79', '8.00']
    ] },
    { status: 'REJECTED', contactId: contactId(5), rows: [
        [null, 'Demontaż starej podłogi z wywozem', '2.000', 'dzień', '1104.00', '2208.00', '23.00']
    ] }
];

/** Quotes of the shop: 7, three of them accepted, one of those in EUR. */
export const catalogueQuotes: readonly CatalogueQuote[] = rows.map(({ rows: items, ...quote }, index) => ({
    currency: 'PLN', discountPercent: '0.00', discountAmount: '0.00', deliveryCost: '0.00', ...quote,
    id: quoteId(index + 1),
    quoteNumber: `OF/2026/11/${String(index + 1).padStart(4, '0')}`,
    items: items.map(([product, name, quantity, unit, pricePerUnit, netPrice, vatRate], position) => ({
        itemType: product === null ? 'SERVICE' : 'PRODUCT',
        productId: product === null ? null : productId(product), position: position + 1,
        name, description: null, quantity, unit, pricePerUnit, discount: '0.00', netPrice, vatRate
    }))
}));
