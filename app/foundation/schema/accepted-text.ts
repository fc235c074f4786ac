/**
 * Text as the service takes it, from callers and from other services alike. What is stored ends up on printed invoices
 * and in XML, so no text holds what these cannot hold.
 */

/** Maximum marks on one letter, so that composing a text takes time in proportion to its length (UAX 15, 13). */
const maxMarks = 30;

/** Maximum growth of a text by decomposition (UAX 15, 9): a longer text cannot become short enough. */
const maxDecomposed = 4;

/** Text of white space and of characters that show nothing: joiners, fillers, the Braille blank, the null notehead. */
const invisible = /^[\p{White_Space}\p{Default_Ignorable_Code_Point}\p{Cf}\u2800\u{1d159}]*$/u;

/** Character that is no part of a text at its ends. Joiners stay, as emoji and Persian words end in them. */
const outer = /^[\p{White_Space}\u00ad\u180e\u200b\u2060-\u2064\ufeff]$/u;

const marks = new RegExp(`\\p{M}{${maxMarks + 1}}`, 'u');

/** Kinds of characters that no text may hold. Tab and line breaks are none of them. */
const refused = [
    // XML 1.0 cannot hold those below the blank, and discourages the others; none of them can be printed.
    { characters: /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f]/u, article: 'the control character' },
    // A reader would see another text than programs do (Unicode UTR 36, 2.5; CVE-2021-42574).
    { characters: /[\u202a-\u202e\u2066-\u2069]/u, article: 'the text direction override' },
    // Deprecated, or for annotations that only their own program shows (Unicode TR 20, 3).
    { characters: /[\u206a-\u206f\ufff9-\ufffb]/u, article: 'the format character' },
    { characters: /\p{Noncharacter_Code_Point}/u, article: 'the noncharacter' },
    { characters: /\p{Surrogate}/u, article: 'half the surrogate pair' }
] as const;

/** A text that is taken, or the fault of one that is not. */
export type Accepted = { readonly text: string } | TextFault;

/** Reason why a text is not taken. */
export type TextFault = {
    readonly fault: 'empty' | 'too_long' | 'characters';
    /** Clause that follows the field's name. */
    readonly clause: string;
};

/**
 * The text as it is stored: composed (NFC), without blanks and invisible characters at its ends.
 * @param max - Maximum length in UTF-16 units.
 */
export function acceptText(raw: string, max: number): Accepted {
    if (raw.length > max * maxDecomposed) {
        return tooLong(max);
    }
    if (marks.test(raw)) {
        return { fault: 'characters', clause: `must not have more than ${maxMarks} marks on one letter` };
    }
    const text = trimmed(raw.normalize('NFC'));
    const clause = faultOfCharacters(text);
    if (clause !== undefined) {
        return { fault: 'characters', clause };
    }
    return isBlankText(text) ? { fault: 'empty', clause: 'must not be empty' }
        : text.length > max ? tooLong(max) : { text };
}

/** Tells whether a reader sees nothing of a text. */
export function isBlankText(text: string): boolean {
    return invisible.test(text);
}

/** Fault of a text with a character that no text may hold, as a clause that names it; undefined without one. */
export function faultOfCharacters(text: string): string | undefined {
    for (const { characters, article } of refused) {
        const found = characters.exec(text)?.[0];
        if (found !== undefined) {
            const code = (found.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0');
            return `must not contain ${article} U+${code}`;
        }
    }
    return undefined;
}

function tooLong(max: number): TextFault {
    return { fault: 'too_long', clause: `must have at most ${max} characters` };
}

/** The text without its outer characters. Not by one pattern, which would search each inner run of blanks again. */
function trimmed(text: string): string {
    let start = 0;
    let end = text.length;
    while (start < end && outer.test(text.charAt(start))) {
        start += 1;
    }
    while (end > start && outer.test(text.charAt(end - 1))) {
        end -= 1;
    }
    return text.slice(start, end);
}
