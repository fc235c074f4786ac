import { expect, test } from '@jest/globals';
import { parseAccentColor } from './accent-color.ts';

test.each([['#14532D', '#14532d'], ['#000000', '#000000'], ['#767676', '#767676']])('%s is taken', (given, taken) => {
    expect(parseAccentColor(given)).toBe(taken);
});

test.each([
    ['too light by a hair', '#777777'], ['white', '#ffffff'], ['yellow', '#ffcc00'], ['a word', 'green'],
    ['three digits', '#123'], ['an alpha channel', '#14532dff'], ['nothing', '']
])('%s is refused', (_what, given) => {
    expect(parseAccentColor(given)).toBeUndefined();
});
