import { defaultPatterns, type NumberPatterns } from '../numbering/number-pattern.ts';
import type { PaymentMethod } from '../../foundation/vocabulary/payment-methods.ts';
import type { ItemType } from '../../foundation/vocabulary/item-types.ts';
import type { LogoMediaType } from '../../foundation/vocabulary/logo-media-types.ts';
import type { RoundingModel } from '../../foundation/vocabulary/rounding-models.ts';

/** An electronic address: identifier of the scheme (EAS), such as `9945`, and the address in it. */
export type ElectronicAddress = { readonly scheme: string; readonly id: string };

/** A contact of the seller (EN 16931 BT-41 to BT-43). */
export type SellerContact = {
    readonly name: string | null; readonly phone: string | null; readonly email: string | null
};

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
    /** Address for e-invoices (EN 16931 BT-34). */
    readonly endpoint: ElectronicAddress | null;
    /** Person or department to ask (EN 16931 BG-6). */
    readonly contact: SellerContact | null;
    /** IBAN without spaces, of currencies that {@link Organisation.ibans} does not name. */
    readonly iban: string | null;
    /** IBAN without spaces by currency, ISO 4217. */
    readonly ibans: Readonly<Record<string, string>>;
    readonly bankName: string | null;
    /** ISO 4217; the currency of a draft that gives none. */
    readonly defaultCurrency: string;
    /** ISO 4217; the currency VAT is reported in. */
    readonly vatCurrency: string;
    /** VAT rate as the API writes it: `23`, `zw` … */
    readonly defaultVatRate: string;
    /** VAT rates of category S in force for the seller, in percent; empty: those that the service knows. */
    readonly vatRates: readonly string[];
    /** Provision of the exemption of lines that name none (Ustawa o VAT art. 106e ust. 1 pkt 19). */
    readonly exemptionReason: string | null;
    /** True: service lines are construction services (Ustawa o VAT art. 19a ust. 5 pkt 3 lit. a). */
    readonly constructionServices: boolean;
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
    /** Colour of rules, numbers and the amount due on documents, `#rrggbb`; null: that of the templates. */
    readonly accentColor: string | null;
    /** Text at the foot of each page of a document, such as the court of registration. */
    readonly documentFooter: string | null;
    /** Facts of the logo that documents show; its bytes are stored apart. */
    readonly logo: LogoFacts | null;
    /** Change of the accounts that waits for another administrator, also when its time is over; or null. */
    readonly pendingChange: PendingChange | null;
    readonly createdAt: Date;
    readonly updatedAt: Date;
};

/** Facts of a logo. */
export type LogoFacts = {
    readonly mediaType: LogoMediaType;
    /** Size in pixels. */
    readonly width: number;
    readonly height: number;
    /** Size in bytes. */
    readonly size: number;
    /** SHA-256 of the bytes, hex. */
    readonly sha256: string;
};

/** The accounts that customers pay to. */
export type Accounts = Pick<Organisation, 'iban' | 'ibans'>;

/** A change of the accounts that waits for another administrator. */
export type PendingChange = Accounts & {
    /** UUID version 7; a later change has another one. */
    readonly id: string;
    /** Subject of the token that asked for it. */
    readonly requestedBy: string;
    /** Instant, ISO 8601. */
    readonly requestedAt: string;
    /** Instant from which it counts no more, ISO 8601. */
    readonly expiresAt: string;
};

/** The fields that a caller may set; the service keeps the rest. */
export type OrganisationProfile = Omit<
    Organisation, 'id' | 'version' | 'pendingChange' | 'createdAt' | 'updatedAt'
>;

/** The seller as an issued document shows it, frozen when it was issued. */
export type Seller = Pick<Organisation,
    'legalName' | 'nip' | 'regon' | 'vatId' | 'street' | 'postalCode' | 'city' | 'country' | 'email'
    | 'phone' | 'iban' | 'bankName' | 'endpoint' | 'contact'>;

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
    endpoint: null,
    contact: null,
    iban: null,
    ibans: {},
    bankName: null,
    defaultCurrency: 'PLN',
    vatCurrency: 'PLN',
    defaultVatRate: '23',
    vatRates: [],
    exemptionReason: null,
    constructionServices: false,
    defaultPaymentMethod: 'bank_transfer',
    paymentTermsDays: 14,
    defaultLanguage: 'pl',
    roundingModel: 'per_rate',
    numberPatterns: defaultPatterns,
    requireIfMatch: false,
    splitPaymentItemTypes: [],
    writeOffLimit: '1.00',
    accentColor: null,
    documentFooter: null,
    logo: null
};

/**
 * Snapshot of the seller for a document: its account is that of the document's currency.
 * @param currency - ISO 4217
 */
export function sellerOf(organisation: Organisation, currency: string): Seller {
    return orderedSeller({ ...organisation, iban: organisation.ibans[currency] ?? organisation.iban });
}

/**
 * The seller with its members in a fixed order, which the database does not keep. Snapshots of builds before this one
 * have no electronic address and no contact.
 */
export function orderedSeller({
    legalName, nip, regon, vatId, street, postalCode, city, country, email, phone, iban, bankName, endpoint = null,
    contact = null
}: Omit<Seller, 'endpoint' | 'contact'> & Partial<Seller>): Seller {
    return {
        legalName, nip, regon, vatId, street, postalCode, city, country, email, phone, iban, bankName,
        endpoint: orderedEndpoint(endpoint), contact: orderedContact(contact)
    };
}

/** Accounts in the alphabetical order of their currencies. */
export function accountsInOrder(ibans: Readonly<Record<string, string>>): Readonly<Record<string, string>> {
    return Object.fromEntries(Object.entries(ibans).sort(([left], [right]) => (left < right ? -1 : 1)));
}

/** The facts of a logo with their members in a fixed order. */
export function orderedLogo(logo: LogoFacts | null): LogoFacts | null {
    return logo && {
        mediaType: logo.mediaType, width: logo.width, height: logo.height, size: logo.size, sha256: logo.sha256
    };
}

/** An electronic address with its members in a fixed order. */
export function orderedEndpoint(endpoint: ElectronicAddress | null): ElectronicAddress | null {
    return endpoint && { scheme: endpoint.scheme, id: endpoint.id };
}

/** A contact with its members in a fixed order. */
export function orderedContact(contact: SellerContact | null): SellerContact | null {
    return contact && { name: contact.name, phone: contact.phone, email: contact.email };
}

/**
 * Tells whether a line falls under mandatory split payment where it does not say so itself: by its item type, or as a
 * service of an organisation whose services are construction.
 * @see Ustawa o VAT art. 108a ust. 1a and annex 15
 */
export function needsSplitPaymentByType(
    { splitPaymentItemTypes, constructionServices }:
        Pick<Organisation, 'splitPaymentItemTypes' | 'constructionServices'>,
    itemType: ItemType
): boolean {
    return splitPaymentItemTypes.includes(itemType) || (constructionServices && itemType === 'service');
}

/**
 * Fields that the law requires of a seller and the profile lacks: name, NIP and address.
 * @returns Names of the missing fields, empty when invoices can be issued.
 * @see Ustawa o VAT art. 106e ust. 1 pkt 3-4 (Directive 2006/112/EC art. 226 (3), (5))
 */
export function missingSellerFields(seller: Pick<Seller, (typeof requiredOfSeller)[number]>): readonly string[] {
    return requiredOfSeller.filter((field) => seller[field] === null);
}

const requiredOfSeller = ['legalName', 'nip', 'street', 'postalCode', 'city'] as const;
