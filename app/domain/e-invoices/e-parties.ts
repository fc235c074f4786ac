import { countryNamed } from '../../foundation/vocabulary/countries.ts';
import type { Buyer, Invoice } from '../invoices/invoice.ts';
import { countryOfTaxId } from '../organisations/foreign-tax-ids.ts';
import type { Seller } from '../organisations/organisation.ts';
import { parseNip } from '../organisations/tax-ids.ts';
import type { EAddress, EInvoice, EParty } from './e-invoice.ts';

/**
 * The seller (BG-4). A document outside the scope of VAT shows no VAT number (BR-O-02): its NIP stands as an identifier
 * and as the tax registration.
 * @param isOutOfScope - True for a document of category O.
 */
export function writtenSeller(seller: Seller, isOutOfScope: boolean): EParty {
    const { legalName, nip, regon, vatId, endpoint, street, city, postalCode, country } = seller;
    const ownVatId = vatId ?? (nip === null ? null : `PL${nip}`);
    const isSame = ownVatId === `PL${nip ?? ''}`;
    return {
        name: legalName ?? '',
        id: isOutOfScope ? nip : null,
        registrationId: regon,
        vatId: isOutOfScope ? null : ownVatId,
        taxRegistrationId: isOutOfScope || !isSame ? nip : null,
        endpoint,
        address: { street, city, postalCode, country },
        contact: contactOf(seller)
    };
}

/** The contact of the seller (BG-6): the profile's own, completed by its telephone and e-mail address. */
function contactOf({ legalName, contact, phone, email }: Seller): EParty['contact'] {
    const reached = { phone: contact?.phone ?? phone, email: contact?.email ?? email };
    return contact === null && reached.phone === null && reached.email === null
        ? null : { name: contact?.name ?? legalName, ...reached };
}

/** The buyer (BG-7). A document outside the scope of VAT shows no VAT number of it (BR-O-02). */
export function writtenBuyer(
    { buyer, buyerEndpoint }: Pick<Invoice, 'buyer' | 'buyerEndpoint'>, sellersCountry: string, isOutOfScope: boolean
): EParty {
    const { vatId, registrationId } = numbersOf(buyer);
    return {
        name: buyer.name ?? '',
        id: isOutOfScope ? vatId : null,
        registrationId: registrationId ?? buyer.regon,
        vatId: isOutOfScope ? null : vatId,
        taxRegistrationId: null,
        endpoint: buyerEndpoint,
        address: addressOf(buyer, sellersCountry),
        contact: null
    };
}

/**
 * The tax number of the buyer. A number of a third country is a VAT number where it has its country's prefix
 * (BR-CO-09), else a registration.
 */
function numbersOf({ nip, taxId }: Buyer): Pick<EParty, 'vatId' | 'registrationId'> {
    if (nip !== null) {
        return { vatId: parseNip(nip) === nip ? `PL${nip}` : nip, registrationId: null };
    }
    return taxId !== null && taxId.number.startsWith(taxId.country)
        ? { vatId: taxId.number, registrationId: null } : { vatId: null, registrationId: taxId?.number ?? null };
}

/** The parts of the address where they are known, else its one line as the street. */
function addressOf({ street, city, postalCode, address, country }: Buyer, sellersCountry: string): EAddress {
    const parts = street === null && city === null
        ? { street: address, city: null, postalCode: null } : { street, city, postalCode };
    return { ...parts, country: country === null ? sellersCountry : countryNamed(country) ?? country };
}

/**
 * The delivery (BG-13). An intra-Community supply shows where it went (BR-IC-12): to the recipient's address, else to
 * the buyer's, in the country whose number the buyer gave. A name never stands beside the address of another.
 */
export function deliveryOf(invoice: Invoice, buyer: EParty): EInvoice['delivery'] {
    const { invoiceType, saleDate, lines, recipient } = invoice;
    const receiving = recipient !== null && receivingRoles.has(recipient.role) ? recipient : null;
    // The date of an advance invoice is that of the money.
    const date = invoiceType === 'advance_invoice' ? null : saleDate;
    const isIntraCommunity = lines.some(({ vat }) => vat.category === 'K');
    const address = isIntraCommunity ? placeOf(invoice, buyer, receiving?.address ?? '') : null;
    const name = receiving === null || address === buyer.address ? null : receiving.name;
    return name === null && date === null && address === null ? null : { name, date, address };
}

/** The place of an intra-Community supply. @param recipientsAddress - Address of one line; empty: not known. */
function placeOf({ buyer: { nip } }: Invoice, { address }: EParty, recipientsAddress: string): EAddress {
    const country = countryOfTaxId(nip ?? '') ?? address.country;
    if (recipientsAddress !== '') {
        return { ...partsOf(recipientsAddress), country };
    }
    return country === address.country ? address : { street: null, city: null, postalCode: null, country };
}

/** Postal code and town at the end of an address: of digits, as most member states have them. */
const withTown = /^(.+?)[,\n]\s*((?:[A-Z]{1,2}-)?\d{2}(?:-\d{3}|\d{2,3}|\d \d{2})(?: [A-Z]{2})?)\s+([^,\n]+)$/s;

/** The parts of an address of one line, where it ends with postal code and town; else the line as the street. */
function partsOf(line: string): Omit<EAddress, 'country'> {
    const [, street = line, postalCode = null, city = null] = withTown.exec(line.trim()) ?? [];
    return { street, postalCode, city };
}

const receivingRoles: ReadonlySet<string> = new Set(['recipient', 'jst_recipient', 'vat_group_recipient']);

/** The payee (BG-10): a factor, who is paid instead of the seller. */
export function payeeOf({ recipient }: Pick<Invoice, 'recipient'>): EInvoice['payee'] {
    return recipient?.role === 'factor' ? { name: recipient.name, id: recipient.nip } : null;
}
