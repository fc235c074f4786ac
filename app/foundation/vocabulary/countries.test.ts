import { describe, expect, test } from '@jest/globals';
import { countries, countryNamed, isCountry } from './countries.ts';

describe('a country', () => {
    test.each([
        ['PL', 'PL'], [' de ', 'DE'], ['Polska', 'PL'], ['poland', 'PL'], ['Niemcy', 'DE'], ['Germany', 'DE'],
        ['SZWAJCARIA', 'CH'], ['Wielka Brytania', 'GB'], ['Stany Zjednoczone', 'US'], ['Ukraina', 'UA'],
        ['Norway', 'NO'], ['Atlantyda', undefined], ['', undefined], ['XX', undefined]
    ])('that is written %j is %s', (text, code) => {
        expect(countryNamed(text)).toBe(code);
    });

    test('is one of 249 codes in capitals, and neither the EU nor Northern Ireland is one', () => {
        expect([countries.length, new Set(countries).size]).toEqual([249, 249]);
        expect(['PL', 'GR', 'pl', 'EL', 'EU', 'XI', 'UK'].map(isCountry))
            .toEqual([true, true, false, false, false, false, false]);
    });
});
