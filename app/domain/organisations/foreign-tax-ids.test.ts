import { describe, expect, test } from '@jest/globals';
import { countryOfTaxId, euVatNumberOf, faultOfForeignTaxId } from './foreign-tax-ids.ts';

describe('the country of a tax number', () => {
    test.each([
        ['1234563218', 'PL'], ['PL1234563218', 'PL'], ['DE136695976', 'DE'], ['EL094259216', 'GR'],
        ['CHE-123.456.788', undefined], ['123', undefined]
    ])('%s is %s', (taxId, country) => {
        expect(countryOfTaxId(taxId)).toBe(country);
    });
});

describe('a number of an EU country', () => {
    test.each([
        [{ country: 'DE', number: '136695976' }, 'DE136695976'],
        [{ country: 'DE', number: 'DE 136 695 976' }, 'DE136695976'],
        [{ country: 'GR', number: '094259216' }, 'EL094259216'],
        [{ country: 'DE', number: '22/815/08156' }, undefined],
        [{ country: 'US', number: 'DE136695976' }, undefined],
        [{ country: 'CH', number: 'CHE-123.456.788' }, undefined]
    ])('%j is the VAT number %s', (taxId, expected) => {
        expect(euVatNumberOf(taxId)).toBe(expected);
    });
});

describe('a foreign tax number', () => {
    test.each([
        { country: 'GB', number: 'GB123456789' }, { country: 'CH', number: 'CHE-123.456.788' },
        { country: 'NO', number: '123456785MVA' }, { country: 'US', number: '12-3456789' },
        { country: 'UA', number: '1234567890' }, { country: 'DE', number: '22/815/08156' }
    ])('is %j', (taxId) => {
        expect(faultOfForeignTaxId(taxId)).toBeUndefined();
    });

    test.each([
        [{ country: 'PL', number: '1234563218' }, 'another country than PL'],
        [{ country: 'PL', number: '44051401359' }, 'another country than PL'],
        [{ country: 'DE', number: 'PL 123-456-32-18' }, 'another country than PL'],
        [{ country: 'DE', number: '136695976' }, 'VAT number of the EU'],
        [{ country: 'DE', number: 'DE136695976' }, 'VAT number of the EU'],
        [{ country: 'DE', number: 'DE136695977' }, 'VAT number of the EU'],
        [{ country: 'GR', number: 'EL094259216' }, 'VAT number of the EU']
    ])('is not %j', (taxId, reason) => {
        expect(faultOfForeignTaxId(taxId)).toContain(reason);
    });
});
