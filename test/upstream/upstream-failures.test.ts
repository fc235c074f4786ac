import { describe, expect, test } from '@jest/globals';
import { eventually } from '../support/eventually.ts';
import { givenUpstream } from '../support/given-upstream.ts';
import { context, failureOf, givenStandins } from '../support/standins.ts';
import { contactId, productId, serviceId } from '../../app/dev/standins/catalogue/ids.ts';
import { maxRetries } from '../../app/platform/upstream/retry.ts';

const { standins, open } = givenStandins();
const inputs = {
    quantityMicros: 10_000_000n, tier: 'standard', regionalZone: 'other', applySeasonalAdjustment: true
} as const;

describe('an upstream that fails', () => {
    test.each(['error500', 'reset'] as const)(
        'is asked at most twice more on %s, then unavailable', async (failure) => {
            standins().control.products.set({ failure });
            const { upstreams } = await open();

            const result = await failureOf(upstreams.products.find(context, productId(1)));

            expect(result).toMatchObject({ code: 'UPSTREAM_UNAVAILABLE', upstream: 'products-service' });
            expect(result.retryAfterSeconds).toBeGreaterThan(0);
            expect(standins().control.products.calls()).toBe(1 + maxRetries);
        });

    test('is asked again also for a calculation, which changes nothing there', async () => {
        standins().control.services.set({ failure: 'error500' });
        const { upstreams } = await open();

        const result = await failureOf(upstreams.services.calculate(context, serviceId(1), inputs));

        expect(result.code).toBe('UPSTREAM_UNAVAILABLE');
        expect(standins().control.services.calls()).toBe(1 + maxRetries);
    });

    test('that recovers before the last retry answers', async () => {
        const { control } = standins();
        control.products.set({ failure: 'error500' });
        const { upstreams, observed } = await open({
            observer: {
                called: (_upstream, outcome) => { observed.calls.push(outcome); control.products
                    .set({ failure: 'none' }); },
                breaker: () => undefined,
                cache: () => undefined
            }
        });

        const { value } = await upstreams.products.find(context, productId(1));

        expect(value.id).toBe(productId(1));
        expect(observed.calls).toEqual(['server_error', 'ok']);
    });

    test('that hangs is given up at the deadline', async () => {
        standins().control.contacts.set({ failure: 'hang' });
        const { upstreams } = await open({ timeoutMs: 150 });

        const result = await failureOf(upstreams.contacts.find(context, contactId(1)));

        expect(result).toMatchObject({ code: 'UPSTREAM_UNAVAILABLE', upstream: 'contacts-service', reason: 'timeout' });
        expect(standins().control.contacts.calls()).toBe(1);
    });

    test.each([20, 40, 60, 80])('whose deadline of %i ms passes between two tries is given up', async (timeoutMs) => {
        standins().control.products.set({ failure: 'error500' });
        const { upstreams } = await open({ timeoutMs });

        const result = await failureOf(upstreams.products.find(context, productId(1)));

        expect(result).toMatchObject({ code: 'UPSTREAM_UNAVAILABLE', upstream: 'products-service' });
        expect(standins().control.products.calls()).toBeLessThanOrEqual(1 + maxRetries);
    });

    test('that is slower than the deadline is given up, however often it was asked', async () => {
        standins().control.services.set({ latencyMs: 5_000 });
        const { upstreams } = await open({ timeoutMs: 150 });

        const result = await failureOf(upstreams.services.calculate(context, serviceId(1), inputs));

        expect(result).toMatchObject({ code: 'UPSTREAM_UNAVAILABLE', upstream: 'services-service', reason: 'timeout' });
        expect(standins().control.services.calls()).toBeLessThanOrEqual(1 + maxRetries);
    });

    test('that nothing listens for is unavailable', async () => {
        const gone = await givenUpstream(200, '{}');
        await gone.close();
        const { upstreams } = await open({ products: { url: gone.url } });

        const result = await failureOf(upstreams.products.find(context, productId(1)));

        expect(result)
            .toMatchObject({ code: 'UPSTREAM_UNAVAILABLE', upstream: 'products-service', reason: 'connection' });
    });

    test('that is busy says how long to wait', async () => {
        const busy = await givenUpstream(429, '{"message":"Too many requests"}', { 'retry-after': '17' });
        const { upstreams } = await open({ products: { url: busy.url } });

        const result = await failureOf(upstreams.products.find(context, productId(1)));

        expect(result).toMatchObject({ code: 'UPSTREAM_UNAVAILABLE', reason: 'busy', retryAfterSeconds: 17 });
        expect(busy.calls()).toBe(1 + maxRetries);
        await busy.close();
    });

    test('that closes while a call is on the wire ends the call', async () => {
        standins().control.contacts.set({ failure: 'hang' });
        const { upstreams, observed } = await open();
        const call = failureOf(upstreams.contacts.find(context, contactId(1)));
        await eventually('a call', () => standins().control.contacts.calls() > 0, { every: 1 });

        await upstreams.close();

        expect(await call).toMatchObject({ code: 'UPSTREAM_UNAVAILABLE' });
        expect(observed.calls).toHaveLength(1);
    });
});

describe('an upstream that answers rubbish', () => {
    const kinds = ['html', 'truncated', 'wrong_types', 'empty', 'huge'] as const;

    test.each(kinds)('(%s) breaks its contract, and is named', async (rubbish) => {
        Object.values(standins().control).forEach((control) => control.set({ rubbish }));
        const { upstreams } = await open();

        const results = await Promise.all([
            failureOf(upstreams.contacts.find(context, contactId(1))),
            failureOf(upstreams.products.find(context, productId(1))),
            failureOf(upstreams.services.find(context, serviceId(1))),
            failureOf(upstreams.services.calculate(context, serviceId(1), inputs))
        ]);

        expect(results.map(({ code }) => code)).toEqual(Array<string>(4).fill('UPSTREAM_CONTRACT_BROKEN'));
        expect(results.map(({ upstream }) => upstream)).toEqual([
            'contacts-service', 'products-service', 'services-service', 'services-service'
        ]);
        expect(results.map(({ message, upstream }) => message.startsWith(String(upstream))))
            .toEqual([true, true, true, true]);
        expect(standins().control.products.calls()).toBe(1);
    });

    const price = (member: string) => `{"id":"${productId(1)}","product_name":"Panel","selling_unit":"szt",${member}}`;
    test.each([
        ['no price at all', price('"retail_price_per_unit":"1.00"'), 'selling_price_per_unit'],
        ['an empty price', price('"selling_price_per_unit":""'), 'selling_price_per_unit'],
        ['NaN as text', price('"selling_price_per_unit":"NaN"'), 'selling_price_per_unit'],
        ['a comma', price('"selling_price_per_unit":"1,50"'), 'selling_price_per_unit'],
        ['an exponent', price('"selling_price_per_unit":1e3'), 'selling_price_per_unit'],
        ['a binary remainder', price('"selling_price_per_unit":0.30000000000000004'), 'selling_price_per_unit'],
        ['a negative price', price('"selling_price_per_unit":"-1.00"'), 'selling_price_per_unit'],
        ['true as price', price('"selling_price_per_unit":true'), 'selling_price_per_unit'],
        ['a VAT rate over 100', price('"selling_price_per_unit":"1.00","vat_rate":101'), 'vat_rate'],
        ['an unknown currency', price('"selling_price_per_unit":"1.00","currency":"ZZZ"'), 'currency'],
        ['a NUL in a name', price('"selling_price_per_unit":"1.00"').replace('Panel', 'a\\u0000b'),
            'product_name, which must not contain the control character U+0000'],
        ['half a surrogate', price('"selling_price_per_unit":"1.00"').replace('Panel', '\\ud800'), 'product_name'],
        ['another product', price('"selling_price_per_unit":"1.00"').replace(productId(1), productId(2)),
            'another record'],
        ['a list', '[]', 'not an object'],
        ['null', 'null', 'not an object'],
        ['a bare number', '12', 'not an object'],
        ['brackets without end', '['.repeat(500_000), 'not JSON']
    ])('with %s breaks its contract, and the fault is named', async (_what, body, problem) => {
        const liar = await givenUpstream(200, body);
        const { upstreams } = await open({ products: { url: liar.url } });

        const result = await failureOf(upstreams.products.find(context, productId(1)));

        expect(result).toMatchObject({ code: 'UPSTREAM_CONTRACT_BROKEN', upstream: 'products-service' });
        expect(result.message).toContain(problem);
        await liar.close();
    });

    test.each([
        ['"41.370000000"', 41_370_000n], ['41.37', 41_370_000n], ['0.1', 100_000n],
        ['9007199254740993', 9_007_199_254_740_993_000_000n], ['"0.000001"', 1n]
    ])('but a price of %s is read exactly', async (text, expected) => {
        const upstream = await givenUpstream(200, price(
            `"selling_price_per_unit":${text},"anything_else":{"deep":[1,2]}`));
        const { upstreams } = await open({ products: { url: upstream.url } });

        const { value, version } = await upstreams.products.find(context, productId(1));

        expect(value.priceMicros).toBe(expected);
        expect(version).toMatch(/^[0-9a-f]{32}$/);
        await upstream.close();
    });

    test.each([
        ['null', null], ['0', 0n]
    ])('and a calculation of %s is left to the caller to refuse', async (netPrice, expected) => {
        const upstream = await givenUpstream(201, `{"calculation":{"netPrice":${netPrice}}}`);
        const { upstreams } = await open({ services: { url: upstream.url } });

        const { value } = await upstreams.services.calculate(context, serviceId(1), inputs);

        expect(value).toEqual({ netPriceMicros: expected });
        await upstream.close();
    });
});

describe('an upstream that refuses', () => {
    test.each([
        ['one message', '{"message":"Not for Anna Wzorcowa"}'], ['a list of messages', '{"message":["tier is wrong"]}'],
        ['none', '{}']
    ])('with %s is told by its status alone', async (_what, body) => {
        const upstream = await givenUpstream(403, body);
        const { upstreams } = await open({ products: { url: upstream.url } });

        const result = await failureOf(upstreams.products.find(context, productId(1)));

        expect(result).toMatchObject({
            code: 'UPSTREAM_REJECTED', upstream: 'products-service',
            message: 'products-service refused the call with status 403'
        });
        expect(upstream.calls()).toBe(1);
        await upstream.close();
    });

    test('a calculation it calls wrong is a refusal, not a missing service', async () => {
        const upstream = await givenUpstream(400, '{"message":["quantity must not be less than 0.01"]}');
        const { upstreams } = await open({ services: { url: upstream.url } });

        const result = await failureOf(upstreams.services.calculate(context, serviceId(1), inputs));

        expect(result).toMatchObject({ code: 'UPSTREAM_REJECTED', upstream: 'services-service' });
        await upstream.close();
    });

    test('with a redirect has a wrong URL, and the redirect is not followed', async () => {
        const elsewhere = await givenUpstream(200, '{}');
        const upstream = await givenUpstream(302, '', { location: elsewhere.url });
        const { upstreams } = await open({ products: { url: upstream.url } });

        const result = await failureOf(upstreams.products.find({ ...context, token: 'secret' }, productId(1)));

        expect(result.code).toBe('UPSTREAM_MISCONFIGURED');
        expect(elsewhere.calls()).toBe(0);
        await Promise.all([upstream.close(), elsewhere.close()]);
    });
});

describe('health', () => {
    test('any answer counts as up, and no answer as down with the reason', async () => {
        const gone = await givenUpstream(200, '{}');
        await gone.close();
        const { upstreams } = await open({ products: { url: gone.url } });
        standins().control.services.set({ failure: 'hang' });

        const health = await upstreams.health();

        expect(health).toMatchObject([
            { name: 'contacts-service', status: 'up', breaker: 'closed' },
            { name: 'products-service', status: 'down', detail: 'ECONNREFUSED' },
            { name: 'services-service', status: 'down', detail: 'no answer within 1000 ms' },
            { name: 'quotes-service', status: 'up', breaker: 'closed' }
        ]);
    });
});
