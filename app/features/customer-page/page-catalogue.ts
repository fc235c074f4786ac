import type { PrintLanguage } from '../../domain/printing/printed-document.ts';
import { englishPageTexts } from './page-texts.en.ts';
import { polishPageTexts } from './page-texts.pl.ts';
import type { PageTexts } from './page-texts.ts';

const catalogues = { pl: polishPageTexts, en: englishPageTexts } as const satisfies Record<PrintLanguage, PageTexts>;

/** The texts of the page in a language. */
export function pageTextsOf(language: PrintLanguage): PageTexts {
    return catalogues[language];
}
