import { expect, test } from '@jest/globals';
import { lettersOfTry, maxTries } from './letters-of-try.ts';
import { withoutLetters } from './printable-letters.ts';

/** Texts of one document in scripts that the fonts have, and in one that they have not. */
const json = JSON.stringify({ text: 'Zażółć Ωμέγα Ґалина Nguyễn 한국' });

test('a try leaves out what was missing, the last but one no more than scripts without a font', () => {
    const texts = Array.from({ length: maxTries }, (_, index): string =>
        JSON.parse(withoutLetters(json, lettersOfTry(index + 1, new Set(['한']), json))).text);

    expect(texts).toEqual([
        ...Array(3).fill('Zażółć Ωμέγα Ґалина Nguyễn □국'), 'Zażółć Ωμέγα Ґалина Nguyễn □□',
        'Zażółć □□□□□ □□□□□□ Nguy□n □□'
    ]);
});
