import { describe, expect, test } from '@jest/globals';
import { euVat } from 'stdnum';
import { euVatNumbers } from './eu-vat-numbers.ts';
import { memberStateOf, parseBuyerTaxId, parseIban, parseNip, parseRegon, parseVatId } from './tax-ids.ts';

describe('tax and account numbers', () => {
    test.each([
        ['123-456-32-18', '1234563218'], ['PL 1234563218', '1234563218'], ['1234563218', '1234563218']
    ])('NIP %s is read as %s', (text, nip) => {
        expect(parseNip(text)).toBe(nip);
    });

    test.each([
        '1234563217', '123456321', '12345632186', '0000000000', 'DE1234563218', '', '１２３４５６３２１８'
    ])('NIP %s is refused', (text) => {
        expect(parseNip(text)).toBeUndefined();
    });

    test.each([
        ['DE136695976', 'DE136695976'], ['pl 123-456-32-18', 'PL1234563218'], ['ATU13585627', 'ATU13585627'],
        ['EL094259216', 'EL094259216']
    ])(
        'VAT number %s is read as %s', (text, vatId) => {
            expect(parseVatId(text)).toBe(vatId);
        });

    test.each(['DE136695978', '136695976', 'US123456789', 'PL1234563217', ''])('VAT number %s is refused', (text) => {
        expect(parseVatId(text)).toBeUndefined();
    });

    test('the numbers of each EU country and Northern Ireland are checked by what the library checks them with',
        () => {
            // The library includes Andorra and Switzerland, and writes Greece as its country code.
            const { AD: _andorra, CH: _switzerland, GR: greece, ...others } = euVat;
            const ofNorthernIreland = euVatNumbers['XI']?.validate;

            const checks = Object.entries(euVatNumbers).filter(([prefix]) => prefix !== 'XI')
                .map(([country, { validate }]) => [country, [validate]]);

            expect(checks).toHaveLength(27);
            expect(Object.fromEntries(checks))
                .toEqual(Object.fromEntries(Object.entries({ ...others, EL: greece }).map(([country, all]) =>
                    [country, all?.map(({ validate }) => validate)])));
            expect(ofNorthernIreland?.('151308443').isValid).toBe(true);
        });

    test.each([
        ['XI151308443', 'XI151308443', 'XI'], ['xi 151 308 443', 'XI151308443', 'XI'],
        ['XI151308444', undefined, undefined], ['GR094259217', undefined, undefined],
        ['EL094259216', 'EL094259216', 'EL'], ['GR094259216', 'EL094259216', 'EL'],
        ['DE136695976', 'DE136695976', 'DE'], ['1234563218', '1234563218', 'PL'], ['PL1234563218', '1234563218', 'PL'],
        ['GB151308443', undefined, undefined], ['136695976', undefined, undefined]
    ])('the number %s of a buyer is read as %s of %s', (text, taxId, state) => {
        expect([parseBuyerTaxId(text), memberStateOf(text)]).toEqual([taxId, state]);
    });

    test('a buyer from another EU country keeps its prefix, a Polish one is a NIP', () => {
        expect(parseBuyerTaxId('DE136695976')).toBe('DE136695976');
        expect(parseBuyerTaxId('PL1234563218')).toBe('1234563218');
        expect(parseBuyerTaxId('PL1234563217')).toBeUndefined();
    });

    test('a REGON has 9 or 14 digits and a checksum', () => {
        expect(parseRegon('192598184')).toBe('192598184');
        expect(parseRegon('192598183')).toBeUndefined();
        expect(parseRegon('12345678512347')).toBe('12345678512347');
    });

    test('an IBAN loses its spaces; a bare Polish account number gets its country', () => {
        expect(parseIban('PL61 1090 1014 0000 0712 1981 2874')).toBe('PL61109010140000071219812874');
        expect(parseIban('61109010140000071219812874')).toBe('PL61109010140000071219812874');
        expect(parseIban('PL61109010140000071219812875')).toBeUndefined();
    });
});
