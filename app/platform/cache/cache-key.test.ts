import { expect, test } from '@jest/globals';
import { cacheKey } from './cache-key.ts';

test('a key has one length and a safe alphabet, however long and strange its parts', () => {
    expect(cacheKey(['http://contacts:3005', 'acme\0:*\n', 'ą'.repeat(10_000)])).toMatch(/^[\w-]{43}$/);
});

test('parts that meet in other places make other keys', () => {
    const keys = [['a', 'bc'], ['ab', 'c'], ['a,b', 'c'], ['abc'], ['a', true], ['a', 'true']].map(cacheKey);

    expect(new Set(keys).size).toBe(keys.length);
});
