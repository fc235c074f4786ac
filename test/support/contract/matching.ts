import fc from 'fast-check';

/**
 * Texts that match a pattern. fast-check makes no text for what looks ahead, so that is left out and then asked of the
 * texts that were made.
 */
export function matching(pattern: string): fc.Arbitrary<string> {
    const made = arbitraries.get(pattern) ?? textsOf(pattern);
    arbitraries.set(pattern, made);
    return made;
}

/** Kept, because fast-check looks at every character of a class anew. */
const arbitraries = new Map<string, fc.Arbitrary<string>>();

function textsOf(pattern: string): fc.Arbitrary<string> {
    const regex = new RegExp(pattern);
    return fc.stringMatching(new RegExp(withoutLookahead(pattern))).filter((text) => regex.test(text));
}

function withoutLookahead(pattern: string): string {
    const start = /\(\?[!=]/.exec(pattern)?.index;
    if (start === undefined) {
        return pattern;
    }
    let depth = 0;
    for (let at = start; at < pattern.length; at += 1) {
        const mark = pattern[at];
        if (mark === '\\') {
            at += 1;
        } else if (mark === '(' || mark === ')') {
            depth += mark === '(' ? 1 : -1;
            if (depth === 0) {
                return withoutLookahead(pattern.slice(0, start) + pattern.slice(at + 1));
            }
        }
    }
    return pattern;
}
