import { unprintedLetter } from '../../foundation/vocabulary/printed-scripts.ts';

/** Maximum tries of one document. */
export const maxTries = 5;

/**
 * Letters that a try of a document leaves out: those that the tries before could not set, which is enough for nearly
 * every document. The last but one leaves out all of scripts without a font, and the last all that are not plain.
 * @param tries - Number of the try, from 1 to {@link maxTries}.
 * @param missing - Letters that the tries before could not set.
 * @param json - The document's texts.
 */
export function lettersOfTry(
    tries: number, missing: ReadonlySet<string>, json: string
): ReadonlySet<string> | 'all' {
    if (tries === maxTries) {
        return 'all';
    }
    return tries < maxTries - 1 ? missing
        : new Set([...missing, ...[...json].filter((letter) => unprintedLetter.test(letter))]);
}
