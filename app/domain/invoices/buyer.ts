import { hasVat } from '../../foundation/money/vat.ts';
import type { Contact } from '../../platform/upstream/contact.ts';
import type { Sourced } from '../../platform/upstream/sourced.ts';
import { isCountry } from '../../foundation/vocabulary/countries.ts';
import { euVatNumberOf, isPlausibleTaxNumber } from '../organisations/foreign-tax-ids.ts';
import { hasVatPrefix, parseBuyerTaxId, parseRegon } from '../organisations/tax-ids.ts';
import type { DraftLine } from '../pricing/draft-line.ts';
import {
    addressOfBuyer, addressOfContact, countryOfBuyer, emptyToNull, givesAddress, knownCountry, noAddress
} from './buyer-address.ts';
import { nothingGiven, type Buyer, type GivenBuyer } from './invoice.ts';

/** The buyer as printed: the values that the caller gave, completed by those of contacts-service. */
export function buyerOf(given: GivenBuyer, contact: Sourced<Contact> | undefined): Buyer {
    const known = contact === undefined ? unknownBuyer : knownBuyer(contact);
    const numbers = numbersOf(given, known);
    const hasNumber = numbers.nip !== null || numbers.taxId !== null;
    return {
        ...known,
        ...numbers,
        name: given.name ?? known.name,
        regon: given.regon ?? known.regon,
        ...addressOfBuyer(given, contact?.value),
        country: countryOfBuyer(given, known.country, numbers),
        vatPayer: given.vatPayer ?? (contact === undefined ? hasNumber : known.vatPayer),
        isJstUnit: given.isJstUnit,
        isVatGroupMember: given.isVatGroupMember
    };
}

const unknownBuyer: Buyer = {
    name: null, nip: null, taxId: null, regon: null, ...noAddress, country: null, vatPayer: false, isConsumer: null,
    isJstUnit: null, isVatGroupMember: null, email: null, source: null
};

/** A buyer as it was stored: one of a version of before has not all of the members. */
export function storedBuyer(stored: Partial<Buyer>): Buyer {
    return { ...unknownBuyer, ...stored };
}

/** A caller's data of the buyer as they were stored: those of a version of before have not all of the members. */
export function storedGivenBuyer(stored: Partial<GivenBuyer>): GivenBuyer {
    return { ...nothingGiven, ...stored };
}

/** The buyer that contacts-service knows, without the values of a caller. */
export function knownBuyer({ value, version, fetchedAt, stale }: Sourced<Contact>): Buyer {
    const regon = emptyToNull(value.regon);
    const country = knownCountry(value.country);
    return {
        ...unknownBuyer,
        name: emptyToNull(value.name),
        ...numbersOfContact(emptyToNull(value.nip), country),
        // The checksum of a contact's REGON is unverified: a valid one is written in its canonical form, an invalid one
        // unchanged.
        regon: regon === null ? null : parseRegon(regon) ?? regon,
        ...addressOfContact(value),
        vatPayer: value.vatPayer,
        isConsumer: value.businessType?.trim().toLowerCase() === 'b2c' ? true : null,
        email: emptyToNull(value.email),
        country,
        source: { version, fetchedAt, stale }
    };
}

/** The tax numbers of a buyer, of which a document prints one. */
type TaxNumbers = Pick<Buyer, 'nip' | 'taxId'>;

function numbersOf(given: GivenBuyer, known: Buyer): TaxNumbers {
    return given.nip === null && given.taxId === null
        ? { nip: known.nip, taxId: known.taxId } : { nip: given.nip, taxId: given.taxId };
}

/**
 * The tax number of a contact by what it is: contacts-service has one field for numbers of every country, and verifies
 * no checksum. A number that is wrong stays as it is, so that it is refused where it would be printed.
 */
function numbersOfContact(number: string | null, country: string | null): TaxNumbers {
    if (number === null) {
        return { nip: null, taxId: null };
    }
    const nip = parseBuyerTaxId(number);
    if (nip !== undefined || country === 'PL' || country === null || !isCountry(country)) {
        return { nip: nip ?? number, taxId: null };
    }
    const vatNumber = euVatNumberOf({ country, number });
    return vatNumber === undefined && !hasVatPrefix(number) && isPlausibleTaxNumber(number)
        ? { nip: null, taxId: { country, number } } : { nip: vatNumber ?? number, taxId: null };
}

/**
 * Tells whether a buyer is a taxpayer: one with a NIP or a foreign tax number who is no consumer, whatever
 * `customerVATPayer` says.
 */
export function isTaxpayer({ nip, taxId, isConsumer }: Pick<Buyer, 'nip' | 'taxId' | 'isConsumer'>): boolean {
    return (nip !== null || taxId !== null) && isConsumer !== true;
}

/**
 * Tells whether a document to this buyer has a line whose VAT must be paid by split payment: it needs a taxpayer, and a
 * line that has VAT.
 * @see Ustawa o VAT art. 106e ust. 1 pkt 18a, art. 108a ust. 1a
 */
export function anyLineNeedsSplitPayment(
    buyer: Pick<Buyer, 'nip' | 'taxId' | 'isConsumer'>, lines: readonly Pick<DraftLine, 'splitPayment' | 'vat'>[]
): boolean {
    return isTaxpayer(buyer) && lines.some(({ splitPayment, vat }) => splitPayment && hasVat(vat));
}

/** Tells whether the caller gave anything that is printed of a buyer. */
export function namesBuyer(given: GivenBuyer): boolean {
    const { name, nip, taxId, regon } = given;
    return givesAddress(given) || [name, nip, taxId, regon].some((value) => value !== null);
}

/**
 * Tells whether a buyer is a taxpayer, or a legal person without being one: the buyers whom an invoice for construction
 * services is due. @see Ustawa o VAT art. 106b ust. 1 pkt 1
 */
export function isTaxpayerOrLegalPerson(buyer: Pick<Buyer, 'nip' | 'taxId' | 'regon' | 'isConsumer'>): boolean {
    return isTaxpayer(buyer) || (buyer.regon !== null && buyer.isConsumer !== true);
}

/** One printed value of a buyer that another state of the contact changes. */
export type BuyerChange = {
    /** Name of the field in the words of the API. */
    readonly field: string;
    readonly before: string | boolean | null;
    readonly after: string | boolean | null;
};

/** Differences between two states of a buyer, of what a document prints. A value that was not given is null. */
export function buyerChanges(before: GivenBuyer, after: GivenBuyer): readonly BuyerChange[] {
    // The parts belong to the line: where the same address is printed, nothing of it has changed.
    const parts = before.address === after.address
        ? [] : ([['customerStreet', 'street'], ['customerPostalCode', 'postalCode'], ['customerCity', 'city'],
            ['customerCountry', 'country']] as const);
    const fields = [
        ['customerName', 'name'], ['customerNIP', 'nip'], ['customerTaxId', 'taxId'], ['customerREGON', 'regon'],
        ['customerAddress', 'address'], ...parts, ['customerVATPayer', 'vatPayer'],
        ['buyerIsJstUnit', 'isJstUnit'], ['buyerIsVatGroupMember', 'isVatGroupMember']
    ] as const;
    return fields.map(([field, member]) => ({ field, before: shown(before[member]), after: shown(after[member]) }))
        .filter((change) => change.before !== change.after);
}

function shown(value: GivenBuyer[keyof GivenBuyer]): string | boolean | null {
    return typeof value === 'object' && value !== null ? `${value.country} ${value.number}` : value;
}
