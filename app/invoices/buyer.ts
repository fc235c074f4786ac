import type { Contact } from '../upstream/contact.ts';
import type { Sourced } from '../upstream/sourced.ts';
import { parseBuyerTaxId } from '../organisations/tax-ids.ts';
import type { Buyer, GivenBuyer } from './invoice.ts';

/** What validate-customer answers. */
export type CustomerCheck = {
    readonly isValid: boolean;
    /** Why no invoice should go to this customer. */
    readonly errors: readonly string[];
    /** What to look at before one does. */
    readonly warnings: readonly string[];
    readonly customerInfo: {
        readonly name: string | null;
        readonly nip: string | null;
        readonly regon: string | null;
        readonly address: string | null;
        readonly vatPayer: boolean;
    };
};

/** The buyer as printed: what the caller gave, and what contacts-service knows for the rest. */
export function buyerOf(given: GivenBuyer, contact: Sourced<Contact> | undefined): Buyer {
    const known = contact?.value;
    const nip = given.nip ?? emptyToNull(known?.nip);
    return {
        name: given.name ?? emptyToNull(known?.name),
        // The checksum of a contact's NIP was never checked: a good one is written in its canonical form, a wrong one as it stands.
        nip: nip === null ? null : parseBuyerTaxId(nip) ?? nip,
        regon: given.regon ?? emptyToNull(known?.regon),
        address: given.address ?? (known === undefined ? null : addressOf(known)),
        vatPayer: given.vatPayer ?? known?.vatPayer ?? nip !== null,
        email: emptyToNull(known?.email),
        country: emptyToNull(known?.country),
        source: contact === undefined ? null : { version: contact.version, fetchedAt: contact.fetchedAt, stale: contact.stale }
    };
}

/** Says whether an invoice can go to this customer, and what differs between what the caller gave and what contacts-service knows. */
export function checkCustomer(buyer: Buyer, given: GivenBuyer, contact: Contact | undefined): CustomerCheck {
    const isCompany = contact?.businessType === 'b2b' || contact?.businessType === 'b2g' || buyer.vatPayer;
    const errors = [
        ...(buyer.name === null ? ['customerName: the customer has no name'] : []),
        ...(buyer.nip !== null && parseBuyerTaxId(buyer.nip) === undefined ? ['customerNIP: the checksum of the NIP is wrong'] : []),
        ...(contact?.active === false ? ['contactId: the contact is archived or inactive'] : [])
    ];
    const warnings = [
        ...(buyer.address === null ? ['customerAddress: the customer has no address'] : []),
        ...(isCompany && buyer.nip === null ? ['customerNIP: a company without a NIP'] : []),
        ...(buyer.source?.stale === true ? ['contactId: contacts-service did not answer; an older copy of the contact was used'] : []),
        ...(contact === undefined ? [] : differencesOf(given, buyerOf({}, { value: contact, version: '', fetchedAt: '', stale: false })))
    ];
    const { name, nip, regon, address, vatPayer } = buyer;
    return { isValid: errors.length === 0, errors, warnings, customerInfo: { name, nip, regon, address, vatPayer } };
}

function differencesOf(given: GivenBuyer, known: Buyer): readonly string[] {
    const fields = [
        ['customerName', given.name, known.name],
        ['customerNIP', given.nip, known.nip],
        ['customerREGON', given.regon, known.regon],
        ['customerAddress', given.address, known.address],
        ['customerVATPayer', given.vatPayer, known.vatPayer]
    ] as const;
    return fields
        .filter(([, givenValue, knownValue]) => givenValue !== undefined && knownValue !== null && givenValue !== knownValue)
        .map(([field]) => `${field} differs from contacts-service; the given value is printed`);
}

function addressOf({ street, postalCode, city, country }: Contact): string | null {
    const abroad = country !== null && !/^(pl|polska|poland)$/i.test(country.trim()) ? country : null;
    const parts = [street, [postalCode, city].filter(isText).join(' '), abroad].filter(isText);
    return parts.length === 0 ? null : parts.join(', ');
}

function emptyToNull(text: string | null | undefined): string | null {
    return isText(text) ? text.trim() : null;
}

function isText(text: string | null | undefined): text is string {
    return text !== null && text !== undefined && text.trim() !== '';
}
