import type { Buyer, Recipient } from '../invoices/invoice.ts';
import type { Seller } from '../organisations/organisation.ts';
import { countryNamed } from '../../foundation/vocabulary/countries.ts';
import { labelled } from './labelled.ts';
import type { PrintedParty, PrintLanguage } from './printed-document.ts';
import type { PrintTexts, PrintWords } from './print-texts.ts';

/** Facts of a sale that decide on the seller's numbers and country. */
export type SellerSetting = PrintWords & {
    /** True where the buyer is abroad. */
    readonly isCrossBorder: boolean;
    /** True where the law asks for the number with the prefix PL. */
    readonly needsEuNumber: boolean;
};

/**
 * The seller as it is printed. Its EU VAT number stands beside the NIP where the law asks for it, where the buyer is
 * abroad, and where it is another number.
 * @see Ustawa o VAT art. 106e ust. 1 pkt 3, pkt 4 and pkt 24 lit. a
 */
export function printedSeller(
    seller: Seller, { texts, language, isCrossBorder, needsEuNumber }: SellerSetting
): PrintedParty {
    const { parties } = texts;
    const { nip, vatId, contact } = seller;
    const ofNip = nip === null ? null : `PL${nip}`;
    const euNumber = needsEuNumber ? vatId ?? ofNip : isCrossBorder || vatId !== ofNip ? vatId : null;
    return {
        label: parties.seller,
        name: seller.legalName ?? '',
        lines: present([
            seller.street, joined(' ', seller.postalCode, seller.city),
            seller.country === 'PL' && !isCrossBorder ? null : countryName(seller.country, language),
            joined(' · ', seller.phone === null ? null : `${parties.phone} ${seller.phone}`, seller.email),
            contact === null ? null
                : `${parties.contact}: ${joined(', ', contact.name, contact.phone, contact.email) ?? ''}`
        ]),
        ids: labelled([
            [parties.nip, nip],
            [parties.vatId, euNumber],
            [parties.regon, seller.regon]
        ])
    };
}

/** The buyer as it is printed. @see Ustawa o VAT art. 106e ust. 1 pkt 3, pkt 5 */
export function printedBuyer(
    buyer: Buyer, { texts, language, isCrossBorder }: PrintWords & { readonly isCrossBorder: boolean }
): PrintedParty {
    const { parties } = texts;
    const country = buyer.country === null ? undefined : countryNamed(buyer.country);
    return {
        label: parties.buyer,
        name: buyer.name ?? '',
        lines: present([
            ...addressLines(buyer),
            country === undefined || !isCrossBorder ? null : countryName(country, language)
        ]),
        ids: labelled([
            [/^[A-Z]{2}/.test(buyer.nip ?? '') ? parties.vatId : parties.nip, buyer.nip],
            [parties.taxId, buyer.taxId === null ? null : `${buyer.taxId.country} ${buyer.taxId.number}`],
            [parties.regon, buyer.regon]
        ])
    };
}

/** The third party as it is printed, with its role as the label. */
export function printedRecipient(recipient: Recipient, { parties }: PrintTexts): PrintedParty {
    return {
        label: parties.roles[recipient.role],
        name: recipient.name,
        lines: present([recipient.address]),
        ids: labelled([[parties.nip, recipient.nip]])
    };
}

/** The parts of the address where street and city are known, else its one line. */
function addressLines({ street, postalCode, city, address }: Buyer): readonly (string | null)[] {
    const hasParts = (street !== null && city !== null) || address === null;
    return !hasParts ? [address] : [street, joined(' ', postalCode, city)];
}

function countryName(code: string, language: PrintLanguage): string {
    return new Intl.DisplayNames([language], { type: 'region' }).of(code) ?? code;
}

function joined(separator: string, ...parts: readonly (string | null)[]): string | null {
    const known = present(parts);
    return known.length === 0 ? null : known.join(separator);
}

function present(lines: readonly (string | null)[]): string[] {
    return lines.flatMap((line) => (line === null || line === '' ? [] : [line]));
}
