import { expect, test } from '@jest/globals';
import { decodeWithDecimals, encodeWithDecimals } from './decimal-json.ts';

test('bigints come back as they were, and texts that look like them stay texts', () => {
    const value = {
        priceMicros: 9_007_199_254_740_993n, totalMinor: -1n, name: '123', list: [{ vatPercentMicros: null }]
    };

    expect(decodeWithDecimals(encodeWithDecimals(value))).toEqual(value);
});

test('a text that is no number where a bigint should be is refused', () => {
    expect(() => decodeWithDecimals('{"priceMicros":"abc"}')).toThrow(SyntaxError);
});
