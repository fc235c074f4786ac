import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { acceptText, isBlankText } from './accepted-text.ts';

const take = (raw: string, max = 100) => acceptText(raw, max);

describe('a text is taken', () => {
    test.each([
        ['as it is', 'Zażółć gęślą jaźń', 'Zażółć gęślą jaźń'],
        ['composed', 'Za\u0307\u017co\u0301\u0142c\u0301', 'Z\u0227\u017c\u00f3\u0142\u0107'],
        ['without blanks around it', ' \t\u00a0\u3000Anna\u2009 \n', 'Anna'],
        ['without invisible characters around it', '\ufeff\u200b\u2060Anna\u00ad\u200b', 'Anna'],
        ['with line breaks and tabs', 'a\r\nb\tc', 'a\r\nb\tc'],
        ['with the joiner of Persian words', 'می\u200cخواهم', 'می\u200cخواهم'],
        ['with the joiners of an emoji', '👩\u200d👩\u200d👧', '👩\u200d👩\u200d👧'],
        ['with an emoji that ends in its variation', 'Serce ❤\ufe0f', 'Serce ❤\ufe0f'],
        ['with the marks of right-to-left text', '\u05d0\u200f(1)', '\u05d0\u200f(1)'],
        ['with letters beyond 16 bits', '𠮷野家', '𠮷野家']
    ])('%s', (_what, raw, text) => {
        expect(take(raw)).toEqual({ text });
    });

    test('of the maximum length after it is composed, and no longer', () => {
        expect(take('z\u0307'.repeat(5), 5)).toEqual({ text: 'ż'.repeat(5) });
        expect(take('z\u0307'.repeat(6), 5)).toEqual({ fault: 'too_long', clause: 'must have at most 5 characters' });
    });
});

describe('a text that shows nothing is empty', () => {
    test.each([
        '', ' ', '\u200b', '\u2060', '\ufeff', '\u00ad', '\u200c\u200d', '\u2800', '\u3164', '\uffa0', '\u115f\u1160',
        '\u180e', '\u034f', '\ufe0f', '\u{e0020}\u{e007f}', '\u{1d159}', '\u17b4', '\u200e\u200f', ' \u2063\u2800 '
    ])('%j', (raw) => {
        expect(take(raw)).toEqual({ fault: 'empty', clause: 'must not be empty' });
        expect(isBlankText(raw)).toBe(true);
    });
});

describe('a text is refused, and the character named', () => {
    test.each([
        ['\u0000', 'the control character U+0000'], ['\u0001', 'the control character U+0001'],
        ['\u0008', 'the control character U+0008'], ['\u000b', 'the control character U+000B'],
        ['\u001f', 'the control character U+001F'], ['\u007f', 'the control character U+007F'],
        ['\u0085', 'the control character U+0085'], ['\u009f', 'the control character U+009F'],
        ['\u202a', 'the text direction override U+202A'], ['\u202e', 'the text direction override U+202E'],
        ['\u2066', 'the text direction override U+2066'], ['\u2069', 'the text direction override U+2069'],
        ['\u206a', 'the format character U+206A'], ['\ufffb', 'the format character U+FFFB'],
        ['\ufffe', 'the noncharacter U+FFFE'], ['\ufdd0', 'the noncharacter U+FDD0'],
        ['\u{10ffff}', 'the noncharacter U+10FFFF'], ['\ud800', 'half the surrogate pair U+D800'],
        ['\udc00', 'half the surrogate pair U+DC00']
    ])('%j', (character, named) => {
        expect(take(`Anna${character}Maria`))
            .toEqual({ fault: 'characters', clause: `must not contain ${named}` });
        expect(take(character)).toHaveProperty('fault');
    });

    test('where it heaps marks on a letter, whose sorting would take long', () => {
        const startedMs = performance.now();

        expect(take('\u0301\u0323'.repeat(250_000), 1_000_000)).toMatchObject({ fault: 'characters' });
        expect(take(`a${' '.repeat(250_000)}b`, 1_000_000)).toHaveProperty('text');

        expect(performance.now() - startedMs).toBeLessThan(2_000);
    });
});

describe('of any text', () => {
    const anyText = fc.string({ unit: fc.oneof(
        fc.string({ unit: 'binary', minLength: 1, maxLength: 1 }),
        fc.constantFrom('z', '\u0307', '\u0323', ' ', '\u200b', '\u200d', '\u2060', '\u0085', '\ud800', '\u202e')
    ), maxLength: 40 });
    // What XML 1.0 can hold (production 2), without what its second edition discourages.
    const xml = /^[\t\n\r\u0020-\u007e\u00a0-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]*$/u;

    test('what is taken is visible, composed, in XML and within its length, and taken unchanged again', () => {
        fc.assert(fc.property(anyText, (raw) => {
            const accepted = take(raw, 20);
            if ('text' in accepted) {
                const { text } = accepted;
                expect(text).toMatch(xml);
                expect([text.normalize('NFC'), text.trim(), isBlankText(text)]).toEqual([text, text, false]);
                expect(text.length).toBeLessThanOrEqual(20);
                expect(take(text, 20)).toEqual({ text });
            }
        }), { numRuns: 2_000 });
    });

    test('both forms of the same text are taken as the same', () => {
        fc.assert(fc.property(anyText, (raw) => {
            expect(take(raw.normalize('NFD'), 1_000)).toEqual(take(raw.normalize('NFC'), 1_000));
        }), { numRuns: 1_000 });
    });
});
