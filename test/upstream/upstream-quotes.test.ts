import { describe, expect, test } from '@jest/globals';
import { contactId, productId, quoteId, quoteItemId } from '../../app/dev/standins/catalogue/ids.ts';
import { breakerFailures } from '../../app/platform/upstream/circuit.ts';
import type { Upstreams } from '../../app/platform/upstream/upstreams.ts';
import { maxRetries } from '../../app/platform/upstream/retry.ts';
import { givenUpstream } from '../support/given-upstream.ts';
import { context, failureOf, givenStandins } from '../support/standins.ts';

const { standins, open } = givenStandins();

function findQuote({ quotes }: Upstreams, id = quoteId(1)) {
    if (quotes === undefined) {
        throw new Error('quotes-service is not configured in this test');
    }
    return quotes.find(context, id);
}

const item = {
    id: quoteItemId(101), itemType: 'PRODUCT', productId: productId(1), position: 1, name: 'Panel', description: null,
    quantity: '2.000', unit: 'm²', pricePerUnit: '50.00', discount: '0.00', netPrice: '100.00', vatRate: '23.00'
};
const quote = {
    id: quoteId(1), contactId: contactId(1), quoteNumber: 'OF/2026/11/0001', status: 'ACCEPTED', currency: 'PLN',
    discountPercent: '0.00', discountAmount: '0.00', deliveryCost: '0.00', items: [item]
};

test('terms and notes are read, of any length that a column has, and never the internal notes', async () => {
    const notes = 'Uwaga. '.repeat(700).trim();
    const upstream = await givenUpstream(200, JSON.stringify(
        { ...quote, paymentTerms: ' Przelew 30 dni ', notes, internalNotes: 'marża 40 %' }));
    const { upstreams } = await open({ quotes: { url: `${upstream.url}/api/v1` } });

    const { value } = await findQuote(upstreams);

    expect(value).toMatchObject({ paymentTerms: 'Przelew 30 dni', notes });
    expect(JSON.stringify(Object.values(value).filter((member) => typeof member === 'string'))).not.toContain('marża');
    await upstream.close();
});

test('a quote is read exactly, its items in the order of their positions', async () => {
    const { upstreams } = await open();

    const { value, version, fetchedAt } = await findQuote(upstreams, quoteId(2));

    expect(value).toMatchObject({
        id: quoteId(2), number: 'OF/2026/11/0002', status: 'ACCEPTED', contactId: contactId(17), currency: 'PLN',
        discountPercentMicros: 5_000_000n, discountAmountMicros: 0n, deliveryCostMicros: 0n
    });
    expect(value.items.map(({ id }) => id)).toEqual([quoteItemId(201), quoteItemId(202), quoteItemId(203)]);
    expect(value.items[0]).toEqual({
        id: quoteItemId(201), itemType: 'product', productId: productId(14),
        name: 'Deska trójwarstwowa Dąb Rustik olejowana 14 mm', description: null,
        quantityMicros: 27_700_000n, unit: 'm²', unitPriceMicros: 209_500_000n, discountPercentMicros: 0n,
        netPriceMicros: 5_803_150_000n, vatPercentMicros: 8_000_000n
    });
    expect(version).toMatch(/^W\//);
    expect(new Date(fetchedAt).toISOString()).toBe(fetchedAt);
});

test('a quote is asked for each time: what it says now becomes an invoice', async () => {
    const { upstreams, observed } = await open();

    await findQuote(upstreams);
    await findQuote(upstreams);

    expect(standins().control.quotes.calls()).toBe(2);
    expect(observed.cache).toEqual([]);
});

test('without an address there is nobody to ask, and health says nothing of it', async () => {
    const { upstreams } = await open({ quotes: undefined });

    const health = await upstreams.health();

    expect(upstreams.quotes).toBeUndefined();
    expect(health.map(({ name }) => name)).toEqual(['contacts-service', 'products-service', 'services-service']);
});

test.each([
    ['unknown', quoteId(999)], ['malformed', 'nope'], ['a path of its own', '..']
])('an id that is %s is no quote', async (_what, id) => {
    const { upstreams } = await open();

    expect(await failureOf(findQuote(upstreams, id)))
        .toMatchObject({ code: 'QUOTE_NOT_FOUND', message: expect.stringContaining(id) });
});

describe('quotes-service that fails', () => {
    test.each(['error500', 'reset'] as const)(
        'is asked at most twice more on %s, then unavailable', async (failure) => {
            standins().control.quotes.set({ failure });
            const { upstreams } = await open();

            expect(await failureOf(findQuote(upstreams)))
                .toMatchObject({ code: 'UPSTREAM_UNAVAILABLE', upstream: 'quotes-service' });
            expect(standins().control.quotes.calls()).toBe(1 + maxRetries);
        });

    test('is left alone by its breaker after some failures', async () => {
        standins().control.quotes.set({ failure: 'error500' });
        const { upstreams } = await open();
        for (let number = 1; number <= breakerFailures; number += 1) {
            await failureOf(findQuote(upstreams, quoteId(number)));
        }

        expect((await failureOf(findQuote(upstreams))).reason).toBe('breaker_open');
    });

    test('and hangs is given up at the deadline', async () => {
        standins().control.quotes.set({ failure: 'hang' });
        const { upstreams } = await open({ timeoutMs: 150 });

        expect(await failureOf(findQuote(upstreams)))
            .toMatchObject({ code: 'UPSTREAM_UNAVAILABLE', reason: 'timeout' });
    });

    test.each(['html', 'truncated', 'wrong_types', 'empty', 'huge'] as const)(
        'with %s breaks its contract, and is named', async (rubbish) => {
            standins().control.quotes.set({ rubbish });
            const { upstreams } = await open();

            expect(await failureOf(findQuote(upstreams)))
                .toMatchObject({ code: 'UPSTREAM_CONTRACT_BROKEN', upstream: 'quotes-service' });
        });
});

test('numbers, spare zeros, lower case and fields without a value are read as what they say', async () => {
    const upstream = await givenUpstream(200, JSON.stringify({
        ...quote, id: quoteId(1).toUpperCase(), status: 'accepted', currency: 'eur', discountPercent: null,
        discountAmount: 12.5, deliveryCost: undefined, items: [{
            ...item, itemType: 'service', productId: null, quantity: 2.5, pricePerUnit: '50.0000000', discount: null,
            netPrice: null, vatRate: 8
        }]
    }));
    const { upstreams } = await open({ quotes: { url: upstream.url } });

    const { value } = await findQuote(upstreams);

    expect(value).toMatchObject({
        status: 'ACCEPTED', currency: 'EUR', discountPercentMicros: 0n,
        discountAmountMicros: 12_500_000n, deliveryCostMicros: 0n
    });
    expect(value.items).toMatchObject([
        {
            itemType: 'service', productId: null, quantityMicros: 2_500_000n, unitPriceMicros: 50_000_000n,
            netPriceMicros: 0n, vatPercentMicros: 8_000_000n
        }
    ]);
    await upstream.close();
});

test.each<[string, Record<string, unknown>]>([
    ['id', { id: quoteId(2) }], ['quoteNumber', { quoteNumber: '' }], ['status', { status: null }],
    ['contactId', { contactId: 'nope' }], ['contactId', { contactId: null }], ['currency', { currency: 'XXZ' }],
    ['currency', { currency: null }], ['discountPercent', { discountPercent: '101' }],
    ['discountPercent', { discountPercent: undefined }], ['discountAmount', { discountAmount: '-1' }],
    ['deliveryCost', { deliveryCost: 'free' }], ['items', { items: undefined }], ['items', { items: null }],
    ['items', { items: {} }], ['items[0]', { items: [null] }],
    ['items[1].itemType', { items: [item, { ...item, itemType: 'LABOUR' }] }],
    ['items[0].productId', { items: [{ ...item, productId: 7 }] }],
    ['items[0].productId', { items: [{ ...item, productId: 'PAN-001' }] }],
    ['items[0].position', { items: [{ ...item, position: null }] }],
    ['items[0].name', { items: [{ ...item, name: ' ' }] }],
    ['items[0].quantity', { items: [{ ...item, quantity: '' }] }],
    ['items[0].quantity', { items: [{ ...item, quantity: '1e3' }] }],
    ['items[0].quantity', { items: [{ ...item, quantity: '-2' }] }],
    ['items[0].unit', { items: [{ ...item, unit: null }] }],
    ['items[0].pricePerUnit', { items: [{ ...item, pricePerUnit: null }] }],
    ['items[0].pricePerUnit', { items: [{ ...item, pricePerUnit: '12,50' }] }],
    ['items[0].discount', { items: [{ ...item, discount: '100.01' }] }],
    ['items[0].netPrice', { items: [{ ...item, netPrice: undefined }] }],
    ['items[0].netPrice', { items: [{ ...item, netPrice: '1.0000001' }] }],
    ['items[0].vatRate', { items: [{ ...item, vatRate: null }] }],
    ['items[0].vatRate', { items: [{ ...item, vatRate: 'zw' }] }]
])('a quote with a wrong %s breaks the contract: %j', async (field, change) => {
    const upstream = await givenUpstream(200, JSON.stringify({ ...quote, ...change }));
    const { upstreams } = await open({ quotes: { url: upstream.url } });

    const failure = await failureOf(findQuote(upstreams));

    expect(failure).toMatchObject({ code: 'UPSTREAM_CONTRACT_BROKEN', upstream: 'quotes-service' });
    expect(failure.message).toContain(field === 'id' ? 'another record' : field);
    await upstream.close();
});
