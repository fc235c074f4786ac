import { expect, test } from '@jest/globals';
import { leftOutByTry, missingLetter, withoutLetters } from './printable-letters.ts';

/** Texts of one document in scripts that the fonts have, and in one that they have not. */
const text = 'Zażółć Ωμέγα Ґалина Nguyễn 한국';

const triesOf = (missing: ReadonlySet<string>): readonly string[] => leftOutByTry(missing)
    .map((isLeftOut) => JSON.parse(withoutLetters(JSON.stringify({ text }), isLeftOut)).text);

test('a try leaves out what was missing, and the next to last no more than scripts without a font', () => {
    const boxes = (count: number): string => missingLetter.repeat(count);

    expect(triesOf(new Set(['한']))).toEqual([
        ...Array(3).fill(`Zażółć Ωμέγα Ґалина Nguyễn ${boxes(1)}국`), `Zażółć Ωμέγα Ґалина Nguyễn ${boxes(2)}`,
        `Zażółć ${boxes(5)} ${boxes(6)} Nguy${boxes(1)}n ${boxes(2)}`
    ]);
});

test('letters that became known as missing are left out by the tries that follow', () => {
    const missing = new Set<string>();
    const [first, second] = leftOutByTry(missing);

    expect(first?.('한')).toBe(false);
    missing.add('한');
    expect(second?.('한')).toBe(true);
});

test.each([
    ['private ones', 'a\ue000\u{f0000}', 'a□□'], ['those of no standard', 'a\u0378\uffff', 'a□□'],
    ['half a pair', 'a\ud800b', 'a□b']
])('letters that no font can have become boxes: %s', (_what, given, printed) => {
    expect(JSON.parse(withoutLetters(JSON.stringify([given]), () => false))).toEqual([printed]);
});

test('marks beyond the fourth on a letter are left out', () => {
    const marks = '\u0301\u0302\u0303\u0304';

    expect(JSON.parse(withoutLetters(JSON.stringify([`a${marks}\u0305\u0301b\u0301`]), () => false)))
        .toEqual([`a${marks}b\u0301`]);
});
