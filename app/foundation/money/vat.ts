import { MoneyError } from './money-error.ts';
import { formatMicros } from './decimal.ts';
import { exemptionReasonIsRequired, isVatKeyword, parseVatRate, vatCategoryOf, vatFaults } from './vat-rules.ts';
import type { VatInput } from './vat-rules.ts';
import type { VatCategory, VatKeyword } from '../vocabulary/vat-categories.ts';

/** The tax treatment of a line, as an e-invoice needs it (EN 16931 BT-151, BT-152, BT-120). */
export type VatRate = {
    readonly category: VatCategory;
    /** 23 % is 23_000_000n; 0n in every category but S. */
    readonly ratePercentMicros: bigint;
    /** Printed on the invoice; `null` in categories S and Z, which must not have one. */
    readonly exemptionReason: string | null;
};

/** Reasons for charging no VAT, used when the caller gives none. In Polish, because the law asks for these words. */
const defaultExemptionReasons = {
    /**
     * The provision depends on the goods or services; a caller exempt under another one sends it. @see art. 106e ust. 1
     * pkt 19
     */
    E: 'Zwolnienie od podatku na podstawie art. 43 ust. 1 lub art. 113 ust. 1 ustawy o VAT',
    /** The exact words of art. 106e ust. 1 pkt 18. */
    AE: 'odwrotne obciążenie',
    K: 'Wewnątrzwspólnotowa dostawa towarów, art. 42 ust. 1 ustawy o VAT',
    G: 'Eksport towarów, art. 41 ust. 4 ustawy o VAT',
    O: 'Nie podlega opodatkowaniu podatkiem VAT na terytorium kraju'
} as const satisfies Partial<Record<VatCategory, string>>;

const keywordOfCategory: Partial<Record<VatCategory, VatKeyword>> = { E: 'zw', O: 'np', AE: 'oo' };

/**
 * The tax treatment for a caller's words: `23` is S, `0` is Z, `zw` is E, `np` is O, `oo` is AE. K and G, which have no
 * rate of their own, are named by `category` beside the rate 0.
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
        exemptionReason: exemptionReasonIsRequired(category)
            ? (input.exemptionReason ?? defaultExemptionReasons[category]) : null
    };
}

/**
 * The rate in the API's words, for a document or a log: `23`, `5.5`, `0`, `zw`, `np`, `oo`. Categories K, G and Z all
 * give `0`.
 */
export function vatRateText({ category, ratePercentMicros }: Pick<VatRate, 'category' | 'ratePercentMicros'>): string {
    return keywordOfCategory[category] ?? formatMicros(ratePercentMicros);
}

/**
 * The rate as a JSON answer carries it: a number, or a keyword. The number is only written and never computed with;
 * JSON keeps its two decimals exactly.
 */
export function vatRateOf(
    { category, ratePercentMicros }: Pick<VatRate, 'category' | 'ratePercentMicros'>
): number | VatKeyword {
    return keywordOfCategory[category] ?? Number(formatMicros(ratePercentMicros));
}
