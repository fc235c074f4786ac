import { DomainError } from '../../foundation/errors/domain-error.ts';
import type { Warning } from '../../foundation/errors/warning.ts';
import type { Contact, ContactFault, PrintedContactField } from '../../platform/upstream/contact.ts';
import type { Sourced } from '../../platform/upstream/sourced.ts';
import { isPlausibleTaxNumber } from '../organisations/foreign-tax-ids.ts';
import { hasVatPrefix, parseBuyerTaxId, parseRegon } from '../organisations/tax-ids.ts';
import { buyerOf } from './buyer.ts';
import { givesAddress, isAbroad } from './buyer-address.ts';
import type { Buyer, GivenBuyer } from './invoice.ts';

/** A fault of a customer. */
export type CustomerFault = {
    /** Name of the field in the words of the API. */
    readonly field: string;
    readonly message: string;
};

/** A fault as a sentence that names its field. */
export function faultText({ field, message }: CustomerFault): string {
    return `${field}: ${message}`;
}

/** A fault as a warning of a draft that was made in spite of it. */
export function faultWarning(fault: CustomerFault): Warning {
    return { path: fault.field, code: 'CUSTOMER_INVALID', message: faultText(fault) };
}

/** The numbers of a buyer that no document may print. A value that the caller gave heals that of the contact. */
export function faultsOfNumbers({ nip, regon, country }: Buyer): readonly CustomerFault[] {
    const isForeign = nip !== null && isForeignNumber(nip, country);
    return [
        ...when(nip !== null && parseBuyerTaxId(nip) === undefined && !isForeign, {
            field: 'customerNIP', message: 'the checksum of the NIP is wrong; correct the contact, or give customerNIP'
        }),
        ...when(isForeign && !isPlausibleTaxNumber(nip), {
            field: 'customerNIP',
            message: 'the number of the contact is no tax number; correct the contact, or give customerNIP'
        }),
        ...when(regon !== null && parseRegon(regon) === undefined && !isAbroad(country), {
            field: 'customerREGON',
            message: 'the checksum of the REGON is wrong; correct the contact, or give customerREGON'
        })
    ];
}

/** The field of a caller that takes the place of a contact's value. */
const fieldsInPlace = {
    name: 'customerName', nip: 'customerNIP', regon: 'customerREGON', street: 'customerAddress',
    city: 'customerAddress', postalCode: 'customerAddress', country: 'customerCountry'
} as const satisfies Record<PrintedContactField, string>;

/** The values of a contact that no document can print. A value that the caller gave heals that of the contact. */
export function faultsOfTexts(given: GivenBuyer, contact: Contact | undefined): readonly CustomerFault[] {
    return (contact?.faults ?? []).filter(({ field }) => !isGivenInPlace(given, field)).map(textFault);
}

function textFault({ field, name, clause }: ContactFault): CustomerFault {
    const inPlace = fieldsInPlace[field];
    return {
        field: inPlace,
        message: `the contact has ${name} in contacts-service, which ${clause}; correct the contact, or give ${inPlace}`
    };
}

function isGivenInPlace(given: GivenBuyer, field: PrintedContactField): boolean {
    switch (field) {
        case 'name': return given.name !== null;
        case 'nip': return given.nip !== null || given.taxId !== null;
        case 'regon': return given.regon !== null;
        case 'country': return given.country !== null;
        case 'street': case 'city': case 'postalCode': return givesAddress(given);
    }
}

/** Reasons against an invoice to this customer, as its draft would print it. */
export function faultsOfCustomer(
    given: GivenBuyer, contact: Sourced<Contact> | undefined
): readonly CustomerFault[] {
    const buyer = buyerOf(given, contact);
    const texts = faultsOfTexts(given, contact?.value);
    const hasNoName = buyer.name === null && !texts.some(({ field }) => field === 'customerName');
    return [
        ...when(hasNoName, { field: 'customerName', message: 'the customer has no name; give customerName' }),
        ...texts,
        ...faultsOfNumbers(buyer),
        ...faultsOfState(contact?.value)
    ];
}

/** Reasons against an invoice to a contact because of its state in the CRM. */
export function faultsOfState(contact: Contact | undefined): readonly CustomerFault[] {
    return when(contact?.active === false, {
        field: 'contactId',
        message: 'the contact is archived or inactive; activate it in the CRM, or give another contactId or null'
    });
}

/** Tells whether a tax number is one of a country whose numbers the service can't check. */
export function isForeignNumber(nip: string, country: string | null): boolean {
    return isAbroad(country) && !hasVatPrefix(nip);
}

/** @throws DomainError `CUSTOMER_INVALID` naming each fault, when there are any */
export function assertNoFaults(faults: readonly CustomerFault[]): void {
    if (faults.length > 0) {
        throw new DomainError('CUSTOMER_INVALID', faults.map(faultText).join('; '), {}, {
            faults: faults.map(({ field, message }) => ({ path: field, code: 'CUSTOMER_INVALID', message }))
        });
    }
}

function when(condition: boolean, fault: CustomerFault): readonly CustomerFault[] {
    return condition ? [fault] : [];
}
