import type { Contact } from '../../platform/upstream/contact.ts';
import type { Sourced } from '../../platform/upstream/sourced.ts';
import { buyerChanges, buyerOf, knownBuyer, type BuyerChange } from './buyer.ts';
import { isAbroad } from './buyer-address.ts';
import { isCountry } from '../../foundation/vocabulary/countries.ts';
import { faultsOfCustomer, isForeignNumber, type CustomerFault } from './customer-faults.ts';
import type { Buyer, Invoice } from './invoice.ts';

/** The known data of a customer, and the reasons against an invoice to it. */
export type CustomerCheck = {
    readonly isValid: boolean;
    /** Reasons why no invoice should go to this customer. */
    readonly errors: readonly CustomerFault[];
    /** Findings to review before an invoice goes to this customer. */
    readonly warnings: readonly string[];
    readonly customerInfo: Pick<Buyer, 'name' | 'nip' | 'regon' | 'address' | 'vatPayer' | 'taxId' | 'street'
        | 'postalCode' | 'city' | 'country'>;
};

/** The members of a document that the check of its customer reads. */
type Checked = Pick<Invoice, 'status' | 'buyer' | 'givenBuyer'>;

/**
 * Checks that an invoice can go to its customer, and lists what differs between the document, the caller's values and
 * the contact as it is now.
 */
export function checkCustomer(invoice: Checked, contact: Sourced<Contact> | undefined): CustomerCheck {
    const buyer = buyerOf(invoice.givenBuyer, contact);
    const errors = faultsOfCustomer(invoice.givenBuyer, contact);
    const warnings = [
        ...gapsOf(buyer, contact?.value),
        ...(contact === undefined ? [] : [
            ...formFaultsOf(contact.value),
            ...differencesOf(invoice, knownBuyer(contact)),
            ...buyerChanges(invoice.buyer, buyer).map((change) => changeText(change, invoice))
        ])
    ];
    const { name, nip, regon, address, vatPayer, taxId, street, postalCode, city, country } = buyer;
    return {
        isValid: errors.length === 0, errors, warnings,
        customerInfo: { name, nip, regon, address, vatPayer, taxId, street, postalCode, city, country }
    };
}

function gapsOf(buyer: Buyer, contact: Contact | undefined): readonly string[] {
    const isCompany = buyer.vatPayer || contact?.businessType === 'b2b' || contact?.businessType === 'b2g';
    return [
        ...when(buyer.address === null, 'customerAddress: the customer has no address'),
        ...when(isCompany && buyer.nip === null && buyer.taxId === null, 'customerNIP: a company without a NIP'),
        ...when(buyer.nip !== null && isForeignNumber(buyer.nip, buyer.country),
            `customerNIP: the number ${buyer.nip} of another country was not checked`),
        ...when(buyer.taxId !== null, `customerTaxId: the number ${buyer.taxId?.number} of ${buyer.taxId?.country} was `
            + 'not checked'),
        ...when(buyer.country !== null && !isCountry(buyer.country),
            `customerCountry: ${inWords(buyer.country)} names no country of ISO 3166-1; correct the contact, or give `
                + 'customerCountry')
    ];
}

/** Values of the contact whose form is wrong. Its e-mail address and telephone are not printed. */
function formFaultsOf({ postalCode, country, phone, email }: Contact): readonly string[] {
    const isWrong = (text: string | null, pattern: RegExp): boolean => text !== null && !pattern.test(text.trim());
    return [
        ...when(!isAbroad(country) && isWrong(postalCode, /^\d{2}-\d{3}$/),
            `contactId: the postal code ${postalCode} of the contact is not of the form 00-000`),
        ...when(isWrong(phone, /^\+?(?:[ ()./-]*\d){7,15}$/),
            `contactId: the telephone number ${phone} of the contact is not 7 to 15 digits`),
        ...when(isWrong(email, /^[^\s@]+@[^\s@.]+(?:\.[^\s@.]+)+$/),
            `contactId: the e-mail address ${email} of the contact is not of the form name@example.com`)
    ];
}

function differencesOf({ givenBuyer }: Checked, known: Buyer): readonly string[] {
    return buyerChanges(givenBuyer, known)
        .filter(({ before, after }) => before !== null && after !== null)
        .map(({ field }) => `${field} differs from contacts-service; the given value is printed`);
}

function changeText({ field, before, after }: BuyerChange, { status }: Checked): string {
    const isDraft = status === 'draft';
    return `${field}: this ${isDraft ? 'draft' : 'document'} shows ${inWords(before)}, contacts-service now says `
        + `${inWords(after)}${isDraft ? ', which issuing prints' : ''}`;
}

/** A value of a buyer within a sentence. */
export function inWords(value: string | boolean | null): string {
    return value === null ? 'nothing' : typeof value === 'boolean' ? (value ? 'yes' : 'no') : `"${value}"`;
}

function when(condition: boolean, finding: string): readonly string[] {
    return condition ? [finding] : [];
}
