import { expect, test } from '@jest/globals';
import { missingLettersOf, withoutLetters } from './printable-letters.ts';

const fault = '[SourceDiagnostic { message: "PDF/A-3a error: the text `\\"한\\"` could not be displayed with font '
    + '`\\"Inter\\"`" }, SourceDiagnostic { message: "PDF/A-3a error: the text `\\"o\\\\u{335}\\"` could not be '
    + 'displayed with font `\\"Inter\\"`" }]';

test('the letters of a fault are read, but for those that every font has', () => {
    expect([...missingLettersOf(fault)]).toEqual(['한', '\u0335']);
    expect(missingLettersOf('unknown variable: d')).toEqual(new Set());
});

test('a letter that no font has becomes a box, and a mark on another letter is left out', () => {
    const json = JSON.stringify({ name: 'a한 o\u0335', rows: [['ż'], 7, null] });

    expect(JSON.parse(withoutLetters(json, missingLettersOf(fault)))).toEqual({ name: 'a□ o', rows: [['ż'], 7, null] });
});

test.each([
    ['private ones', 'a\ue000\u{f0000}', 'a□□'], ['those of no standard', 'a\u0378\uffff', 'a□□'],
    ['half a pair', 'a\ud800b', 'a□b']
])('letters that no font can have become boxes: %s', (_what, text, printed) => {
    expect(JSON.parse(withoutLetters(JSON.stringify([text]), new Set()))).toEqual([printed]);
});

test('marks beyond the fourth on a letter are left out', () => {
    const marks = '\u0301\u0302\u0303\u0304';

    expect(JSON.parse(withoutLetters(JSON.stringify([`a${marks}\u0305\u0301b\u0301`]), new Set())))
        .toEqual([`a${marks}b\u0301`]);
});

test('text of plain letters stays as it is, escapes included', () => {
    const json = JSON.stringify({ text: 'Zażółć „gęślą” – 5 m² \\ud800 "x"\n' });

    expect(withoutLetters(json, 'all')).toBe(json);
});

test('all letters that are not plain can be replaced', () => {
    expect(withoutLetters('["株式 a\u0301é"]', 'all')).toBe('["□□ aé"]');
});

test('a file within the document keeps its letters', () => {
    const attachment = { name: 'factur-x.xml', content: '<Name>한국어 \ue000</Name>' };

    expect(JSON.parse(withoutLetters(JSON.stringify({ name: '한', attachment }), new Set(['한']))))
        .toEqual({ name: '□', attachment });
});
