import { describe, expect, test } from '@jest/globals';
import { parse } from 'csv-parse/sync';
import fc from 'fast-check';
import { csvLine, numberCell, textCell, type CsvFormat } from './csv.ts';

const formats: readonly CsvFormat[] = [
    { separator: ',', decimal: '.' }, { separator: ';', decimal: ',' },
    { separator: ',', decimal: ',' }, { separator: ';', decimal: '.' }
];

/** Fields of a file by a library, in the given separator. */
const fieldsOf = (file: string, delimiter: string): string[][] =>
    parse(file, { delimiter, record_delimiter: '\r\n', relax_column_count: true });

describe('the text of a cell', () => {
    test.each([
        ['Firma', 'Firma'],
        ['Zażółć gęślą 你好 🙂', 'Zażółć gęślą 你好 🙂'],
        ['Kowalski, Jan', '"Kowalski, Jan"'],
        ['a;b', '"a;b"'],
        ['Firma "Dąb"', '"Firma ""Dąb"""'],
        ['dwie\nlinie', '"dwie\nlinie"'],
        ['=1+1', '\'=1+1'],
        ['+48 600 000 000', '\'+48 600 000 000'],
        ['-5', '\'-5'],
        ['@SUM(A1)', '\'@SUM(A1)'],
        ['\t=1', '"\'\t\'=1"'],
        ['\r=1', '"\'\r\'=1"'],
        ['＝1+1', '\'＝1+1'],
        ['=HYPERLINK("http://example.com";"x")', '"\'=HYPERLINK(""http://example.com"";""x"")"'],
        ['"=1', '"\'""=1"'],
        ['Firma;=1+1', '"Firma;\'=1+1"'],
        ['Firma\n@x,-2', '"Firma\n\'@x,\'-2"'],
        ['A-B + C = D', 'A-B + C = D'],
        ['', '']
    ])('%j is written %j', (text, cell) => {
        expect(textCell(text)).toBe(cell);
    });

    test('is read back by another program, but for the apostrophes', () => {
        fc.assert(fc.property(
            fc.array(fc.string({ unit: fc.oneof(fc.constantFrom(...'=+-@,;"\t\r\n\'x'), fc.string({ maxLength: 1 })) }),
                { minLength: 2, maxLength: 5 }),
            fc.constantFrom(...formats),
            (texts, format) => {
                const [fields = []] = fieldsOf(csvLine(texts.map(textCell), format), format.separator);

                expect(fields.map((field) => field.replaceAll('\'', '')))
                    .toEqual(texts.map((text) => text.replaceAll('\'', '')));
            }
        ));
    });

    test('begins no formula, whatever the separator that a program takes', () => {
        fc.assert(fc.property(
            fc.array(fc.string({ unit: fc.constantFrom(...'=+-@,;"\t\n1Ax ') }), { minLength: 2, maxLength: 5 }),
            fc.constantFrom(...formats), fc.constantFrom(',', ';', '\t'),
            (texts, format, taken) => {
                const line = csvLine(texts.map(textCell), format);
                // A program that takes another separator finds cells and quotes where this file has none.
                const cells = taken === format.separator
                    ? fieldsOf(line, taken).flat()
                    : line.split(new RegExp(`[${taken}\r\n]`)).map((cell) => cell.replace(/^["\t\r\n]+/, ''));

                expect(cells.filter((cell) => /^[=+\-@]/.test(cell))).toEqual([]);
            }
        ));
    });
});

test.each([
    ['-12.50', [',', '.'], '-12.50'], ['-12.50', [';', ','], '-12,50'], ['1234567', [';', ','], '1234567'],
    ['12.5', [',', ','], '"12,5"'], ['np_art100', [';', ','], 'np_art100']
] as const)('the number %s is written with separator and decimal sign %j as %s', (number, signs, cell) => {
    const [separator, decimal] = signs;

    expect(numberCell(number, { separator, decimal })).toBe(cell);
});
