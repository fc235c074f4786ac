import { toCardinal as cardinalInEnglish } from 'n2words/en-GB';
import { toCardinal as cardinalInPolish, toCurrency as zlotysInWords } from 'n2words/pl-PL';
import { decimalsOf } from '../../foundation/money/currencies.ts';
import { formatMinor } from '../../foundation/money/decimal.ts';
import type { PrintLanguage } from './printed-document.ts';

/**
 * An amount in words: Polish złotys with their groszes, `siedem złotych pięćdziesiąt groszy`; other currencies with
 * their code and a fraction, `seven EUR 50/100`.
 * @param minor - Amount in minor units, not negative.
 * @param currency - ISO 4217
 */
export function amountInWords(minor: bigint, currency: string, language: PrintLanguage): string {
    const decimals = decimalsOf(currency);
    if (currency === 'PLN' && language === 'pl') {
        return zlotysInWords(formatMinor(minor, decimals));
    }
    const [whole = '0', fraction] = formatMinor(minor, decimals).split('.');
    const words = language === 'pl' ? cardinalInPolish(whole) : cardinalInEnglish(whole);
    return `${words} ${currency}${fraction === undefined ? '' : ` ${fraction}/1${'0'.repeat(decimals)}`}`;
}
