import { expect, test } from '@jest/globals';
import { currencyCodes, decimalsOf, isCurrency } from './currencies.ts';

test.each([
    ['PLN', 2], ['EUR', 2], ['JPY', 0], ['KWD', 3], ['HUF', 2], ['IQD', 3], ['IDR', 2],
    ['CLF', 4], ['XOF', 0], ['XCG', 2]
])(
    '%s has the %d decimals of ISO 4217, also where CLDR differs', (code, decimals) => {
        expect(decimalsOf(code)).toBe(decimals);
        expect(isCurrency(code)).toBe(true);
    }
);

test.each(['XAU', 'XAG', 'XTS', 'XXX', 'XDR', 'XBA', 'XSU', 'XUA'])('%s has no minor unit and is refused', (code) => {
    expect(isCurrency(code)).toBe(false);
    expect(() => decimalsOf(code)).toThrow(RangeError);
});

test.each(['BGN', 'HRK', 'DEM', 'ANG', 'CUC', 'SLL', 'ZWL'])('%s is no longer active and is refused', (code) => {
    expect(isCurrency(code)).toBe(false);
});

test.each([
    'pln', 'PL', 'PLNN', '', '985', ' PLN', '__proto__', 'constructor', 'BTC'
])('%j is no code and is refused', (code) => {
    expect(isCurrency(code)).toBe(false);
    expect(() => decimalsOf(code)).toThrow(RangeError);
});

test('the list holds each code once and in order, and Intl knows all but fund codes and the newest', () => {
    const knownToIntl = new Set(Intl.supportedValuesOf('currency'));
    const fundsAndNewest = ['BOV', 'CHE', 'CHW', 'CLF', 'COU', 'MXV', 'USN', 'UYI', 'UYW', 'VED', 'XAD'];

    const unknownToIntl = currencyCodes.filter((code) => !knownToIntl.has(code) && !fundsAndNewest.includes(code));

    expect(currencyCodes).toHaveLength(165);
    expect([...new Set(currencyCodes)].sort()).toEqual(currencyCodes);
    expect(unknownToIntl).toEqual([]);
});
