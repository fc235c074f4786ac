import type { Random } from '../crash/random.ts';

/** Body of a request. */
export type Body = Readonly<Record<string, unknown>>;

/** Treatments of VAT: which of them stand together, and the buyer that they need. */
const treatments = [
    { vats: ['23', '8', '5', '0', 'zw'].map((vatRate) => ({ vatRate })), buyer: 'domestic' },
    { vats: [{ vatRate: '23' }, { vatRate: '8' }], buyer: 'consumer' },
    { vats: [{ vatRate: 'zw' }], buyer: 'consumer' },
    { vats: [{ vatRate: 'oo' }, { vatRate: '23' }], buyer: 'domestic' },
    { vats: [{ vatRate: 0, vatCategory: 'K' }, { vatRate: 'np_art100' }], buyer: 'member state' },
    { vats: [{ vatRate: 'np_art100' }, { vatRate: '23' }], buyer: 'member state' },
    { vats: [{ vatRate: 0, vatCategory: 'G' }, { vatRate: '0' }], buyer: 'third country' },
    { vats: [{ vatRate: 'oo' }], buyer: 'third country' },
    { vats: [{ vatRate: 'np' }], buyer: 'third country' },
    { vats: [{ vatRate: 'np' }, { vatRate: '23' }], buyer: 'third country' }
] as const;

type BuyerKind = (typeof treatments)[number]['buyer'];

/** Buyers: all invented, with numbers whose check digits are right. */
const buyers: Readonly<Record<BuyerKind, readonly Body[]>> = {
    'domestic': [{
        customerName: 'Budowa Źródło S.A.', customerNIP: '5261040828', customerREGON: '000331501',
        customerStreet: 'al. Jerozolimskie 1', customerPostalCode: '00-001', customerCity: 'Warszawa',
        buyerEndpoint: { scheme: '9945', id: 'PL5261040828' }
    }, { customerName: 'Jeden Wiersz sp. z o.o.', customerNIP: '5261040828', customerAddress: 'ul. Długa 1, Łódź' }],
    'consumer': [
        { customerName: 'Anna Przykładowa', customerAddress: 'ul. Lipowa 2, 00-002 Warszawa' },
        {
            customerName: 'Jan <Przykładowy> & "Syn"', customerStreet: 'ul. Polna 3', customerPostalCode: '30-001',
            customerCity: 'Kraków', buyerEndpoint: { scheme: '0088', id: '5790000436057' }
        }
    ],
    'member state': [{
        customerName: 'Beispielboden GmbH', customerNIP: 'DE136695976', customerStreet: 'Musterstraße 5',
        customerPostalCode: '10115', customerCity: 'Berlin', customerCountry: 'DE',
        buyerEndpoint: { scheme: '0204', id: '04011000-12345-67' }
    }, {
        customerName: 'Příklad s.r.o.', customerNIP: 'CZ25123891', customerStreet: 'Hlavní 8',
        customerPostalCode: '110 00', customerCity: 'Praha', customerCountry: 'CZ',
        buyerEndpoint: { scheme: '9929', id: 'CZ25123891' }
    }],
    'third country': [{
        customerName: 'Muster Böden AG', customerTaxId: { country: 'CH', number: 'CHE-123.456.788' },
        customerStreet: 'Bahnhofstrasse 9', customerPostalCode: '8001', customerCity: 'Zürich', customerCountry: 'CH',
        buyerEndpoint: { scheme: '9927', id: 'CHE123456788' }
    }, {
        customerName: 'Example Floors Inc.', customerTaxId: { country: 'US', number: '12-3456789' },
        customerStreet: '1 Example Street', customerPostalCode: '10001', customerCity: 'New York',
        customerCountry: 'US'
    }]
};

const units = ['szt', 'm²', 'mb', 'godz.', 'kpl', 'usł.', 'paleta', 'skrzynka', 'kg'];
const names = [
    'Deska dębowa 14 mm', 'Montaż podłogi', 'Listwa <dąb> & „klon”', 'Klej\nz instrukcją', 'Zażółć gęślą jaźń'
];

/** A decimal with some decimals. */
function decimal(random: Random, most: number, decimals: number): string {
    const digits = random.between(1, most * 10 ** decimals).toString().padStart(decimals + 1, '0');
    return decimals === 0 ? digits : `${digits.slice(0, -decimals)}.${digits.slice(-decimals)}`;
}

function item(random: Random, vat: Body): Body {
    const discount = random.between(0, 4);
    return {
        itemType: 'custom', description: random.oneOf(names), unit: random.oneOf(units),
        quantity: decimal(random, 50, random.oneOf([0, 0, 1, 3, 6])),
        unitPriceNet: decimal(random, 400, random.oneOf([0, 2, 2, 4, 6])),
        ...random.between(0, 9) === 0 ? { priceBaseQuantity: random.oneOf(['10', '100', '2.5']) } : {},
        ...discount === 1 || discount === 3 ? { discountPercent: random.oneOf(['5', '12.5', '33.333', '100']) } : {},
        ...random.between(0, 12) === 0 ? { gtu: '06' } : {},
        ...vat
    };
}

const currencies = ['PLN', 'PLN', 'PLN', 'EUR', 'EUR', 'USD', 'CZK', 'JPY', 'KWD'];

/** NBP's table A of the stand-in has no dinar of Kuwait. */
const rateByHand = { exchangeRate: '12.9', exchangeRateDate: '2026-11-20', exchangeRateSource: 'manual' };

/** A random draft: an invoice, or an order that takes advances. */
export function randomDraft(random: Random, { isOrder }: { readonly isOrder: boolean }): Body {
    const { vats, buyer } = random.oneOf(isOrder ? treatments.filter(({ buyer: kind }) =>
        kind === 'domestic' || kind === 'consumer') : treatments);
    const lines = random.between(0, 15) === 0 ? random.between(20, 60) : random.between(1, 6);
    const items = Array.from({ length: lines }, () => item(random, random.oneOf<Body>(vats)));
    const currency = random.oneOf(isOrder ? currencies.filter((code) => code !== 'KWD') : currencies);
    return {
        invoiceType: isOrder ? 'proforma' : 'vat_invoice',
        ...random.oneOf(buyers[buyer]), items, currency, ...currency === 'KWD' ? rateByHand : {},
        pricesInclude: random.oneOf(['net', 'net', 'gross']),
        language: random.oneOf(['pl', 'en']),
        paymentMethod: random.oneOf(['bank_transfer', 'bank_transfer', 'cash', 'card', 'blik', 'other']),
        buyerReference: random.oneOf(['04011000-12345-67', null, 'REF 7']),
        orderNumber: random.oneOf(['PO-2026-118', null]),
        notes: random.oneOf([null, 'Dziękujemy.\r\nZapraszamy ponownie & pozdrawiamy <serdecznie>']),
        recipient: random.oneOf([null, null, {
            name: 'Szkoła Podstawowa nr 1', nip: null, address: 'ul. Szkolna 1, 00-003 Warszawa', role: 'recipient'
        }, { name: 'Faktor Przykładowy S.A.', nip: '5261040828', address: null, role: 'factor' }]),
        ...random.between(0, 3) === 0 ? { discountPercent: random.oneOf(['3', '7.25', '50']) } : {}
    };
}
