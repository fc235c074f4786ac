import { describe, expect, test } from '@jest/globals';
import { contentHashOf } from './content-hash.ts';
import { exampleIssued } from './invoice.example.ts';
import type { Invoice } from './invoice.ts';

/** A value with every member present at every depth and none null, so that the compiler asks for each new one. */
type Whole<Value> = Value extends bigint | string | number | boolean | Date ? Value
    : Value extends readonly (infer Element)[] ? readonly [Whole<Element>]
        : { readonly [Member in keyof Value]-?: Whole<NonNullable<Value[Member]>> };

const day = '2026-11-20';
const later = new Date('2026-12-01T00:00:00.000Z');
const id = '0199f3d2-7c1a-7b55-9c57-6a2f0d3c4b99';

const partsOfBuyer = {
    name: 'Anna', nip: '1234563218', taxId: { country: 'CH', number: 'CHE-1' }, regon: '192598184',
    address: 'ul. Lipowa 2', street: 'ul. Lipowa 2', postalCode: '30-001', city: 'Kraków', country: 'PL',
    vatPayer: true, isJstUnit: true, isVatGroupMember: true
} as const;

const withoutOrder: Whole<Omit<Invoice, 'seller' | 'advanceOf'>> & Pick<Invoice, 'seller'> = {
    invoiceType: 'vat_invoice',
    contactId: id,
    buyer: {
        ...partsOfBuyer, isConsumer: true, email: 'anna@klient.example',
        source: { version: '1', fetchedAt: '2026-11-23T10:15:00.000Z', stale: false }
    },
    givenBuyer: partsOfBuyer,
    issueDate: day,
    saleDate: day,
    taxPointDate: day,
    dueDate: day,
    paymentMethod: 'cash',
    paymentTerms: '14',
    notes: 'Pilne',
    orderNumber: 'PO-1',
    buyerReference: '04011000-12345-67',
    buyerEndpoint: { scheme: '9945', id: 'PL1234563218' },
    recipient: { name: 'Szkoła', nip: '1234563218', address: 'ul. Szkolna 1', role: 'jst_recipient' },
    eInvoice: 'peppol',
    quoteId: id,
    quoteUnclaimed: true,
    currency: 'EUR',
    pricesInclude: 'net',
    language: 'pl',
    discountPercentMicros: 1n,
    discountAmountMinor: 1n,
    exchange: { rateNanos: 4_250_000_000n, date: day, source: 'manual' },
    id,
    organisationId: 'org',
    version: 1,
    status: 'issued',
    paymentStatus: 'pending',
    number: 'FV/1',
    seriesId: 'vat_invoice-2026-11',
    seriesNumber: 1n,
    roundingModel: 'per_rate',
    lines: [{
        id,
        itemType: 'custom',
        serviceId: id,
        productId: id,
        description: 'Panele',
        quantityMicros: 1n,
        unit: 'szt',
        unitPriceMicros: 1n,
        priceBaseQuantityMicros: 1n,
        vat: { category: 'S', ratePercentMicros: 23_000_000n, word: 'np_art100', exemptionReason: 'art. 43' },
        pricingTier: 'basic',
        regionalZone: 'krakow',
        discountPercentMicros: 1n,
        discountAmountMinor: 1n,
        splitPayment: true,
        taxPointRule: 'construction',
        gtu: 7,
        priceSource: {
            source: 'quotes-service', call: 'accepted_quote', id, quoteNumber: 'Q-1', quoteItemId: id, version: '1',
            fetchedAt: '2026-11-23T10:15:00.000Z', stale: false, vatSource: 'caller', inputs: { quantity: '1' },
            netPrice: '1', note: 'Uwaga'
        },
        totals: {
            priceMinor: 1n, discountMinor: 1n, documentDiscountMinor: 1n, netMinor: 1n, vatMinor: 1n, grossMinor: 1n
        },
        correction: { lineId: id, part: 'after' }
    }],
    netMinor: 1n,
    vatMinor: 1n,
    grossMinor: 1n,
    paidMinor: 1n,
    creditedMinor: 1n,
    paidAt: later,
    payments: [{ paymentId: id, date: day, method: 'card', amountMinor: 1n, reference: 'Przelew' }],
    splitPayment: true,
    seller: exampleIssued.seller && {
        ...exampleIssued.seller, endpoint: { scheme: '9945', id: 'PL1234563218' },
        contact: { name: 'Biuro', phone: '600100200', email: 'biuro@podlogi.example' }
    },
    createdBy: 'user-17',
    createdAt: later,
    updatedAt: later,
    issuedAt: later,
    sentAt: later,
    cancellation: { at: later, date: day, reason: 'Pomyłka', annulled: true },
    correction: {
        invoiceId: id, invoiceNumber: 'FV/1', invoiceIssueDate: day, sequence: 1, reason: 'Zwrot', customerId: id,
        effect: 'other', effectDate: day, changedData: [{ field: 'customerName', before: 'Anna', after: 'Ewa' }],
        vatBefore: [{
            category: 'S', ratePercentMicros: 23_000_000n, word: 'np_art100', rule: 'general', date: day, netMinor: 1n,
            vatMinor: 1n
        }]
    },
    correctives: [{ invoiceId: id, invoiceNumber: 'FK/1', issueDate: day, grossMinor: 1n, dueDate: day }],
    receiptConfirmedOn: day,
    openDueDate: day,
    convertedFromId: id,
    convertedToId: id,
    receivedPayments: [{ date: '2026-11-03', amountMinor: 1_00n }],
    advances: [{
        invoiceId: id, invoiceNumber: 'FZ/1', issueDate: day, rates: [{
            category: 'S', ratePercentMicros: 23_000_000n, word: 'np_art100', netMinor: 1n, vatMinor: 1n,
            grossMinor: 2n
        }]
    }],
    advanceInvoices: [{
        invoiceId: id, invoiceNumber: 'FZ/1', issueDate: day, receivedOn: day, paymentId: id, status: 'paid',
        version: 1, grossMinor: 1n, rates: [{
            category: 'S', ratePercentMicros: 23_000_000n, word: 'np_art100', netMinor: 1n, vatMinor: 1n,
            grossMinor: 2n
        }]
    }],
    deductedBy: { invoiceId: id, invoiceNumber: 'FV/2' },
    vatCurrency: 'PLN',
    vatInVatCurrencyMinor: 1n,
    constructionServices: true,
    taxPoints: [{
        category: 'S', ratePercentMicros: 23_000_000n, word: 'np_art100', rule: 'construction', date: day, netMinor: 1n,
        vatMinor: 1n, exchange: { rateNanos: 4_250_000_000n, date: day, source: 'manual' },
        declared: { currency: 'PLN', netMinor: 1n, vatMinor: 1n }, countedOn: day
    }],
    contentFormat: 3,
    contentHash: 'a',
    chainHash: 'b'
};

const [{ correction, ...orderLine }] = withoutOrder.lines;

const whole = {
    ...withoutOrder,
    advanceOf: { proformaId: id, proformaNumber: 'PF/1', paymentId: id, grossMinor: 1n, lines: [orderLine] as const }
} satisfies Whole<Omit<Invoice, 'seller'>> & Pick<Invoice, 'seller'>;

/**
 * Members that change later, that the chain holds, or that belong to other documents. In a correction: the corrected
 * invoice's own data.
 */
const notFrozen = [
    'version', 'status', 'paymentStatus', 'number', 'seriesId', 'seriesNumber', 'paidMinor', 'creditedMinor',
    'paidAt', 'payments', 'updatedAt', 'sentAt', 'cancellation', 'receiptConfirmedOn', 'openDueDate', 'correctives',
    'convertedToId', 'advanceInvoices', 'deductedBy', 'contentHash', 'chainHash', 'quoteUnclaimed',
    // The sum of net and VAT, which are frozen.
    'advances.0.rates.0.grossMinor',
    'correction.invoiceNumber', 'correction.invoiceIssueDate', 'correction.customerId', 'correction.vatBefore'
];

type Leaf = { readonly path: string; readonly changed: unknown };

/** One leaf for every member at every depth: the whole with another value of that member. */
function leavesOf(value: unknown, path = ''): readonly Leaf[] {
    if (value instanceof Date) {
        return [{ path, changed: new Date(value.getTime() + 1) }];
    }
    if (typeof value !== 'object' || value === null) {
        return [{ path, changed: anotherOf(value) }];
    }
    return Object.entries(value).flatMap(([name, member]) =>
        leavesOf(member, path === '' ? name : `${path}.${name}`).map((leaf) =>
            ({ path: leaf.path, changed: Object.assign(structuredClone(value), { [name]: leaf.changed }) })));
}

function anotherOf(value: unknown): unknown {
    switch (typeof value) {
        case 'bigint': return value + 1n;
        case 'number': return value + 1;
        case 'boolean': return !value;
        default: return value === 'EUR' || value === 'PLN' ? 'CZK' : `${String(value)}x`;
    }
}

function isFrozen(path: string): boolean {
    return !notFrozen.some((member) => path === member || path.startsWith(`${member}.`));
}

describe('the content hash', () => {
    const leaves = leavesOf(whole);
    const original = contentHashOf(whole);

    test.each(leaves.filter(({ path }) => isFrozen(path)))('is another one with another $path', ({ changed }) => {
        expect(contentHashOf(changed as Invoice)).not.toBe(original);
    });

    test.each(leaves.filter(({ path }) => !isFrozen(path)))('is the same with another $path', ({ changed }) => {
        expect(contentHashOf(changed as Invoice)).toBe(original);
    });

    test('is looked at for every member', () => {
        const members = new Set(leaves.map(({ path }) => path.split('.')[0]));

        expect([...members].sort()).toEqual(Object.keys(whole).sort());
        expect(notFrozen.filter((member) => !leaves.some(({ path }) => path.startsWith(member)))).toEqual([]);
    });
});
