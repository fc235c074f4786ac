import { hasVat } from '../../foundation/money/vat.ts';
import type { Contact } from '../../platform/upstream/contact.ts';
import type { Sourced } from '../../platform/upstream/sourced.ts';
import { parseBuyerTaxId, parseRegon } from '../organisations/tax-ids.ts';
import type { DraftLine } from '../pricing/draft-line.ts';
import type { Buyer, GivenBuyer } from './invoice.ts';

/** The buyer as printed: the values that the caller gave, completed by those of contacts-service. */
export function buyerOf(given: GivenBuyer, contact: Sourced<Contact> | undefined): Buyer {
    const known = contact === undefined ? unknownBuyer : knownBuyer(contact);
    const nip = given.nip ?? known.nip;
    return {
        ...known,
        name: given.name ?? known.name,
        nip,
        regon: given.regon ?? known.regon,
        address: given.address ?? known.address,
        vatPayer: given.vatPayer ?? (contact === undefined ? nip !== null : known.vatPayer)
    };
}

const unknownBuyer: Buyer = {
    name: null, nip: null, regon: null, address: null, vatPayer: false, isConsumer: null, email: null, country: null,
    source: null
};

/** The buyer that contacts-service knows, without the values of a caller. */
export function knownBuyer({ value, version, fetchedAt, stale }: Sourced<Contact>): Buyer {
    const nip = emptyToNull(value.nip);
    const regon = emptyToNull(value.regon);
    return {
        name: emptyToNull(value.name),
        // The checksums of a contact's numbers are unverified: a valid number is written in its canonical form, an
        // invalid one unchanged.
        nip: nip === null ? null : parseBuyerTaxId(nip) ?? nip,
        regon: regon === null ? null : parseRegon(regon) ?? regon,
        address: addressOf(value),
        vatPayer: value.vatPayer,
        isConsumer: value.businessType?.trim().toLowerCase() === 'b2c' ? true : null,
        email: emptyToNull(value.email),
        country: emptyToNull(value.country),
        source: { version, fetchedAt, stale }
    };
}

/**
 * Tells whether a buyer is a taxpayer: one with a NIP or a foreign tax number who is no consumer, whatever
 * `customerVATPayer` says.
 */
export function isTaxpayer({ nip, isConsumer }: Pick<Buyer, 'nip' | 'isConsumer'>): boolean {
    return nip !== null && isConsumer !== true;
}

/**
 * Tells whether a document to this buyer has a line whose VAT must be paid by split payment: it needs a taxpayer, and a
 * line that has VAT.
 * @see Ustawa o VAT art. 106e ust. 1 pkt 18a, art. 108a ust. 1a
 */
export function anyLineNeedsSplitPayment(
    buyer: Pick<Buyer, 'nip' | 'isConsumer'>, lines: readonly Pick<DraftLine, 'splitPayment' | 'vat'>[]
): boolean {
    return isTaxpayer(buyer) && lines.some(({ splitPayment, vat }) => splitPayment && hasVat(vat));
}

/** Tells whether the caller gave anything that is printed of a buyer. */
export function namesBuyer({ name, nip, regon, address }: GivenBuyer): boolean {
    return [name, nip, regon, address].some((value) => value !== null);
}

/**
 * Tells whether a buyer is a taxpayer, or a legal person without being one: the buyers whom an invoice for construction
 * services is due. @see Ustawa o VAT art. 106b ust. 1 pkt 1
 */
export function isTaxpayerOrLegalPerson(buyer: Pick<Buyer, 'nip' | 'regon' | 'isConsumer'>): boolean {
    return isTaxpayer(buyer) || (buyer.regon !== null && buyer.isConsumer !== true);
}

/** Tells whether a country, as contacts-service writes it, is another one than Poland. */
export function isAbroad(country: string | null): country is string {
    return country !== null && !/^(pl|polska|poland)$/i.test(country.trim());
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
    const fields = [
        ['customerName', 'name'], ['customerNIP', 'nip'], ['customerREGON', 'regon'], ['customerAddress', 'address'],
        ['customerVATPayer', 'vatPayer']
    ] as const;
    return fields
        .filter(([, member]) => before[member] !== after[member])
        .map(([field, member]) => ({ field, before: before[member], after: after[member] }));
}

/**
 * The address of a contact on one line; null where its parts name no place that a letter would reach: a street (older
 * contacts have the whole address in it), or a town with its postal code.
 */
function addressOf({ street, postalCode, city, country }: Contact): string | null {
    if (!isText(street) && !(isText(postalCode) && isText(city))) {
        return null;
    }
    const abroad = isAbroad(country) ? country : null;
    const parts = [street, [postalCode, city].filter(isText).join(' '), abroad].filter(isText);
    return parts.join(', ');
}

function emptyToNull(text: string | null | undefined): string | null {
    return isText(text) ? text.trim() : null;
}

function isText(text: string | null | undefined): text is string {
    return text !== null && text !== undefined && text.trim() !== '';
}
