import { electronicFormatIBAN, isValidIBAN } from 'ibantools';
import * as nip from 'stdnum/lib/cjs/pl/nip.js';
import * as regon from 'stdnum/lib/cjs/pl/regon.js';
import { euVatNumbers } from './eu-vat-numbers.ts';

const separators = /[\s.-]/g;

/**
 * A Polish NIP as ten digits. Separators and the prefix PL are removed.
 * @returns undefined when it is not a NIP or its checksum is wrong.
 * @see Ustawa o zasadach ewidencji i identyfikacji podatników, art. 2
 */
export function parseNip(text: string): string | undefined {
    const digits = text.replace(separators, '').replace(/^PL/i, '');
    return /^\d{10}$/.test(digits) && digits !== '0000000000' && nip.validate(digits).isValid ? digits : undefined;
}

/** A REGON of 9 or 14 digits, or undefined when the text is not one. */
export function parseRegon(text: string): string | undefined {
    const digits = text.replace(separators, '');
    return /^(\d{9}|\d{14})$/.test(digits) && regon.validate(digits).isValid ? digits : undefined;
}

/**
 * An EU VAT identification number with its country prefix in capitals (`PL…`, `DE…`, `EL…`, `XI…` for Northern
 * Ireland), or undefined when the text is not one. The prefix GR is read as EL.
 * @see EN 16931 BR-CO-09; Directive 2006/112/EC art. 215; Protocol on Ireland and Northern Ireland art. 8 for XI
 */
export function parseVatId(text: string): string | undefined {
    // GR is the country, EL the prefix of its numbers.
    const compact = text.replace(separators, '').toUpperCase().replace(/^GR/, 'EL');
    const prefix = compact.slice(0, 2);
    const check = Object.hasOwn(euVatNumbers, prefix) ? euVatNumbers[prefix] : undefined;
    const isValid = [compact, compact.slice(2)].some((number) => check?.validate(number).isValid);
    return isValid ? compact : undefined;
}

/**
 * A buyer's tax number: a Polish NIP as ten digits, or the VAT number of another EU country with its prefix.
 * @returns undefined when it is neither.
 */
export function parseBuyerTaxId(text: string): string | undefined {
    return parseNip(text) ?? (/^pl/i.test(text.trim()) ? undefined : parseVatId(text));
}

/**
 * An IBAN without spaces, in capitals, or undefined if its length or check digits are wrong. A bare Polish account
 * number gets the prefix PL.
 */
export function parseIban(text: string): string | undefined {
    const compact = electronicFormatIBAN(text) ?? '';
    const iban = /^\d{26}$/.test(compact) ? `PL${compact}` : compact;
    return isValidIBAN(iban) ? iban : undefined;
}

/** Tells whether a tax number begins with the prefix of an EU country, so that its checksum can be verified. */
export function hasVatPrefix(text: string): boolean {
    const prefix = text.replace(separators, '').slice(0, 2).toUpperCase();
    return prefix === 'GR' || Object.hasOwn(euVatNumbers, prefix);
}

/**
 * The prefix of the member state that gave a buyer's tax number (`DE`, `EL`, `XI`; `PL` for a NIP of ten digits), or
 * undefined for a number that is no valid one of them.
 */
export function memberStateOf(taxId: string): string | undefined {
    return parseNip(taxId) === undefined ? parseVatId(taxId)?.slice(0, 2) : 'PL';
}
