import { expect, test } from '@jest/globals';
import { unitCodeOf } from './unit-codes.ts';

test.each([
    ['wiadro', 'XBJ'], ['bucket', 'XBJ'], ['Mg', 'TNE'], ['t', 'TNE'], ['mg', undefined], ['MG', undefined],
    ['ha', 'HAR'], ['kVA', 'KVA'], ['kmpl.', 'SET'], ['m²', 'MTK'], ['XBJ', 'XBJ']
])('%s is %s', (unit, code) => {
    expect(unitCodeOf(unit)).toBe(code);
});
