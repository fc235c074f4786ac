import { describe, expect, test } from '@jest/globals';
import { context, failureOf, givenStandins } from '../support/standins.ts';
import { givenUpstream } from '../support/given-upstream.ts';
import { passMs } from '../support/pass-time.ts';
import { askedAnew } from '../../app/platform/upstream/call-context.ts';
import { contactId, productId, serviceId } from '../../app/dev/standins/catalogue/ids.ts';

const { standins, open } = givenStandins();
const inputs = {
    quantityMicros: 10_000_000n, tier: 'standard', regionalZone: 'other', applySeasonalAdjustment: false
} as const;

/**
 * Repeats a call until its answer is wanted. On a loaded machine a refresh may come too late for a stale answer; the
 * next caller then sees its outcome.
 */
async function until<T>(ask: () => Promise<T>, isWanted: (answer: T) => boolean): Promise<T> {
    for (let tries = 0; tries < 100; tries += 1) {
        const answer = await ask();
        if (isWanted(answer)) {
            return answer;
        }
    }
    throw new Error('It never came');
}

const failureOrStale = (call: Promise<{ stale: boolean }>) => call.then(() => undefined, () => failureOf(call));
const times = <T>(count: number, make: () => Promise<T>) => Promise.all(Array.from({ length: count }, make));

test('a fresh answer is used again without a call, decimals included', async () => {
    const { upstreams, observed } = await open();
    const first = await upstreams.products.find(context, productId(1));

    const second = await upstreams.products.find(context, productId(1));

    expect(second).toEqual(first);
    expect(second.value.priceMicros).toBe(58_900_000n);
    expect(observed.cache).toEqual(['miss', 'hit']);
    expect(standins().control.products.calls()).toBe(1);
});

test('twenty callers at once cause one call', async () => {
    const { upstreams } = await open();

    const answers = await times(20, () => upstreams.services.calculate(context, serviceId(1), inputs));

    expect(new Set(answers.map(({ value }) => value.netPriceMicros))).toEqual(new Set([475_800_000n]));
    expect(standins().control.services.calls()).toBe(1);
});

test('an organisation never sees what another one was answered', async () => {
    const { upstreams, observed } = await open();
    await upstreams.contacts.find(context, contactId(1));

    await upstreams.contacts.find({ ...context, organisationId: 'other' }, contactId(1));

    expect(observed.cache).toEqual(['miss', 'miss']);
});

test('each input of a calculation makes a price of its own', async () => {
    const { upstreams } = await open();
    const price = async (changes: object) => {
        const { value } = await upstreams.services.calculate(context, serviceId(1), { ...inputs, ...changes });
        return value.netPriceMicros;
    };

    const prices = [
        await price({}), await price({ tier: 'premium' }), await price({ regionalZone: 'warsaw' }),
        await price({ quantityMicros: 11_000_000n }), await price({ applySeasonalAdjustment: true })
    ];

    expect(prices).toEqual([475_800_000n, 517_100_000n, 594_750_000n, 523_380_000n, 475_800_000n]);
    expect(standins().control.services.calls()).toBe(5);
});

test('what is not found is asked for again', async () => {
    const { upstreams } = await open();

    await failureOf(upstreams.products.find(context, productId(999)));
    await failureOf(upstreams.products.find(context, productId(999)));

    expect(standins().control.products.calls()).toBe(2);
});

test('without times to keep it an answer still serves all who ask at once', async () => {
    const { upstreams } = await open({ freshSeconds: 0, staleSeconds: 0 });

    const answers = await times(20, () => upstreams.products.find(context, productId(1)));

    expect(answers.every(({ stale }) => !stale)).toBe(true);
    expect(standins().control.products.calls()).toBe(1);
});

describe('past its freshness', () => {
    test('an answer is replaced by a new one when the upstream is quick', async () => {
        const { upstreams } = await open();
        const first = await upstreams.products.find(context, productId(1));
        passMs(61_000);

        const second = await until(() => upstreams.products.find(context, productId(1)), ({ stale }) => !stale);

        expect(Date.parse(second.fetchedAt)).toBeGreaterThan(Date.parse(first.fetchedAt));
    });

    test('an answer is used while one single call refreshes it', async () => {
        const { upstreams, observed } = await open();
        await upstreams.products.find(context, productId(1));
        passMs(61_000);
        standins().control.products.set({ failure: 'hang' });

        const first = await times(20, () => upstreams.products.find(context, productId(1)));
        const then = await times(20, () => upstreams.products.find(context, productId(1)));

        expect([...first, ...then].every(({ stale, value }) => stale && value.priceMicros === 58_900_000n)).toBe(true);
        expect(standins().control.products.calls()).toBe(2);
        expect(observed.cache).toEqual(['miss', ...Array<string>(40).fill('stale')]);
    });

    test('a refresh that comes late is there for the next caller', async () => {
        const { upstreams } = await open();
        await upstreams.products.find(context, productId(1));
        passMs(61_000);
        standins().control.products.set({ latencyMs: 300 });

        const first = await upstreams.products.find(context, productId(1));
        const next = await until(() => upstreams.products.find(context, productId(1)), ({ stale }) => !stale);

        expect(Date.parse(next.fetchedAt)).toBeGreaterThanOrEqual(Date.parse(first.fetchedAt));
        expect(standins().control.products.calls()).toBe(2);
    });

    test.each(['error500', 'reset'] as const)(
        'an answer stands in for an upstream that is down (%s) and says so', async (failure) => {
            const { upstreams, observed } = await open();
            const fresh = await upstreams.services.calculate(context, serviceId(1), inputs);
            passMs(61_000);
            standins().control.services.set({ failure });

            const stale = await upstreams.services.calculate(context, serviceId(1), inputs);

            expect(stale).toEqual({ ...fresh, stale: true });
            expect(observed.cache).toEqual(['miss', 'stale']);
        });

    test('an answer stands in for rubbish, with a warning', async () => {
        const { upstreams, observed } = await open();
        await upstreams.products.find(context, productId(1));
        passMs(61_000);
        standins().control.products.set({ rubbish: 'html' });

        const { stale } = await until(() => upstreams.products.find(context, productId(1)), () =>
            observed.warnings.length > 0);

        expect(stale).toBe(true);
        expect(new Set(observed.warnings)).toEqual(new Set(['A stale answer stands in for an upstream that fails']));
    });

    test('an answer that is too old does not stand in', async () => {
        const { upstreams } = await open();
        await upstreams.products.find(context, productId(1));
        passMs(61_000 + 3_600_000);
        standins().control.products.set({ failure: 'error500' });

        const failure = await failureOf(upstreams.products.find(context, productId(1)));

        expect(failure).toMatchObject({ code: 'UPSTREAM_UNAVAILABLE', upstream: 'products-service' });
    });

    test('an answer does not stand in for a record that was deleted, and is forgotten', async () => {
        const upstream = await givenUpstream(200, `{"id":"${contactId(1)}","company":"Podłogi","nip":null}`);
        const { upstreams } = await open({ contacts: { url: upstream.url } });
        await upstreams.contacts.find(context, contactId(1));
        passMs(61_000);
        upstream.answer(404, '{"message":"Contact with ID x not found"}');

        const deleted = await until(() => failureOrStale(upstreams.contacts.find(context, contactId(1))), (failure) =>
            failure !== undefined);
        upstream.answer(500, '{}');
        const down = await failureOf(upstreams.contacts.find(context, contactId(1)));

        expect([deleted?.code, down.code]).toEqual(['CONTACT_NOT_FOUND', 'UPSTREAM_UNAVAILABLE']);
        await upstream.close();
    });

    test.each([[404, 'Cannot GET /x', 'UPSTREAM_MISCONFIGURED'], [403, 'No', 'UPSTREAM_REJECTED']])(
        'an answer does not stand in for a %i "%s", which somebody has to look at', async (status, message, code) => {
            const upstream = await givenUpstream(200, `{"id":"${contactId(1)}","company":"Podłogi","nip":null}`);
            const { upstreams } = await open({ contacts: { url: upstream.url } });
            await upstreams.contacts.find(context, contactId(1));
            passMs(61_000);
            upstream.answer(status, JSON.stringify({ message }));

            const failure = await until(() => failureOrStale(upstreams.contacts.find(context, contactId(1))), (seen) =>
                seen !== undefined);

            expect(failure?.code).toBe(code);
            await upstream.close();
        }
    );
});

test('a caller who wants a fresh answer gets one past the cache, and the next caller finds it there', async () => {
    const { upstreams, observed } = await open();
    await upstreams.products.find(context, productId(1));

    await upstreams.products.find({ ...context, freshness: askedAnew }, productId(1));
    await upstreams.products.find(context, productId(1));

    expect(observed.cache).toEqual(['miss', 'miss', 'hit']);
    expect(standins().control.products.calls()).toBe(2);
});

test('when a fresh answer is wanted of an upstream that fails, the cached one stands in and says so; without one it is an outage', async () => {
    const { upstreams } = await open();
    const cached = await upstreams.products.find(context, productId(1));
    standins().control.products.set({ failure: 'error500' });

    const standIn = await upstreams.products.find({ ...context, freshness: askedAnew }, productId(1));
    const { code } = await failureOf(upstreams.products.find({ ...context, freshness: askedAnew }, productId(2)));

    expect(standIn).toEqual({ ...cached, stale: true });
    expect(code).toBe('UPSTREAM_UNAVAILABLE');
});

test('an answer young enough for the caller is used, an older one is asked for, and one of the future too', async () => {
    let now = new Date('2026-11-23T10:00:00.000Z');
    const { upstreams } = await open({ clock: { now: () => now } });
    const within5s = { ...context, freshness: { maxAgeMs: 5_000, standIn: true } };
    const callsAt = async (instant: string) => {
        now = new Date(instant);
        await upstreams.contacts.find(within5s, contactId(1));
        return standins().control.contacts.calls();
    };

    expect(await callsAt('2026-11-23T10:00:00.000Z')).toBe(1);
    expect(await callsAt('2026-11-23T10:00:05.000Z')).toBe(1);
    expect(await callsAt('2026-11-23T10:00:05.001Z')).toBe(2);
    expect(await callsAt('2026-11-23T10:00:05.000Z')).toBe(3);
});

test('for a caller who does not want it, no cached answer stands in for an outage', async () => {
    const { upstreams } = await open();
    await upstreams.contacts.find(context, contactId(1));
    standins().control.contacts.set({ failure: 'error500' });

    const noStandIn = { ...context, freshness: { maxAgeMs: 0, standIn: false } };

    expect((await failureOf(upstreams.contacts.find(noStandIn, contactId(1)))).code).toBe('UPSTREAM_UNAVAILABLE');
    expect((await upstreams.contacts.find(context, contactId(1))).stale).toBe(false);
});
