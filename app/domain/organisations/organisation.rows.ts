import type { NumberPatterns } from '../numbering/number-pattern.ts';
import {
    accountsInOrder, defaultProfile, orderedContact, orderedEndpoint, orderedLogo, type ElectronicAddress,
    type LogoFacts, type Organisation, type PendingChange, type SellerContact
} from './organisation.ts';
import { accountsOf } from './pending-change.ts';
import type { PaymentMethod } from '../../foundation/vocabulary/payment-methods.ts';
import type { ItemType } from '../../foundation/vocabulary/item-types.ts';
import type { RoundingModel } from '../../foundation/vocabulary/rounding-models.ts';

/**
 * SELECT column of one organisation as one JSON value. Decimals come as text: as JSON numbers they would be binary
 * floats.
 */
export const organisationColumn = `to_jsonb(o)
    || jsonb_build_object('write_off_limit', o.write_off_limit::text) AS organisation`;

/** The row as PostgreSQL writes it in JSON. The closed lists are checked when a profile is received. */
export type OrganisationRow = {
    readonly id: string;
    readonly version: number;
    readonly legal_name: string | null;
    readonly nip: string | null;
    readonly regon: string | null;
    readonly vat_id: string | null;
    readonly street: string | null;
    readonly postal_code: string | null;
    readonly city: string | null;
    readonly country: string;
    readonly email: string | null;
    readonly phone: string | null;
    readonly endpoint: ElectronicAddress | null;
    readonly contact: SellerContact | null;
    readonly iban: string | null;
    /** Null, like the other settings below that may be, when an older build created the organisation. */
    readonly ibans: Readonly<Record<string, string>> | null;
    readonly bank_name: string | null;
    readonly default_currency: string;
    readonly vat_currency: string;
    readonly default_vat_rate: string;
    readonly vat_rates: readonly string[] | null;
    readonly exemption_reason: string | null;
    readonly construction_services: boolean | null;
    readonly default_payment_method: PaymentMethod;
    readonly payment_terms_days: number;
    readonly default_language: string;
    readonly rounding_model: RoundingModel;
    readonly number_patterns: Partial<NumberPatterns>;
    readonly require_if_match: boolean;
    readonly split_payment_item_types: readonly ItemType[];
    readonly write_off_limit: string | null;
    readonly accent_color: string | null;
    readonly document_footer: string | null;
    readonly logo: LogoFacts | null;
    readonly pending_change: PendingChange | null;
    readonly created_at: string;
    readonly updated_at: string;
};

/** An organisation from its row. */
export function toOrganisation(row: OrganisationRow): Organisation {
    return {
        id: row.id,
        version: row.version,
        legalName: row.legal_name,
        nip: row.nip,
        regon: row.regon,
        vatId: row.vat_id,
        street: row.street,
        postalCode: row.postal_code,
        city: row.city,
        country: row.country,
        email: row.email,
        phone: row.phone,
        endpoint: orderedEndpoint(row.endpoint),
        contact: orderedContact(row.contact),
        iban: row.iban,
        ibans: accountsInOrder(row.ibans ?? {}),
        bankName: row.bank_name,
        defaultCurrency: row.default_currency,
        vatCurrency: row.vat_currency,
        defaultVatRate: row.default_vat_rate,
        vatRates: row.vat_rates ?? [],
        exemptionReason: row.exemption_reason,
        constructionServices: row.construction_services ?? false,
        defaultPaymentMethod: row.default_payment_method,
        paymentTermsDays: row.payment_terms_days,
        defaultLanguage: row.default_language,
        roundingModel: row.rounding_model,
        numberPatterns: { ...defaultProfile.numberPatterns, ...row.number_patterns },
        requireIfMatch: row.require_if_match,
        splitPaymentItemTypes: row.split_payment_item_types,
        // A numeric(…, 4) column writes four decimals; at least two of them are shown.
        writeOffLimit: row.write_off_limit?.replace(/0{0,2}$/, '') ?? defaultProfile.writeOffLimit,
        accentColor: row.accent_color,
        documentFooter: row.document_footer,
        logo: orderedLogo(row.logo),
        pendingChange: row.pending_change && orderedChange(row.pending_change),
        createdAt: new Date(row.created_at),
        updatedAt: new Date(row.updated_at)
    };
}

/** A pending change with its members in a fixed order, which the database does not keep. */
function orderedChange({ id, requestedBy, requestedAt, expiresAt, ...accounts }: PendingChange): PendingChange {
    return {
        id, ...accountsOf({ ...accounts, ibans: accountsInOrder(accounts.ibans) }), requestedBy, requestedAt, expiresAt
    };
}

/** The columns of an organisation by name, for `jsonb_populate_record`. */
export function organisationValues(organisation: Organisation): Readonly<Record<keyof OrganisationRow, unknown>> {
    return {
        id: organisation.id,
        version: organisation.version,
        legal_name: organisation.legalName,
        nip: organisation.nip,
        regon: organisation.regon,
        vat_id: organisation.vatId,
        street: organisation.street,
        postal_code: organisation.postalCode,
        city: organisation.city,
        country: organisation.country,
        email: organisation.email,
        phone: organisation.phone,
        endpoint: organisation.endpoint,
        contact: organisation.contact,
        iban: organisation.iban,
        ibans: organisation.ibans,
        bank_name: organisation.bankName,
        default_currency: organisation.defaultCurrency,
        vat_currency: organisation.vatCurrency,
        default_vat_rate: organisation.defaultVatRate,
        vat_rates: organisation.vatRates,
        exemption_reason: organisation.exemptionReason,
        default_payment_method: organisation.defaultPaymentMethod,
        payment_terms_days: organisation.paymentTermsDays,
        default_language: organisation.defaultLanguage,
        rounding_model: organisation.roundingModel,
        number_patterns: organisation.numberPatterns,
        require_if_match: organisation.requireIfMatch,
        split_payment_item_types: organisation.splitPaymentItemTypes,
        write_off_limit: organisation.writeOffLimit,
        construction_services: organisation.constructionServices,
        accent_color: organisation.accentColor,
        document_footer: organisation.documentFooter,
        logo: organisation.logo,
        pending_change: organisation.pendingChange,
        created_at: organisation.createdAt,
        updated_at: organisation.updatedAt
    };
}
