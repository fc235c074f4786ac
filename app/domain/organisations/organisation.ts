import { defaultPatterns, type NumberPatterns } from '../numbering/number-pattern.ts';
import type { PaymentMethod } from '../../foundation/vocabulary/payment-methods.ts';
import type { ItemType } from '../../foundation/vocabulary/item-types.ts';
import type { RoundingModel } from '../../foundation/vocabulary/rounding-models.ts';

/** The seller (tenant), with its defaults and number patterns. */
export type Organisation = {
    readonly id: string;
    /** Grows with every change; the ETag. */
    readonly version: number;
    readonly legalName: string | null;
    /** Polish tax number, ten digits. */
    readonly nip: string | null;
    readonly regon: string | null;
    /** EU VAT identification number with its country prefix. */
    readonly vatId: string | null;
    readonly street: string | null;
    readonly postalCode: string | null;
    readonly city: string | null;
    /** ISO 3166-1 alpha-2. */
    readonly country: string;
    readonly email: string | null;
    readonly phone: string | null;
    /** IBAN without spaces. */
    readonly iban: string | null;
    readonly bankName: string | null;
    /** ISO 4217; the currency of a draft that gives none. */
    readonly defaultCurrency: string;
    /** ISO 4217; the currency VAT is reported in. */
    readonly vatCurrency: string;
    /** VAT rate as the API writes it: `23`, `zw` … */
    readonly defaultVatRate: string;
    readonly defaultPaymentMethod: PaymentMethod;
    /** Days from issue date to due date. */
    readonly paymentTermsDays: number;
    readonly defaultLanguage: string;
    readonly roundingModel: RoundingModel;
    readonly numberPatterns: NumberPatterns;
    /** A change without If-Match is refused. */
    readonly requireIfMatch: boolean;
    /** Item types that fall under mandatory split payment unless the line says otherwise. */
    readonly splitPaymentItemTypes: readonly ItemType[];
    /** Maximum amount of a write-off, in the invoice's currency: a decimal with 2 to 4 decimals, such as `1.00`. */
    readonly writeOffLimit: string;
    /** True: its service lines are construction services, whose tax arises with the invoice. */
    readonly constructionServices: boolean;
    readonly createdAt: Date;
    readonly updatedAt: Date;
};

/** The fields that a caller may set; the service keeps the rest. */
export type OrganisationProfile = Omit<Organisation, 'id' | 'version' | 'createdAt' | 'updatedAt'>;

/** The seller as an issued document shows it, frozen when it was issued. */
export type Seller = Pick<Organisation,
    'legalName' | 'nip' | 'regon' | 'vatId' | 'street' | 'postalCode' | 'city' | 'country' | 'email'
    | 'phone' | 'iban' | 'bankName'>;

/** The profile of an organisation that has not set one: enough to draft, not enough to issue. */
export const defaultProfile: OrganisationProfile = {
    legalName: null,
    nip: null,
    regon: null,
    vatId: null,
    street: null,
    postalCode: null,
    city: null,
    country: 'PL',
    email: null,
    phone: null,
    iban: null,
    bankName: null,
    defaultCurrency: 'PLN',
    vatCurrency: 'PLN',
    defaultVatRate: '23',
    defaultPaymentMethod: 'bank_transfer',
    paymentTermsDays: 14,
    defaultLanguage: 'pl',
    roundingModel: 'per_rate',
    numberPatterns: defaultPatterns,
    requireIfMatch: false,
    splitPaymentItemTypes: [],
    writeOffLimit: '1.00',
    constructionServices: false
};

/** Snapshot of the seller for a document; its members are always in the same order. */
export function sellerOf(organisation: Seller): Seller {
    const { legalName, nip, regon, vatId, street, postalCode, city, country, email, phone, iban, bankName } =
        organisation;
    return { legalName, nip, regon, vatId, street, postalCode, city, country, email, phone, iban, bankName };
}

/**
 * Fields that the law requires of a seller and the profile lacks: name, NIP and address.
 * @returns Names of the missing fields, empty when invoices can be issued.
 * @see Ustawa o VAT art. 106e ust. 1 pkt 3-4 (Directive 2006/112/EC art. 226 (3), (5))
 */
export function missingSellerFields(seller: Seller): readonly string[] {
    const required = ['legalName', 'nip', 'street', 'postalCode', 'city'] as const;
    return required.filter((field) => seller[field] === null);
}
