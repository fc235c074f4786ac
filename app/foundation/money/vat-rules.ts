import { MoneyError } from './money-error.ts';
import { parseDecimal } from './decimal.ts';
import { hundredPercentMicros } from './rounding.ts';
import {
    vatKeywords, vatWords, type VatCategory, type VatKeyword, type VatWord
} from '../vocabulary/vat-categories.ts';

/** The tax treatment as a caller writes it. */
export type VatInput = {
    /** Percent from 0 to 100 with at most 2 decimals, as a number or plain text, or a keyword. */
    readonly rate: number | string;
    /** Needed for K and G only; for others it follows from the rate and may be repeated. */
    readonly category?: VatCategory | null | undefined;
    /** Replaces the default text of the category. */
    readonly exemptionReason?: string | null | undefined;
};

/** A fault of one member of a {@link VatInput}. `message` continues a sentence that begins with the field's name. */
export type VatFault = {
    readonly field: 'vatRate' | 'vatCategory' | 'exemptionReason';
    readonly code: 'VAT_RATE_INVALID' | 'VAT_CATEGORY_MISMATCH' | 'VAT_EXEMPTION_REASON_EMPTY'
        | 'VAT_EXEMPTION_REASON_NOT_ALLOWED';
    readonly message: string;
};

/** Maximum decimals of a VAT rate. */
const rateDecimals = 2;

/** One hundredth of a percent in millionths. */
const rateUnitMicros = 10_000n;

const rateMessage = `must be a percentage from 0 to 100 with at most ${rateDecimals} decimals, or `
    + `${vatKeywords.join(', ')}`;

const categoryOfKeyword = {
    zw: 'E', np: 'O', oo: 'AE', np_art100: 'AE'
} as const satisfies Record<VatKeyword, VatCategory>;

/** Every fault of a tax treatment at once; empty when `vatOf` accepts it. */
export function vatFaults(input: VatInput): readonly VatFault[] {
    const rateFault = faultOfRate(input.rate);
    if (rateFault !== undefined) {
        return [rateFault];
    }

    return [faultOfCategory(input), faultOfReason(input)].filter((fault) => fault !== undefined);
}

/** The given category, or else the one that follows from the rate. Only for input without faults. */
export function vatCategoryOf({ rate, category }: VatInput): VatCategory {
    return category ?? categoryOfRate(rate);
}

/**
 * Tells whether a category has a reason for charging no VAT: all but S and Z.
 * @see EN 16931 BR-E-10, BR-AE-10, BR-IC-10, BR-G-10, BR-O-10 (must have one), BR-S-10, BR-Z-10 (must not)
 */
export function exemptionReasonIsRequired(category: VatCategory): category is Exclude<VatCategory, 'S' | 'Z'> {
    return category !== 'S' && category !== 'Z';
}

/** Tells whether a rate is one of the API's words. */
export function isVatKeyword(rate: number | string): rate is VatKeyword {
    return vatKeywords.some((keyword) => keyword === rate);
}

/** The word of a rate that is kept beside its category; null for every other rate. */
export function vatWordOf(rate: number | string): VatWord | null {
    return vatWords.find((word) => word === rate) ?? null;
}

/** Cache of parsed rates, up to a bound: there are a handful of rates, and each line parses its own several times. */
const readRates = new Map<number | string, bigint>();
const maxReadRates = 100;

/**
 * A VAT rate in millionths of a percent: `5.5` gives 5_500_000n.
 * @throws MoneyError when it is not plain, has over 2 decimals, or lies outside 0 to 100.
 */
export function parseVatRate(rate: number | string): bigint {
    const known = readRates.get(rate);
    if (known !== undefined) {
        return known;
    }
    const micros = parseDecimal(rate, rateDecimals) * rateUnitMicros;

    if (micros < 0n || micros > hundredPercentMicros) {
        throw new MoneyError('TOO_LARGE', 'must be from 0 to 100');
    }
    if (readRates.size < maxReadRates) {
        readRates.set(rate, micros);
    }
    return micros;
}

function categoryOfRate(rate: number | string): VatCategory {
    if (isVatKeyword(rate)) {
        return categoryOfKeyword[rate];
    }
    return parseVatRate(rate) > 0n ? 'S' : 'Z';
}

function faultOfRate(rate: number | string): VatFault | undefined {
    if (isVatKeyword(rate)) {
        return undefined;
    }
    try {
        parseVatRate(rate);
        return undefined;
    } catch (error) {
        if (!(error instanceof MoneyError)) throw error;
        return { field: 'vatRate', code: 'VAT_RATE_INVALID', message: rateMessage };
    }
}

/**
 * The fault of a category, if any. A keyword or a rate above 0 allows one category; rate 0 allows all but S (BR-S-05,
 * BR-E-05, BR-AE-05 …).
 */
function faultOfCategory({ rate, category }: VatInput): VatFault | undefined {
    const implied = categoryOfRate(rate);
    const isPossible = category == null || category === implied || (implied === 'Z' && category !== 'S');

    return isPossible ? undefined : {
        field: 'vatCategory',
        code: 'VAT_CATEGORY_MISMATCH',
        message: implied === 'Z'
            ? 'S needs a rate above 0' : `${category} does not go with the rate ${rate}, which means ${implied}`
    };
}

function faultOfReason(input: VatInput): VatFault | undefined {
    const category = vatCategoryOf(input);

    if (input.exemptionReason == null) {
        return undefined;
    }
    if (!exemptionReasonIsRequired(category)) {
        return {
            field: 'exemptionReason', code: 'VAT_EXEMPTION_REASON_NOT_ALLOWED',
            message: `is not allowed in category ${category}`
        };
    }
    return input.exemptionReason.trim() === ''
        ? { field: 'exemptionReason', code: 'VAT_EXEMPTION_REASON_EMPTY', message: 'must not be blank' }
        : undefined;
}
