import { describe, expect, test } from '@jest/globals';
import { amountText, withAttribute, xmlDocument, xmlText } from './xml.ts';

describe('a text', () => {
    test.each([
        ['a control character', 'a\u0001b\u0000c', 'abc'],
        ['a half of a surrogate pair', 'a\ud83e', 'a\ufffd'],
        ['line ends of Windows', 'a\r\nb\rc', 'a\nb\nc'],
        ['blanks around it', '  a b  ', 'a b'],
        ['a tab and an emoji', 'a\t🪵', 'a\t🪵']
    ])('with %s is one that XML can hold', (_what, text, written) => {
        expect(xmlText(text)).toBe(written);
    });
});

describe('a document', () => {
    test('keeps the order of its elements, and leaves out those without content', () => {
        const xml = xmlDocument('a:Root', { a: 'urn:a' }, {
            'a:Second': 'x', 'a:First': [{ 'a:In': '1' }, { 'a:In': null }, { 'a:In': '2' }],
            'a:Empty': { 'a:In': ' ' },
            'a:Needed': true, 'a:Amount': withAttribute('1.00', 'currencyID', 'PLN'),
            'a:None': withAttribute(null, 'currencyID', 'PLN')
        });

        expect(xml.replace(/\n\s*/g, '')).toBe('<?xml version="1.0" encoding="UTF-8"?><a:Root xmlns:a="urn:a">'
            + '<a:Second>x</a:Second><a:First><a:In>1</a:In></a:First><a:First><a:In>2</a:In></a:First>'
            + '<a:Needed></a:Needed><a:Amount currencyID="PLN">1.00</a:Amount></a:Root>');
    });

    test('escapes what would be markup, in texts and attributes', () => {
        expect(xmlDocument('Root', { '': 'urn:a' }, { Text: withAttribute('<b> & ]]>', 'name', '"<&') }))
            .toContain('<Text name="&quot;&lt;&amp;">&lt;b&gt; &amp; ]]&gt;</Text>');
    });
});

test.each([
    [12345n, 2, '123.45'], [-5n, 2, '-0.05'], [350n, 0, '350'], [12_340n, 3, '12.34'], [10_000n, 4, '1.00']
])('an amount of %s with %s decimals is %s', (minor, decimals, text) => {
    expect(amountText(minor, decimals)).toBe(text);
});
