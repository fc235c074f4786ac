/** Sign in the place of a letter that no font has. */
export const missingLetter = '□';

/** Letters of every European language in Latin script and the usual signs: Inter has them all. */
const plain = /^[\t\n\r\x20-\x7e\u00a0-\u017f\u2013\u2014\u2018-\u201e\u2022\u2026\u2212\u20ac□]*$/u;

/** Letters that no font can have: private ones, those of no standard, and halves of a pair. */
const never = /\p{Co}|\p{Cn}|\p{Cs}/gu;

/** Marks on one letter beyond the most that a language has: they cost more to set than all letters. */
const superfluousMarks = /(?<=\p{M}{4})\p{M}+/gu;

/** Form of Typst's complaint about letters, as the debug format of Rust writes it. */
const complaint = /the text `\\"(.*?)\\"` could not be displayed/g;

const escapedLetter = /\\+u\{([0-9a-f]+)\}/g;

/** Letters that Typst could not set, out of its fault; none where the fault is another. */
export function missingLettersOf(fault: string): ReadonlySet<string> {
    const texts = [...fault.matchAll(complaint)].map(([, text = '']) => text.replace(escapedLetter,
        (_escape, code: string) => String.fromCodePoint(Number.parseInt(code, 16))));
    return new Set(texts.flatMap((text) => [...text]).filter((letter) => !plain.test(letter)));
}

/** Member of the data that is a file within the document, and no text that is set in type. */
const unprinted = 'attachment';

/**
 * JSON whose texts have no letters of `missing`, nor any that no font can have. Marks on a letter are left out, and so
 * are those beyond the fourth; other letters become {@link missingLetter}. An `attachment` among the members stays as
 * it is.
 * @param missing - Letters, or `all` that are not plain.
 */
export function withoutLetters(json: string, missing: ReadonlySet<string> | 'all'): string {
    if (plain.test(json) && !json.includes('\\u')) {
        return json;
    }
    const data: unknown = JSON.parse(json);
    const kept: unknown = typeof data === 'object' && data !== null ? Reflect.get(data, unprinted) : undefined;
    const printable: unknown = JSON.parse(JSON.stringify(data, (key, value: unknown) =>
        (key === unprinted ? undefined : typeof value === 'string' ? textWithout(value, missing) : value)));
    return JSON.stringify(kept === undefined || typeof printable !== 'object'
        ? printable : { ...printable, [unprinted]: kept });
}

function textWithout(text: string, missing: ReadonlySet<string> | 'all'): string {
    if (plain.test(text)) {
        return text;
    }
    const isMissing = (letter: string): boolean => (missing === 'all' ? !plain.test(letter) : missing.has(letter));
    return [...text.replace(never, missingLetter).replace(superfluousMarks, '')]
        .map((letter) => (!isMissing(letter) ? letter : /^[\p{M}\p{Cf}]$/u.test(letter) ? '' : missingLetter)).join('');
}
