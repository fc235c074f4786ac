/**
 * Form of the stand-ins in a kept answer: a UUID, whose value says which text it stands for. One pattern finds them all
 * in one pass, however many there are.
 */
export const standInPattern = /[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12}/g;

/** The text with each stand-in replaced by what it stands for. @param texts - Stand-in → text. */
export function withTexts(text: string, texts: ReadonlyMap<string, string>): string {
    return text.replaceAll(standInPattern, (found) => texts.get(found) ?? found);
}
