import { compareBigints } from './allocate.ts';
import { MoneyError } from './money-error.ts';
import { formatMicros } from './decimal.ts';
import {
    exemptionReasonIsRequired, isVatKeyword, parseVatRate, vatCategoryOf, vatFaults, vatWordOf
} from './vat-rules.ts';
import type { VatInput } from './vat-rules.ts';
import {
    vatCategories, vatWords, type VatCategory, type VatKey, type VatKeyword
} from '../vocabulary/vat-categories.ts';

/** The tax treatment of a line, as an e-invoice needs it (EN 16931 BT-151, BT-152, BT-120). */
export type VatRate = VatKey & {
    /**
     * Printed on the invoice; `null` in categories S and Z, which must not have one, and on an exempt line while no
     * provision is named.
     */
    readonly exemptionReason: string | null;
};

/**
 * Reasons for charging no VAT, used when the caller gives none. In Polish, because the law asks for these words. An
 * exemption has none: its provision depends on the goods, the services and the seller (art. 106e ust. 1 pkt 19).
 */
export const defaultExemptionReasons = {
    /** The exact words of art. 106e ust. 1 pkt 18. */
    AE: 'odwrotne obciążenie',
    K: 'Wewnątrzwspólnotowa dostawa towarów, art. 42 ust. 1 ustawy o VAT',
    G: 'Eksport towarów, art. 41 ust. 4 ustawy o VAT',
    O: 'Nie podlega opodatkowaniu podatkiem VAT na terytorium kraju'
} as const satisfies Partial<Record<VatCategory, string>>;

const reasonOfCategory: Partial<Record<VatCategory, string>> = defaultExemptionReasons;

const keywordOfCategory: Partial<Record<VatCategory, VatKeyword>> = { E: 'zw', O: 'np', AE: 'oo' };

/**
 * The tax treatment for a caller's words: `23` is S, `0` is Z, `zw` is E, `np` is O, `oo` and `np_art100` are AE. K and
 * G, which have no rate of their own, are named by `category` beside the rate 0.
 * @throws MoneyError `VAT_INVALID` naming every fault; {@link vatFaults} gives them as a list.
 * @see EN 16931 BR-S-05, BR-Z-05, BR-E-05, BR-E-10, BR-AE-05, BR-AE-10, BR-IC-10, BR-G-10, BR-O-10
 */
export function vatOf(input: VatInput): VatRate {
    const faults = vatFaults(input);
    if (faults.length > 0) {
        throw new MoneyError('VAT_INVALID', faults.map(({ field, message }) => `${field} ${message}`).join('; '));
    }

    const category = vatCategoryOf(input);
    return {
        category,
        ratePercentMicros: isVatKeyword(input.rate) ? 0n : parseVatRate(input.rate),
        word: vatWordOf(input.rate),
        exemptionReason: exemptionReasonIsRequired(category)
            ? (input.exemptionReason ?? reasonOfCategory[category] ?? null) : null
    };
}

/**
 * The rate in the API's words, for a document or a log: `23`, `5.5`, `0`, `zw`, `np`, `oo`, `np_art100`. Categories K,
 * G and Z all give `0`.
 */
export function vatRateText({ category, ratePercentMicros, word }: VatKey): string {
    return word ?? keywordOfCategory[category] ?? formatMicros(ratePercentMicros);
}

/**
 * The rate as a JSON answer carries it: a number, or a keyword. The number is only written and never computed with;
 * JSON keeps its two decimals exactly.
 */
export function vatRateOf({ category, ratePercentMicros, word }: VatKey): number | VatKeyword {
    return word ?? keywordOfCategory[category] ?? Number(formatMicros(ratePercentMicros));
}

/** The treatment of an exempt line that names no provision, with this one. Other treatments stay as they are. */
export function withExemptionReason(vat: VatRate, exemptionReason: string | null): VatRate {
    return vat.category === 'E' && vat.exemptionReason === null && exemptionReason !== null
        ? { ...vat, exemptionReason } : vat;
}

/** Tells whether two treatments stand in one row of a VAT breakdown. */
export function isSameVatKey(left: VatKey, right: VatKey): boolean {
    return left.category === right.category && left.ratePercentMicros === right.ratePercentMicros
        && left.word === right.word;
}

/** The text of a breakdown's key, for a map. */
export function vatKeyText({ category, ratePercentMicros, word }: VatKey): string {
    return `${category} ${ratePercentMicros} ${word ?? ''}`;
}

/**
 * The order of the rows of a VAT breakdown: by category, then higher rates first, then those without a word first.
 */
export function compareVatKeys(left: VatKey, right: VatKey): number {
    return vatCategories.indexOf(left.category) - vatCategories.indexOf(right.category)
        || compareBigints(right.ratePercentMicros, left.ratePercentMicros)
        || placeOfWord(left) - placeOfWord(right);
}

/** Tells whether lines of a treatment have VAT: category S at a rate above 0. */
export function hasVat({ category, ratePercentMicros }: VatKey): boolean {
    return category === 'S' && ratePercentMicros > 0n;
}

function placeOfWord({ word }: VatKey): number {
    return word === null ? -1 : vatWords.indexOf(word);
}
