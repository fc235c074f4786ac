import { describe, expect, test } from '@jest/globals';
import { agingRanges, bucketOf, notOverdue } from './aging-buckets.ts';

describe('aging buckets', () => {
    test('follow one another without a gap, from no beginning to no end', () => {
        const ends = agingRanges.map(({ toDays }) => toDays);

        expect(agingRanges.map(({ fromDays }) => fromDays))
            .toEqual([null, ...ends.slice(0, -1).map((end) => Number(end) + 1)]);
        expect(ends.map((end) => end === null)).toEqual([...ends.slice(1).map(() => false), true]);
        expect(notOverdue).toBe(agingRanges[0].bucket);
    });

    test.each([
        [-5, '0'], [0, '0'], [1, '1-30'], [30, '1-30'], [31, '31-60'], [60, '31-60'],
        [61, '61-90'], [90, '61-90'], [91, '90+'], [4_000, '90+']
    ])('hold day %i in %s', (days, bucket) => {
        expect(bucketOf(days)).toBe(bucket);
    });
});
