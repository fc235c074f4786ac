/**
 * Letters of scripts for which documents have no font: a page shows a box for each. The fonts have Latin, Greek and
 * Cyrillic (Inter), Arabic, Hebrew, Chinese and Japanese (Noto); signs without a script of their own are not counted.
 * @see ISO 15924, UAX #24
 */
export const unprintedLetter = new RegExp([
    'Latin', 'Greek', 'Cyrillic', 'Arabic', 'Hebrew', 'Han', 'Hiragana', 'Katakana', 'Common', 'Inherited'
].map((script) => `(?!\\p{Script=${script}})`).join('') + '\\p{L}', 'u');
