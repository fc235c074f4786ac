import { expect, test } from '@jest/globals';
import { filled, printLanguageOf, textsOf } from './print-catalogue.ts';

/** Places of each text by its path. */
function placesOf(texts: object, path = ''): Readonly<Record<string, readonly string[]>> {
    type Places = (readonly [string, readonly string[]])[];
    return Object.fromEntries(Object.entries(texts).flatMap(([name, text]: [string, unknown]): Places => {
        const key = `${path}/${name}`;
        return typeof text === 'object' && text !== null ? Object.entries(placesOf(text, key))
            : [[key, [...String(text).matchAll(/\{\w+\}/g)].map(([place]) => place).sort()] as const];
    }));
}

/** Translations of Polish words have their Polish words as names, and no like in Polish. */
function withoutTranslations(places: Readonly<Record<string, readonly string[]>>) {
    return Object.fromEntries(Object.entries(places).filter(([path]) => !path.startsWith('/statements/reasons')));
}

test('the catalogues have the same texts, with the same places', () => {
    const [polish, english] = [placesOf(textsOf('pl')), placesOf(textsOf('en'))];

    expect(Object.keys(polish).length).toBeGreaterThan(100);
    expect(withoutTranslations(english)).toEqual(withoutTranslations(polish));
});

test('no text is empty', () => {
    const empty = Object.entries({ ...textsOf('pl').statements, ...textsOf('en').statements, ...textsOf('pl').lines })
        .filter(([, text]) => text === '');

    expect(empty).toEqual([]);
});

test('a place without a value stays to be seen', () => {
    expect(filled('{a} of {b}', { a: '1' })).toBe('1 of {b}');
});

test.each([['pl', 'pl'], ['pl-PL', 'pl'], ['en-GB', 'en'], ['de', 'en']])(
    'documents in %s have the texts of %s', (language, texts) => {
        expect(printLanguageOf(language)).toBe(texts);
    });
