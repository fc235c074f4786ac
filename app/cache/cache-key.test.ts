import { expect, test } from '@jest/globals';
import { cacheKey } from './cache-key.ts';

test('a key has one length and a safe alphabet, however long and strange its parts', () => {
    expect(cacheKey(['http://contacts:3005', 'acme\0:*\n', 'ą'.repeat(10_000)])).toMatch(/^[\w-]{43}$/);
});

test('parts that meet in other places make other keys', () => {
    const keys = [cacheKey(['a', 'bc']), cacheKey(['ab', 'c']), cacheKey(['a,b', 'c']), cacheKey(['abc']), cacheKey(['a', true]), cacheKey(['a', 'true'])];

    expect(new Set(keys).size).toBe(keys.length);
});
