import { setTimeout as wait } from 'node:timers/promises';
import { expect, test } from '@jest/globals';
import { mapConcurrently, maxCallsAtOnce } from './map-concurrently.ts';

const numbers = Array.from({ length: 50 }, (_, index) => index);

test('results keep the order of the items, and no more steps run than allowed', async () => {
    const seen = { running: 0, max: 0 };

    const results = await mapConcurrently(numbers, async (number, index) => {
        seen.running += 1;
        seen.max = Math.max(seen.max, seen.running);
        await wait((number * 7) % 5);
        seen.running -= 1;
        return [number, index];
    });

    expect(results).toEqual(numbers.map((number) => [number, number]));
    expect(seen).toEqual({ running: 0, max: maxCallsAtOnce });
});

test('the next item is begun as soon as one is done, however long another takes', async () => {
    const done: number[] = [];
    const slow = Promise.withResolvers<void>();

    const results = mapConcurrently(numbers, async (number) => {
        await (number === 0 ? slow.promise : undefined);
        done.push(number);
    });
    while (done.length < numbers.length - 1) await wait(1);
    slow.resolve();
    await results;

    expect(done.at(-1)).toBe(0);
});

test('when a step fails, its error is thrown and no other item is begun', async () => {
    const begun: number[] = [];

    const results = mapConcurrently(numbers, async (number) => {
        begun.push(number);
        await wait(1);
        if (number === 3) throw new RangeError('three');
        await wait(20);
    });

    await expect(results).rejects.toThrow(new RangeError('three'));
    await wait(50);
    expect(begun).toHaveLength(maxCallsAtOnce);
});

test('a step that fails without waiting is thrown too', async () => {
    await expect(mapConcurrently(numbers, () => { throw new RangeError('at once'); })).rejects.toThrow(RangeError);
});

test('of no items nothing is made', async () => {
    expect(await mapConcurrently([], () => 1)).toEqual([]);
});
