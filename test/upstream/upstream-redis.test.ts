import { randomUUID } from 'node:crypto';
import { afterAll, afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { Redis } from 'ioredis';
import { failureOf, givenStandins } from '../support/standins.ts';
import { openRedisLink } from '../support/redis-link.ts';
import { passMs } from '../support/pass-time.ts';
import { productId, serviceId } from '../../app/dev/standins/catalogue/ids.ts';

const redisUrl = process.env['REDIS_URL'];
if (redisUrl === undefined && process.env['CI'] === 'true') {
    throw new Error('REDIS_URL is missing: under CI no test may be skipped');
}

const { standins, open } = givenStandins();
const inputs = {
    quantityMicros: 10_500_000n, tier: 'premium', regionalZone: 'other', applySeasonalAdjustment: false
} as const;
const closers: (() => Promise<unknown>)[] = [];

// Each test has an organisation of its own, which is part of every key, so that none sees the answers of another.
let context = { organisationId: '', requestId: 'request-1' };
beforeEach(() => {
    context = { ...context, organisationId: randomUUID() };
});

async function givenRedis() {
    const link = await openRedisLink(redisUrl ?? '');
    const redis = new Redis(link.url, { maxRetriesPerRequest: 1 });
    redis.on('error', () => undefined);
    closers.push(async () => redis.disconnect(), link.close);
    await redis.ping();
    return { link, redis };
}

afterEach(async () => {
    for (const close of closers.splice(0)) {
        await close();
    }
});

(redisUrl === undefined ? describe.skip : describe)('with the cache in Redis', () => {
    const direct = redisUrl === undefined ? undefined : new Redis(redisUrl);
    afterAll(() => direct?.disconnect());

    test('replicas share answers, exact decimals included', async () => {
        const first = await open({ redis: (await givenRedis()).redis });
        const second = await open({ redis: (await givenRedis()).redis });
        const asked = await first.upstreams.services.calculate(context, serviceId(1), inputs);

        const shared = await second.upstreams.services.calculate(context, serviceId(1), inputs);

        expect(shared).toEqual(asked);
        expect(shared.value.netPriceMicros).toBe(542_960_000n);
        expect(second.observed.cache).toEqual(['hit']);
        expect(standins().control.services.calls()).toBe(1);
    });

    test('organisations do not share answers', async () => {
        const { upstreams, observed } = await open({ redis: (await givenRedis()).redis });
        await upstreams.products.find(context, productId(1));

        await upstreams.products.find({ ...context, organisationId: 'other' }, productId(1));

        expect(observed.cache).toEqual(['miss', 'miss']);
    });

    test('another replica serves a stale answer when the upstream is down', async () => {
        const { redis } = await givenRedis();
        const first = await open({ redis });
        await first.upstreams.products.find(context, productId(1));
        passMs(61_000);
        standins().control.products.set({ failure: 'error500' });
        const second = await open({ redis });

        const { stale, value } = await second.upstreams.products.find(context, productId(1));

        expect([stale, value.priceMicros]).toEqual([true, 58_900_000n]);
    });

    test('a Redis that goes away is done without, and calls stay coalesced', async () => {
        const { link, redis } = await givenRedis();
        const { upstreams } = await open({ redis });
        await upstreams.products.find(context, productId(1));
        await link.cut();
        const before = standins().control.products.calls();

        const answers = await Promise.all(Array.from({ length: 20 }, () => upstreams.products.find(
            context, productId(1))));

        expect(answers.every(({ value, stale }) => value.priceMicros === 58_900_000n && !stale)).toBe(true);
        expect(standins().control.products.calls()).toBe(before + 1);
    });

    test('with Redis and the upstream both away the answer is 503, not a crash', async () => {
        const { link, redis } = await givenRedis();
        const { upstreams } = await open({ redis });
        await link.cut();
        standins().control.products.set({ failure: 'error500' });

        const failure = await failureOf(upstreams.products.find(context, productId(1)));

        expect(failure.code).toBe('UPSTREAM_UNAVAILABLE');
    });

    test('a Redis that is frozen holds no call up for good, and is left alone after some tries', async () => {
        const { link, redis } = await givenRedis();
        const { upstreams, observed } = await open({ redis });
        link.freeze();

        const answers = [];
        for (let number = 1; number <= 4; number += 1) {
            answers.push(await upstreams.products.find(context, productId(number)));
        }

        expect(answers.map(({ value }) => value.id)).toEqual([1, 2, 3, 4].map(productId));
        expect(observed.warnings[0]).toBe('The cache does not answer and is done without for now');
    });

    test.each([
        '', 'not json', '{"stored":1}', '{"item":"{\\"priceMicros\\":\\"abc\\"}","stored":4102444800000,"ttl":100000}'
    ])(
        'what something else wrote under our key (%j) is asked for afresh', async (rubbish) => {
            const { redis } = await givenRedis();
            const { upstreams } = await open({ redis });
            const known = new Set(await direct?.keys('invoices-cache:*'));
            await upstreams.products.find(context, productId(1));
            const [key = ''] = (await direct?.keys('invoices-cache:product-v3:*') ?? [])
                .filter((name) => !known.has(name));
            await direct?.set(key, rubbish, 'PX', 60_000);

            const { value } = await upstreams.products.find(context, productId(1));

            expect(value.priceMicros).toBe(58_900_000n);
            expect(key).toMatch(/^invoices-cache:product-v3:[\w-]{43}$/);
            expect(standins().control.products.calls()).toBe(2);
        }
    );
});
