import type { PrintLanguage } from './printed-document.ts';
import { englishTexts } from './print-texts.en.ts';
import { polishTexts } from './print-texts.pl.ts';
import type { PrintTexts } from './print-texts.ts';

const catalogues = { pl: polishTexts, en: englishTexts } as const satisfies Record<PrintLanguage, PrintTexts>;

/** All texts of all languages, as JSON: documents of other texts are other documents. */
export function allTexts(): string {
    return JSON.stringify(catalogues);
}

/** The texts of a language. */
export function textsOf(language: PrintLanguage): PrintTexts {
    return catalogues[language];
}

/** The language of the texts for a document's language such as `pl` or `en-GB`: English where there is none. */
export function printLanguageOf(language: string): PrintLanguage {
    return language.slice(0, 2) === 'pl' ? 'pl' : 'en';
}

/** A text with its places filled. A place without a value stays visible, so that a test sees it. */
export function filled(text: string, values: Readonly<Record<string, string>>): string {
    return text.replace(/\{(\w+)\}/g, (place, name: string) => values[name] ?? place);
}
