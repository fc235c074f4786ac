import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { roundedByHand } from '../../../test/support/rounded-by-hand.ts';
import { DomainError } from '../../foundation/errors/domain-error.ts';
import { decimalsOf } from '../../foundation/money/currencies.ts';
import { parseMicros } from '../../foundation/money/decimal.ts';
import { defaultProfile, type Organisation } from '../../domain/organisations/organisation.ts';
import { computeTotals } from '../../domain/totals/totals.ts';
import type { Quote, QuoteItem } from '../../platform/upstream/quote.ts';
import { quotedContent, type QuotedContent } from './quoted-content.ts';

const now = new Date('2026-11-23T10:15:00.000Z');
const organisation: Organisation = {
    ...defaultProfile, id: 'org', version: 1, pendingChange: null, createdAt: now, updatedAt: now
};

/** An item with its decimals as readable text. */
type ItemTexts = Partial<Record<'quantity' | 'price' | 'discount' | 'netPrice' | 'vat', string>> & Partial<QuoteItem>;

function givenItem(
    { quantity = '2', price = '50', discount = '0', netPrice = '100', vat = '23', ...more }: ItemTexts = {}
): QuoteItem {
    return {
        id: 'item-1', itemType: 'product', productId: 'd0000000-0000-4000-8000-000000000001', name: 'Panel',
        description: null, unit: 'm²', quantityMicros: parseMicros(quantity), unitPriceMicros: parseMicros(price),
        discountPercentMicros: parseMicros(discount),
        netPriceMicros: parseMicros(netPrice), vatPercentMicros: parseMicros(vat), ...more
    };
}

function givenQuote(items: readonly QuoteItem[], changes: Partial<Quote> = {}): Quote {
    return {
        id: 'f0000000-0000-4000-8000-000000000001', number: 'OF/2026/11/0001', status: 'ACCEPTED',
        contactId: 'c0000000-0000-4000-8000-000000000001',
        currency: 'PLN', discountPercentMicros: 0n, discountAmountMicros: 0n, deliveryCostMicros: 0n,
        paymentTerms: null, notes: null, items, ...changes
    };
}

function contentOf(quote: Quote, of: Organisation = organisation): QuotedContent {
    return quotedContent({ value: quote, version: 'W/"1"', fetchedAt: '2026-11-23T10:00:00.000Z' }, of);
}

/** The net of the invoice, and of each line before the document discount, in minor units. */
function netsOf(quote: Quote) {
    const { lines, discountPercent, discountAmount } = contentOf(quote);
    const decimals = decimalsOf(quote.currency);
    const totals = computeTotals({
        lines, decimals, pricesInclude: 'net', roundingModel: 'per_rate', discountPercentMicros: discountPercent,
        discountAmountMinor: discountAmount * 10n ** BigInt(decimals) / 1_000_000n
    });
    return {
        net: totals.netMinor, lines: totals.lines.map(({ priceMinor, discountMinor }) => priceMinor - discountMinor)
    };
}

function refusal(quote: Quote): DomainError {
    try {
        contentOf(quote);
    } catch (error) {
        if (error instanceof DomainError) {
            return error;
        }
    }
    throw new Error('Expected the quote to be refused');
}

describe('a line of a quote', () => {
    test('has the quote\'s price, quantity and discount, and says where they came from', () => {
        const [line] = contentOf(
            givenQuote([givenItem({ quantity: '12.345', price: '64.9', discount: '5', netPrice: '761.13', vat: '8' })])
        ).lines;

        expect(line).toMatchObject({
            itemType: 'product', productId: 'd0000000-0000-4000-8000-000000000001', serviceId: null,
            description: 'Panel', unit: 'm²', quantityMicros: 12_345_000n, unitPriceMicros: 64_900_000n,
            priceBaseQuantityMicros: 1_000_000n, discountPercentMicros: 5_000_000n,
            vat: { category: 'S', ratePercentMicros: 8_000_000n },
            priceSource: {
                source: 'quotes-service', call: 'accepted_quote', id: 'f0000000-0000-4000-8000-000000000001',
                quoteNumber: 'OF/2026/11/0001', quoteItemId: 'item-1', version: 'W/"1"',
                fetchedAt: '2026-11-23T10:00:00.000Z', stale: false, vatSource: 'quotes-service', netPrice: '761.13',
                inputs: { pricePerUnit: '64.9', discount: '5' }
            }
        });
        expect(line?.priceSource.note).toBeUndefined();
    });

    test.each<[string, ItemTexts, string, string | null]>([
        ['a service, which has no id', { itemType: 'service', productId: null }, 'custom', null],
        ['a service that names a product', { itemType: 'service' }, 'custom', null],
        ['a product without its id', { productId: null }, 'custom', null]
    ])('that is %s is a row of its own', (_what, changes, itemType, productId) => {
        expect(contentOf(givenQuote([givenItem(changes)])).lines[0])
            .toMatchObject({ itemType, productId, serviceId: null });
    });

    test('falls under split payment by what the quote calls it', () => {
        const items = [givenItem(), givenItem({ itemType: 'service', productId: null })];

        const { lines } = contentOf(givenQuote(items), { ...organisation, splitPaymentItemTypes: ['service'] });
        const { lines: built } = contentOf(givenQuote(items), { ...organisation, constructionServices: true });

        expect([lines, built].map((both) => both.map(({ splitPayment }) => splitPayment)))
            .toEqual([[false, true], [false, true]]);
    });

    test.each([
        ['Panel', null, 'Panel'], ['Panel', 'Panel', 'Panel'], ['Panel', 'klasa AC4', 'Panel – klasa AC4'],
        ['x'.repeat(500), 'y'.repeat(498), 'x'.repeat(500)]
    ])('is described by name and description', (name, description, expected) => {
        expect(contentOf(givenQuote([givenItem({ name, description })])).lines[0]?.description).toBe(expected);
    });

    test.each([['99.99'], ['100.01']])('whose net price of %s is a cent off has that net price', (netPrice) => {
        const quote = givenQuote([givenItem({ quantity: '3', price: '33.333333', discount: '0', netPrice })]);

        expect(netsOf(quote).lines).toEqual([parseMicros(netPrice) / 10_000n]);
        expect(contentOf(quote).lines[0]?.priceSource.note).toContain('100.00');
    });

    test('whose discount is a cent off keeps the net price and no discount beside it', () => {
        const quote = givenQuote([givenItem({ quantity: '1', price: '10', discount: '10', netPrice: '9.01' })]);

        expect(contentOf(quote).lines[0]).toMatchObject({ unitPriceMicros: 9_010_000n, discountPercentMicros: 0n });
    });

    // quotes-service works out netPrice before it rounds: 12.3456 × 199.99 − 7.5 %, 120 × 12.3456, 21.3009 × 209.50,
    // 3.47 × 4.21 × 319, 5.33 × 4.89 × 1.05 × 239.99, 4.67 × 3.13 × 1.1 × 189 − 5 %.
    test.each([
        ['12.346', '199.99', '7.5', '2283.82', '2283.90'], ['120', '12.35', '0', '1481.47', '1482.00'],
        ['21.301', '209.50', '0', '4462.54', '4462.56'], ['14.609', '319', '0', '4660.18', '4660.27'],
        ['27.367', '239.99', '0', '6567.78', '6567.81'], ['16.079', '189', '5', '2886.95', '2886.98'],
        ['0.3', '1.05', '7.5', '0.29', '0.30']
    ])('of %s × %s less %s %% has the net price of %s that was accepted, although they make %s',
        (...[quantity, price, discount, netPrice, made]) => {
            const quote = givenQuote([givenItem({ quantity, price, discount, netPrice })]);

            const [line] = contentOf(quote).lines;

            expect(netsOf(quote)).toEqual({
                net: parseMicros(netPrice) / 10_000n, lines: [parseMicros(netPrice) / 10_000n]
            });
            expect(line).toMatchObject({
                discountPercentMicros: 0n, priceSource: {
                    netPrice: expect.stringMatching(new RegExp(`^${netPrice.replace(/0$/, '')}0?$`)),
                    note: expect.stringContaining(made)
                }
            });
        });

    // 0.0005 × 50 + 0.005 × 2 + 0.005
    test.each([['99.96'], ['100.04']])('whose net price of %s rounding just explains has it', (netPrice) => {
        expect(netsOf(givenQuote([givenItem({ netPrice })])).lines).toEqual([parseMicros(netPrice) / 10_000n]);
    });

    test.each([
        ['99.95'], ['100.05'], ['1']
    ])('whose net price is %s instead of 100.00 contradicts itself', (netPrice) => {
        const { code, message } = refusal(givenQuote([givenItem(), givenItem({ netPrice })]));

        expect(code).toBe('QUOTE_NOT_INVOICEABLE');
        expect(message).toMatch(
            /^quoteId .*OF\/2026\/11\/0001.* item 2: .*100\.00.*: correct the quote in the CRM, or .*POST \/invoices$/);
        expect(message).toContain(netPrice);
    });

    test('of a small amount that is a cent off contradicts itself: rounding explains 0.00575 of it', () => {
        const item = givenItem({ quantity: '0.1', price: '0.5', netPrice: '0.06' });

        expect(refusal(givenQuote([item])).code).toBe('QUOTE_NOT_INVOICEABLE');
    });

    test('without a net price has what its price, quantity and discount make', () => {
        expect(netsOf(givenQuote([givenItem({ discount: '10', netPrice: '0' })])).lines).toEqual([90_00n]);
    });

    test('that was given for nothing by a discount of 100 % is one', () => {
        expect(netsOf(givenQuote([givenItem(), givenItem({ discount: '100', netPrice: '0' })])).lines)
            .toEqual([100_00n, 0n]);
    });

    test.each<[string, ItemTexts]>([
        ['no quantity', { quantity: '0' }], ['no price', { price: '0', netPrice: '0' }],
        ['more', { quantity: '1000000000', netPrice: '0' }],
        ['more', { price: '1000000000000', netPrice: '0' }], ['VAT rate of 8.125', { vat: '8.125' }]
    ])('with %s is refused: %j', (words, changes) => {
        expect(refusal(givenQuote([givenItem(changes)])))
            .toMatchObject({ code: 'QUOTE_NOT_INVOICEABLE', message: expect.stringContaining(words) });
    });
});

test('a quote without items has nothing to invoice', () => {
    expect(refusal(givenQuote([]))).toMatchObject({ code: 'QUOTE_HAS_NO_ITEMS', faults: [{ path: 'quoteId' }] });
});

describe('the discount of a quote', () => {
    const items = [givenItem({ netPrice: '100' }), givenItem({ quantity: '1', price: '33.33', netPrice: '33.33' })];
    const discounted = (percent: string, amount: string, delivery = '0') => givenQuote(items, {
        discountPercentMicros: parseMicros(percent), discountAmountMicros: parseMicros(amount),
        deliveryCostMicros: parseMicros(delivery)
    });

    test.each([
        ['5', '0', { discountPercent: 5_000_000n, discountAmount: 0n }, 126_66n],
        ['0', '3.33', { discountPercent: 0n, discountAmount: 3_330_000n }, 130_00n],
        // 5 % of 133.33 is 6.67: one discount given twice, exactly or with a cent of difference.
        ['5', '6.67', { discountPercent: 0n, discountAmount: 6_670_000n }, 126_66n],
        ['5', '6.66', { discountPercent: 0n, discountAmount: 6_660_000n }, 126_67n],
        ['100', '0', { discountPercent: 100_000_000n, discountAmount: 0n }, 0n],
        ['0', '133.33', { discountPercent: 0n, discountAmount: 133_330_000n }, 0n]
    ])('of %s percent and an amount of %s is taken once', (percent, amount, expected, net) => {
        const quote = discounted(percent, amount);

        expect(contentOf(quote)).toMatchObject(expected);
        expect(netsOf(quote).net).toBe(net);
    });

    test.each([
        ['5', '6.65', 'not the same discount'], ['5', '10', 'not the same discount'],
        ['0', '133.34', 'more than its items']
    ])(
        'of %s percent and an amount of %s is refused', (percent, amount, words) => {
            expect(refusal(discounted(percent, amount)))
                .toMatchObject({ code: 'QUOTE_NOT_INVOICEABLE', message: expect.stringContaining(words) });
        }
    );

    test('does not reach the delivery', () => {
        expect(netsOf(discounted('5', '0', '20')).net).toBe(126_66n + 20_00n);
        expect(netsOf(discounted('0', '3.33', '20')).net).toBe(130_00n + 20_00n);
    });

    test('beside a delivery is on the items alone, and adds up to the cent', () => {
        const three = [1, 2, 3].map(() => givenItem({ quantity: '1', price: '33.33', netPrice: '33.33' }));

        const { lines, discountPercent, discountAmount } = contentOf(givenQuote(three, {
            discountAmountMicros: parseMicros('10'), deliveryCostMicros: parseMicros('5')
        }));

        expect([discountPercent, discountAmount]).toEqual([0n, 0n]);
        expect(lines.map(({ discountAmountMinor }) => discountAmountMinor)).toEqual([334n, 333n, 333n, 0n]);
        expect(lines[0]?.priceSource).toMatchObject({
            inputs: { pricePerUnit: '33.33', discount: '0', quoteDiscount: '3.34' },
            note: "discountAmount is its part of the quote's discount of 10.00, which does not reach the delivery"
        });
        expect(lines[3]?.priceSource.inputs).toBeUndefined();
    });

    test('of all that the items cost leaves the delivery', () => {
        expect(netsOf(discounted('100', '0', '20')).net).toBe(20_00n);
    });

    test('comes after the discount of an item', () => {
        const reduced = [givenItem({ discount: '10', netPrice: '90' }), givenItem({ netPrice: '100' })];

        const { lines } = netsOf(givenQuote(reduced, {
            discountPercentMicros: parseMicros('10'), deliveryCostMicros: parseMicros('300')
        }));

        expect(lines).toEqual([81_00n, 90_00n, 300_00n]);
    });
});

describe('the delivery of a quote', () => {
    const delivered = (...vats: readonly string[]) =>
        givenQuote(vats.map((vat) => givenItem({ vat })), { deliveryCostMicros: 45_500_000n });

    test('is a line of its own at the rate of what it brings', () => {
        const { lines } = contentOf(delivered('8', '8'));

        expect(lines[2]).toMatchObject({
            itemType: 'custom', description: 'Dostawa', unitPriceMicros: 45_500_000n,
            vat: { ratePercentMicros: 8_000_000n }, splitPayment: false, priceSource: {
                source: 'quotes-service', vatSource: 'quotes-service', netPrice: '45.5',
                note: expect.stringContaining('delivery')
            }
        });
        expect(lines[2]?.priceSource.quoteItemId).toBeUndefined();
    });

    test('has the organisation\'s default rate where the items have several, and its language', () => {
        const { lines } = contentOf(
            delivered('8', '23'), { ...organisation, defaultVatRate: '5', defaultLanguage: 'en' });

        expect(lines[2]).toMatchObject({
            description: 'Delivery', vat: { ratePercentMicros: 5_000_000n }, priceSource: { vatSource: 'organisation' }
        });
    });

    test('that costs more than an invoice can hold is refused', () => {
        expect(refusal(givenQuote([givenItem()], { deliveryCostMicros: 10n ** 18n })).code)
            .toBe('QUOTE_NOT_INVOICEABLE');
    });
});

describe('money', () => {
    const hundredths = (max: bigint) => fc.bigInt({ min: 1n, max }).map((value) => value * 10_000n);
    const item = fc.record({
        quantity: fc.bigInt({ min: 1n, max: 1_000_000n }).map((value) => value * 1_000n), price: hundredths(1_000_000n),
        discount: fc.oneof(fc.constant(0n), hundredths(9_999n)),
        rate: fc.constantFrom(0n, 5_000_000n, 8_000_000n, 23_000_000n)
    });
    /**
     * The net price as quotes-service rounds it, once and at the end, in minor units; at least 0.01, because 0 means
     * not computed.
     */
    const quotedMinor = (quantity: bigint, price: bigint, discount: bigint) =>
        roundedByHand(quantity * price * (100_000_000n - discount), 10n ** 18n);

    test('every line has the net price of the quote to the cent, and the invoice their sum', () => {
        fc.assert(fc.property(fc.array(item, { minLength: 1, maxLength: 12 }), (rows) => {
            const nets = rows.map(({ quantity, price, discount }) => quotedMinor(quantity, price, discount));
            fc.pre(nets.every((net) => net > 0n));
            const items = rows.map(({ quantity, price, discount, rate }, index) => givenItem({
                quantityMicros: quantity, unitPriceMicros: price, discountPercentMicros: discount,
                vatPercentMicros: rate, netPriceMicros: (nets[index] ?? 0n) * 10_000n
            }));

            const result = netsOf(givenQuote(items));

            expect(result.lines).toEqual(nets);
            expect(result.net).toBe(nets.reduce((sum, net) => sum + net, 0n));
        }), { numRuns: 1_000 });
    });
});
