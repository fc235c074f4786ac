import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { allocation, roundedToTotal, type CompareTies } from './allocate.ts';

const keepOrder = (left: number, right: number) => left - right;
const sharesOf = (total: bigint, weights: readonly bigint[], compareTies: CompareTies) =>
    allocation(total, weights, compareTies).shares;
const sumOf = (numbers: readonly bigint[]) => numbers.reduce((left, right) => left + right, 0n);

describe('allocation', () => {
    test.each([
        [1_000n, [1n, 1n, 1n], [334n, 333n, 333n]],
        [10n, [6n, 3n, 1n], [6n, 3n, 1n]],
        [1n, [1n, 5n, 4n], [0n, 1n, 0n]],
        [7n, [0n, 3n, 0n], [0n, 7n, 0n]],
        [0n, [0n, 0n], [0n, 0n]],
        [0n, [], []],
        [0n, [5n, 3n], [0n, 0n]]
    ])('%d over weights %j gives %j', (total, weights, shares) => {
        expect(sharesOf(total, weights, keepOrder)).toEqual(shares);
    });

    test('the entry that comes first in the order of ties gets the unit that is left', () => {
        expect(sharesOf(1n, [1n, 1n], (left, right) => right - left)).toEqual([0n, 1n]);
    });

    test.each([
        ['all weights are 0', 1n, [0n, 0n]],
        ['there is nothing to spread over', 1n, []],
        ['a weight is negative', 1n, [2n, -1n]],
        ['it is negative', -1n, [1n]]
    ])('when %s, a total is refused', (_, total, weights) => {
        expect(() => sharesOf(total, weights, keepOrder)).toThrow(expect.objectContaining({ code: 'CANNOT_ALLOCATE' }));
    });
});

describe('roundedToTotal', () => {
    test('each part is rounded down or up and the largest remainders go up', () => {
        expect(roundedToTotal(3n, [19n, 5n, 6n], 10n, keepOrder).shares).toEqual([2n, 0n, 1n]);
    });

    test.each([[1n], [5n]])('a total of %d that is no rounding of the parts is refused', (total) => {
        expect(() => roundedToTotal(total, [19n, 5n, 10n], 10n, keepOrder))
            .toThrow(expect.objectContaining({ code: 'CANNOT_ALLOCATE' }));
    });

    test('a denominator that is not positive is refused', () => {
        expect(() => roundedToTotal(0n, [1n], 0n, keepOrder))
            .toThrow(expect.objectContaining({ code: 'CANNOT_ALLOCATE' }));
    });
});

describe('allocation laws', () => {
    const weights = fc
        .array(fc.oneof(fc.bigInt({ min: 0n, max: 5n }), fc.bigInt({ min: 0n, max: 10n ** 15n })),
            { minLength: 1, maxLength: 30 })
        .filter((list) => sumOf(list) > 0n);
    const total = fc.oneof(fc.bigInt({ min: 0n, max: 20n }), fc.bigInt({ min: 0n, max: 10n ** 15n }));

    test('nothing is lost, and each share is its exact part rounded down or up', () => {
        fc.assert(fc.property(total, weights, (amount, list) => {
            const shares = sharesOf(amount, list, keepOrder);
            const sum = sumOf(list);

            expect(sumOf(shares)).toBe(amount);
            expect(shares.every((share, index) => {
                const error = share * sum - amount * (list[index] ?? 0n);
                return share >= 0n && -sum < error && error < sum;
            })).toBe(true);
        }), { numRuns: 1_000 });
    });

    test('a total that fits into the weights puts no share over its weight', () => {
        fc.assert(fc.property(weights, fc.bigInt({ min: 0n, max: 1_000n }), (list, permille) => {
            const shares = sharesOf(sumOf(list) * permille / 1_000n, list, keepOrder);

            expect(shares.every((share, index) => share <= (list[index] ?? 0n))).toBe(true);
        }), { numRuns: 1_000 });
    });

    test('with ties broken by what entries hold, each entry gets the same share in any order', () => {
        const named = fc.uniqueArray(fc.integer(), { minLength: 2, maxLength: 12 })
            .chain((names) => fc.tuple(
                ...names.map((name) => fc.bigInt({ min: 1n, max: 3n }).map((weight) => ({ name, weight })))))
            .chain((entries) => fc.tuple(fc.constant(entries), fc.shuffledSubarray(
                entries, { minLength: entries.length })));
        const shareByName = (amount: bigint, entries: readonly { name: number; weight: bigint }[]) => {
            const byName = (left: number, right: number) => (entries[left]?.name ?? 0) - (entries[right]?.name ?? 0);
            const shares = sharesOf(amount, entries.map(({ weight }) => weight), byName);
            return new Map(entries.map(({ name }, index) => [name, shares[index]]));
        };

        fc.assert(fc.property(fc.bigInt({ min: 0n, max: 50n }), named, (amount, [entries, shuffled]) => {
            expect(shareByName(amount, shuffled)).toEqual(shareByName(amount, entries));
        }), { numRuns: 1_000 });
    });
});
