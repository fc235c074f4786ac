import type { DocumentType } from '../../foundation/vocabulary/document-types.ts';

/** One pattern for each document type, such as `FV/{YYYY}/{MM}/{NNNN}`. */
export type NumberPatterns = Readonly<Record<DocumentType, string>>;

/**
 * The patterns of an organisation that has set none: FV faktura, PF proforma, FZ faktura zaliczkowa, FK faktura
 * korygująca, counted by month.
 */
export const defaultPatterns: NumberPatterns = {
    vat_invoice: 'FV/{YYYY}/{MM}/{NNNN}',
    proforma: 'PF/{YYYY}/{MM}/{NNNN}',
    advance_invoice: 'FZ/{YYYY}/{MM}/{NNNN}',
    corrective: 'FK/{YYYY}/{MM}/{NNNN}'
};

/** The series a document is counted in, and how its counter is printed. */
export type Series = {
    /** URL-safe: `vat_invoice-2026-11`, `vat_invoice-2026` or `vat_invoice-all`. */
    readonly id: string;
    readonly invoiceType: DocumentType;
    /** `2026-11`, `2026` or `all`. The counter begins anew in each period, at 1 unless the series was started. */
    readonly period: string;
    /** Text before and after the counter. */
    readonly prefix: string;
    readonly suffix: string;
    /** Minimum digits of the printed counter, padded with zeros; a longer counter is printed whole. */
    readonly digits: number;
};

const maxPatternLength = 40;
// Some letters of Unicode show nothing: two series would seem to have the same numbers.
const patternText = /^(?:(?!\p{Default_Ignorable_Code_Point})[\p{L}\p{N} ._/\-])*$/u;
const token = /\{(YYYY|YY|MM|DD|N{1,10})\}/g;

/**
 * Finds the fault of a number pattern.
 * @param pattern - Text with `{YYYY}`, `{YY}`, `{MM}` and exactly one counter `{N…}`, as many N as digits.
 * @returns A sentence, or undefined when the pattern gives every document of its type a unique number.
 */
export function faultOfPattern(pattern: string): string | undefined {
    const tokens = [...pattern.matchAll(token)].map(([, name]) => name ?? '');
    const counters = tokens.filter((name) => name.startsWith('N'));
    if (pattern.length > maxPatternLength) {
        return `may have at most ${maxPatternLength} characters`;
    }
    if (!patternText.test(pattern.replace(token, ''))) {
        return 'may hold letters, digits, spaces, . _ / - and the tokens {YYYY}, {YY}, {MM} and {NNNN}';
    }
    if (counters.length !== 1) {
        return 'needs exactly one counter such as {NNNN}';
    }
    if (tokens.includes('DD')) {
        return 'cannot count by day: {DD} is not a token';
    }
    if (tokens.includes('MM') && !tokens.includes('YYYY') && !tokens.includes('YY')) {
        return 'with {MM} needs {YYYY} or {YY}, or numbers would come again a year later';
    }
    return undefined;
}

/**
 * The series in which a document issued on a date is counted. Its period is as short as the pattern's tokens:
 * with a month in the pattern the counter restarts each month, with a year each year, with neither never.
 * @param issueDate - `YYYY-MM-DD`
 */
export function seriesOf(invoiceType: DocumentType, pattern: string, issueDate: string): Series {
    const year = issueDate.slice(0, 4);
    const month = issueDate.slice(5, 7);
    const dated = pattern.replaceAll('{YYYY}', year).replaceAll('{YY}', year.slice(2)).replaceAll('{MM}', month);
    const counter = /\{(N+)\}/.exec(dated);
    const period = periodOf(pattern, year, month);

    return {
        id: `${invoiceType}-${period}`,
        invoiceType,
        period,
        prefix: dated.slice(0, counter?.index ?? dated.length),
        suffix: counter === null ? '' : dated.slice(counter.index + counter[0].length),
        digits: counter?.[1]?.length ?? 1
    };
}

/**
 * The series of a type and a period; undefined when the pattern counts by another kind of period.
 * @param period - `2026-11`, `2026` or `all`.
 */
export function seriesOfPeriod(invoiceType: DocumentType, pattern: string, period: string): Series | undefined {
    // Its first day; where the period is a year or all, the rest of the date is not printed.
    const series = seriesOf(invoiceType, pattern, period === 'all' ? '2000-01-01' : `${period}-01-01`.slice(0, 10));
    return series.period === period ? series : undefined;
}

/** The printed number. The database computes the same when it takes one (`saveIssued`). */
export function formatNumber(series: Series, counter: bigint): string {
    return `${series.prefix}${counter.toString().padStart(series.digits, '0')}${series.suffix}`;
}

function periodOf(pattern: string, year: string, month: string): string {
    if (pattern.includes('{MM}')) {
        return `${year}-${month}`;
    }
    return /\{YY(YY)?\}/.test(pattern) ? year : 'all';
}
