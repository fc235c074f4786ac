import { decimalsOf } from '../../foundation/money/currencies.ts';
import { formatMicros, formatMinor, formatNanos } from '../../foundation/money/decimal.ts';
import type { PrintLanguage } from './printed-document.ts';

/** Separators by language; a space in a number never breaks. */
const separators = {
    pl: { group: '\u00a0', point: ',' },
    en: { group: ',', point: '.' }
} as const satisfies Record<PrintLanguage, { readonly group: string; readonly point: string }>;

/** Separators of a language's numbers. */
export function separatorsOf(language: PrintLanguage): { readonly group: string; readonly point: string } {
    return separators[language];
}

/** A plain decimal as a language writes it: `-12345.60` gives `−12 345,60`. */
export function printedDecimal(plain: string, language: PrintLanguage): string {
    const { group, point } = separators[language];
    const isNegative = plain.startsWith('-');
    const [whole = '0', decimals] = plain.slice(isNegative ? 1 : 0).split('.');
    const grouped = whole.replace(/\B(?=(\d{3})+$)/g, group);
    return `${isNegative ? '−' : ''}${grouped}${decimals === undefined ? '' : `${point}${decimals}`}`;
}

/** An amount without its currency. @param currency - ISO 4217, decides on the decimals */
export function printedAmount(minor: bigint, currency: string, language: PrintLanguage): string {
    return printedDecimal(formatMinor(minor, decimalsOf(currency)), language);
}

/** An amount with its currency: `1 234,50 PLN`. @param currency - ISO 4217 */
export function printedMoney(minor: bigint, currency: string, language: PrintLanguage): string {
    return `${printedAmount(minor, currency, language)}\u00a0${currency}`;
}

/** A quantity or percent in millionths, without trailing zeros. */
export function printedMicros(micros: bigint, language: PrintLanguage): string {
    return printedDecimal(formatMicros(micros), language);
}

/** A unit price in millionths: with at least the decimals of the currency, and more where it has more. */
export function printedPrice(micros: bigint, currency: string, language: PrintLanguage): string {
    const plain = formatMicros(micros);
    const [whole = '0', decimals = ''] = plain.split('.');
    const padded = decimals.padEnd(decimalsOf(currency), '0');
    return printedDecimal(padded === '' ? whole : `${whole}.${padded}`, language);
}

/** An exchange rate in billionths, with four decimals at least, as central banks publish it. */
export function printedRate(nanos: bigint, language: PrintLanguage): string {
    const [whole = '0', decimals = ''] = formatNanos(nanos).split('.');
    return printedDecimal(`${whole}.${decimals.padEnd(4, '0')}`, language);
}

/** A calendar date `YYYY-MM-DD`: Polish `28.11.2026`, English `28 Nov 2026`. */
export function printedDate(date: string, language: PrintLanguage): string {
    const [year = '', month = '', day = ''] = date.split('-');
    return language === 'pl' ? `${day}.${month}.${year}`
        : `${Number(day)}\u00a0${englishMonths[Number(month) - 1] ?? month}\u00a0${year}`;
}

const englishMonths = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

/** An IBAN in groups of four, which do not break within: `PL61 1090 …`. */
export function printedIban(iban: string): string {
    return iban.replace(/(.{4})(?=.)/g, '$1 ');
}
