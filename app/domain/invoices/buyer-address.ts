import { countryNamed } from '../../foundation/vocabulary/countries.ts';
import { countryOfTaxId } from '../organisations/foreign-tax-ids.ts';
import type { Contact } from '../../platform/upstream/contact.ts';
import type { Buyer, GivenBuyer } from './invoice.ts';

/** The address of a buyer: on one line and in parts. Each form is enough by itself. */
export type BuyerAddress = Pick<Buyer, 'address' | 'street' | 'postalCode' | 'city'>;

/** The address of nobody. */
export const noAddress: BuyerAddress = { address: null, street: null, postalCode: null, city: null };

/**
 * The address that a document prints. An address of the caller, in either form, is taken whole: nothing of the
 * contact's is mixed into it. Where both forms are given, both are printed as given.
 */
export function addressOfBuyer(given: GivenBuyer, contact: Contact | undefined): BuyerAddress {
    const { address, street, postalCode, city } = given;
    if (givesAddress(given)) {
        return { address: address ?? onOneLine({ street, postalCode, city }, given.country), street, postalCode, city };
    }
    return contact === undefined ? noAddress : addressOfContact(contact, given.country);
}

/**
 * The address that contacts-service has.
 * @param country - Country that the caller gave instead of the contact's.
 */
export function addressOfContact(contact: Contact, country: string | null = null): BuyerAddress {
    const parts = {
        street: emptyToNull(contact.street), postalCode: emptyToNull(contact.postalCode),
        city: emptyToNull(contact.city)
    };
    return { address: onOneLine(parts, country ?? emptyToNull(contact.country)), ...parts };
}

/**
 * The country of a buyer: the given one; the contact's, where the address is; that of the tax number; else the
 * contact's in any case.
 * @returns ISO 3166-1 alpha-2, or as contacts-service writes it where that names no country; null: the seller's.
 */
export function countryOfBuyer(
    given: GivenBuyer, known: string | null, { nip, taxId }: Pick<Buyer, 'nip' | 'taxId'>
): string | null {
    const ofNumber = taxId?.country ?? (nip === null ? undefined : countryOfTaxId(nip));
    return given.country ?? (givesAddress(given) ? ofNumber ?? known : known ?? ofNumber) ?? null;
}

/** The code of a country that contacts-service names, or its words where they name none. */
export function knownCountry(country: string | null): string | null {
    const words = emptyToNull(country);
    return words === null ? null : countryNamed(words) ?? words;
}

/** Tells whether the caller gave an address, in one of its forms. A country alone is none. */
export function givesAddress({ address, street, postalCode, city }: GivenBuyer): boolean {
    return [address, street, postalCode, city].some((part) => part !== null);
}

/**
 * The parts of an address on one line; null where they name no place that a letter would reach: a street (older
 * contacts have the whole address in it), or a town with its postal code.
 */
export function onOneLine(
    { street, postalCode, city }: Pick<Buyer, 'street' | 'postalCode' | 'city'>, country: string | null
): string | null {
    if (street === null && (postalCode === null || city === null)) {
        return null;
    }
    const abroad = isAbroad(country) ? country : null;
    return [street, [postalCode, city].filter(isText).join(' '), abroad].filter(isText).join(', ');
}

/** Tells whether a country, as contacts-service writes it, is another one than Poland. */
export function isAbroad(country: string | null): country is string {
    return country !== null && countryNamed(country) !== 'PL';
}

/** The text without blanks around it; null where nothing else is in it. */
export function emptyToNull(text: string | null | undefined): string | null {
    return isText(text) ? text.trim() : null;
}

function isText(text: string | null | undefined): text is string {
    return text !== null && text !== undefined && text.trim() !== '';
}
