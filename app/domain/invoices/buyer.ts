import type { Contact } from '../../platform/upstream/contact.ts';
import type { Sourced } from '../../platform/upstream/sourced.ts';
import { parseBuyerTaxId } from '../organisations/tax-ids.ts';
import type { Buyer, GivenBuyer } from './invoice.ts';

/** A fault of a customer. */
export type CustomerFault = {
    /** Name of the field in the words of the API. */
    readonly field: string;
    readonly message: string;
};

/** The known data of a customer, and the reasons against an invoice to it. */
export type CustomerCheck = {
    readonly isValid: boolean;
    /** Reasons why no invoice should go to this customer. */
    readonly errors: readonly CustomerFault[];
    /** Findings to review before an invoice goes to this customer. */
    readonly warnings: readonly string[];
    readonly customerInfo: {
        readonly name: string | null;
        readonly nip: string | null;
        readonly regon: string | null;
        readonly address: string | null;
        readonly vatPayer: boolean;
    };
};

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
    name: null, nip: null, regon: null, address: null, vatPayer: false, email: null, country: null, source: null
};

function knownBuyer({ value, version, fetchedAt, stale }: Sourced<Contact>): Buyer {
    const nip = emptyToNull(value.nip);
    return {
        name: emptyToNull(value.name),
        // The checksum of a contact's NIP is unverified: a valid NIP is written in its canonical form, an invalid one
        // unchanged.
        nip: nip === null ? null : parseBuyerTaxId(nip) ?? nip,
        regon: emptyToNull(value.regon),
        address: addressOf(value),
        vatPayer: value.vatPayer,
        email: emptyToNull(value.email),
        country: emptyToNull(value.country),
        source: { version, fetchedAt, stale }
    };
}

/** A fault as a sentence that names its field. */
export function faultText({ field, message }: CustomerFault): string {
    return `${field}: ${message}`;
}

/**
 * Checks that an invoice can go to this customer, and lists differences between the caller's values and those of
 * contacts-service.
 */
export function checkCustomer(given: GivenBuyer, contact: Sourced<Contact> | undefined): CustomerCheck {
    const buyer = buyerOf(given, contact);
    const errors = [
        ...when(buyer.name === null, { field: 'customerName', message: 'the customer has no name' }),
        ...when(buyer.nip !== null && parseBuyerTaxId(buyer.nip) === undefined, {
            field: 'customerNIP', message: 'the checksum of the NIP is wrong'
        }),
        ...when(contact?.value.active === false, { field: 'contactId', message: 'the contact is archived or inactive' })
    ];
    const warnings = [
        ...when(buyer.address === null, 'customerAddress: the customer has no address'),
        ...when(isCompany(buyer, contact?.value) && buyer.nip === null, 'customerNIP: a company without a NIP'),
        ...when(buyer.source?.stale === true,
            'contactId: contacts-service did not answer; an older copy of the contact was used'),
        ...(contact === undefined ? [] : differencesOf(given, knownBuyer(contact)))
    ];
    const { name, nip, regon, address, vatPayer } = buyer;
    return { isValid: errors.length === 0, errors, warnings, customerInfo: { name, nip, regon, address, vatPayer } };
}

function isCompany({ vatPayer }: Buyer, contact: Contact | undefined): boolean {
    return vatPayer || contact?.businessType === 'b2b' || contact?.businessType === 'b2g';
}

function when<Finding>(condition: boolean, finding: Finding): readonly Finding[] {
    return condition ? [finding] : [];
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
        .filter(([, givenValue, knownValue]) => givenValue !== null && knownValue !== null && givenValue !== knownValue)
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
