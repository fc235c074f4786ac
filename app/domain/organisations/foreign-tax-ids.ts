import { isCountry } from '../../foundation/vocabulary/countries.ts';
import { hasVatPrefix, parseNip, parseVatId } from './tax-ids.ts';

/** A tax number that is neither a NIP nor a VAT number of the EU (FA(3) KodKraju and NrID). */
export type ForeignTaxId = {
    /** Country that gave the number, ISO 3166-1 alpha-2. */
    readonly country: string;
    /** Number as its country writes it; no checksum is known. */
    readonly number: string;
};

/** Maximum characters of a foreign tax number (FA(3) TNrIdentyfikacjiPodatkowej). */
export const maxTaxNumberLength = 50;

/** Maximum letters of a tax number beyond the number of its digits: Mexico's has seven letters and six digits. */
const maxSurplusLetters = 2;

/**
 * Tells whether a text can be the tax number of any country: letters, digits and separators, and about as many digits
 * as letters. It keeps out words that a person typed into the field.
 */
export function isPlausibleTaxNumber(text: string): boolean {
    const digits = text.match(/\d/g)?.length ?? 0;
    const letters = text.match(/\p{L}/gu)?.length ?? 0;
    return /^[\p{L}\d ./&+-]+$/u.test(text) && digits >= 1 && letters <= digits + maxSurplusLetters;
}

/** Prefixes of VAT numbers that are not the code of their country: Greece and Northern Ireland. */
const ownPrefixes: Readonly<Record<string, string>> = { EL: 'GR', XI: 'GB' };

/**
 * The country of a buyer's NIP or EU VAT number: that of its prefix, Poland for ten digits.
 * @returns undefined for a number that is neither.
 * @see EN 16931 BR-CO-09
 */
export function countryOfTaxId(taxId: string): string | undefined {
    if (parseNip(taxId) !== undefined) {
        return 'PL';
    }
    return hasVatPrefix(taxId) ? countryOfPrefix(taxId) : undefined;
}

/** The EU VAT number that a number of a country is, with its prefix; undefined where it is none. */
export function euVatNumberOf({ country, number }: ForeignTaxId): string | undefined {
    return [number, `${country === 'GR' ? 'EL' : country}${number}`]
        .filter((text) => hasVatPrefix(text) && countryOfPrefix(text) === country).map(parseVatId)
        .find((parsed) => parsed !== undefined);
}

/**
 * Reason why a number is no foreign tax number; undefined when it is one. Numbers of the EU belong into the field whose
 * checksums are verified, and KSeF hands an invoice only to a buyer whose NIP stands in the place of a NIP.
 */
export function faultOfForeignTaxId(taxId: ForeignTaxId): string | undefined {
    const isNip = parseNip(taxId.number) !== undefined && countryOfPrefix(taxId.number) === 'PL';
    if (taxId.country === 'PL' || isNip) {
        return 'must be a number of another country than PL: a NIP is given as customerNIP';
    }
    const hasPrefix = hasVatPrefix(taxId.number) && countryOfPrefix(taxId.number) === taxId.country;
    return hasPrefix || euVatNumberOf(taxId) !== undefined
        ? 'is a VAT number of the EU, which is given as customerNIP with its prefix' : undefined;
}

function countryOfPrefix(taxId: string): string | undefined {
    const prefix = taxId.replace(/[\s.-]/g, '').slice(0, 2).toUpperCase();
    const country = ownPrefixes[prefix] ?? prefix;
    return isCountry(country) ? country : undefined;
}
