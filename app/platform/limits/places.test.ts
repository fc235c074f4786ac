import { setTimeout as wait } from 'node:timers/promises';
import { expect, test } from '@jest/globals';
import { openPlaces, type Place, type Places } from './places.ts';

type Given = { readonly places: Places; readonly refusals: () => number };

function given(options: { maxAtWork?: number; maxWaiting?: number; maxWaitMs?: number } = {}): Given {
    let refused = 0;
    return {
        places: openPlaces({ maxAtWork: 2, maxWaiting: 2, maxWaitMs: 2_000, ...options, refused: () => {
            refused += 1;
        } }),
        refusals: () => refused
    };
}

/** Names in the order in which their requests got a place. */
function queue({ take }: Places, names: readonly string[], order: string[]): readonly Promise<Place>[] {
    return names.map(async (name) => {
        const place = await take('a');
        order.push(name);
        return place;
    });
}

test('requests beyond the limit wait in their order', async () => {
    const { places } = given({ maxAtWork: 1, maxWaiting: 9 });
    const order: string[] = [];
    const taken = queue(places, ['1', '2', '3'], order);

    (await taken[0])?.leave();
    (await taken[1])?.leave();
    (await taken[2])?.leave();

    expect(order).toEqual(['1', '2', '3']);
    expect([places.atWork(), places.waiting()]).toEqual([0, 0]);
});

test('another organisation has places of its own', async () => {
    const { places } = given({ maxAtWork: 1 });
    await places.take('a');

    await places.take('b');

    expect([places.atWork(), places.waiting()]).toEqual([2, 0]);
});

test('one more than may wait is refused at once', async () => {
    const { places, refusals } = given({ maxAtWork: 1, maxWaiting: 1 });
    const first = await places.take('a');
    const second = places.take('a');

    await expect(places.take('a')).rejects.toMatchObject(
        { code: 'TOO_MANY_REQUESTS_AT_ONCE', retryAfterSeconds: 1 });

    first.leave();
    (await second).leave();
    expect([refusals(), places.atWork()]).toEqual([1, 0]);
});

test('a wait that takes too long is refused, and takes no place afterwards', async () => {
    const { places, refusals } = given({ maxAtWork: 1, maxWaitMs: 20 });
    const first = await places.take('a');

    await expect(places.take('a')).rejects.toMatchObject({ code: 'TOO_MANY_REQUESTS_AT_ONCE' });

    first.leave();
    expect([refusals(), places.atWork(), places.waiting()]).toEqual([1, 0, 0]);
});

test('while a request waits for another service, its place is another one\'s; then it comes before new ones', async () => {
    const { places } = given({ maxAtWork: 1 });
    const order: string[] = [];
    const upstream = Promise.withResolvers<void>();
    const first = await places.take('a');
    const apart = first.apart(() => upstream.promise).then(() => order.push('first again'));
    const [second, third] = queue(places, ['second', 'third'], order);

    const place = await second;
    upstream.resolve();
    await wait(1);
    place?.leave();
    await apart;
    first.leave();
    (await third)?.leave();

    expect(order).toEqual(['second', 'first again', 'third']);
    expect(places.atWork()).toBe(0);
});

test('several waits of one request take its place again once', async () => {
    const { places } = given({ maxAtWork: 3 });
    const place = await places.take('a');

    await Promise.all([1, 5, 3, 5].map((ms) => place.apart(() => wait(ms))));
    const during = places.atWork();
    place.leave();

    expect([during, places.atWork()]).toEqual([1, 0]);
});

test('a request that ends while it still waits leaves no place taken', async () => {
    const { places } = given({ maxAtWork: 1 });
    const upstream = Promise.withResolvers<void>();
    const first = await places.take('a');
    const apart = first.apart(() => upstream.promise);
    const second = await places.take('a');

    upstream.resolve();
    await wait(1);
    first.leave();
    second.leave();
    await apart;

    expect([places.atWork(), places.waiting()]).toEqual([0, 0]);
});
