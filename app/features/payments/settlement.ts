import type { Invoice } from '../../domain/invoices/invoice.ts';
import type { PaymentMethod } from '../../foundation/vocabulary/payment-methods.ts';
import type { InvoiceAccount } from '../../foundation/vocabulary/settlement-accounts.ts';
import type { SettlementKind } from '../../foundation/vocabulary/settlement-kinds.ts';

/**
 * Amount that a settlement moves on one account. `paid` and `credited` belong to an invoice, `advance` to a proforma,
 * `credit` to a customer. Balances are sums of entries: `balance = gross − Σ paid − Σ credited − Σ advance`.
 */
export type Movement = {
    /** Signed, in minor units of the settlement's currency. */
    readonly amountMinor: bigint;
} & (
    | { readonly account: InvoiceAccount; readonly invoiceId: string }
    | { readonly account: 'credit'; readonly customerId: string }
);

/** A movement as it is kept; never 0n. */
export type SettlementEntry = Movement & { readonly id: string };

/** Tells whether all movements are zero. */
export function isEmpty(movements: readonly Movement[]): boolean {
    return movements.every(({ amountMinor }) => amountMinor === 0n);
}

/** One act that settles invoices. Never changed: a mistake is reversed. */
export type Settlement = {
    /** UUID version 7. */
    readonly id: string;
    readonly organisationId: string;
    readonly kind: SettlementKind;
    /** Customer whose credit it may change: {@link customerOf}. */
    readonly customerId: string;
    readonly contactId: string | null;
    /** ISO 4217. */
    readonly currency: string;
    /** Amount received, given back, used, written off, credited or reversed, in minor units. */
    readonly amountMinor: bigint;
    readonly method: PaymentMethod | null;
    /** The day it counts for, `YYYY-MM-DD`. */
    readonly settledOn: string;
    readonly reference: string | null;
    readonly notes: string | null;
    readonly reason: string | null;
    /** Id of the settlement that a reversal undoes. */
    readonly reversesId: string | null;
    /** Id of the corrective, for the settlement of a corrective. */
    readonly correctiveId: string | null;
    readonly createdBy: string;
    readonly createdAt: Date;
    readonly entries: readonly SettlementEntry[];
};

/** A settlement as it is read from the database. */
export type StoredSettlement = Settlement & {
    /** Id of the reversal that undid it, if any. */
    readonly reversedById: string | null;
};

/** Credit of a customer in one currency (ISO 4217), in minor units. */
export type CustomerCredit = { readonly customerId: string; readonly currency: string; readonly amountMinor: bigint };

/**
 * Id of the customer whose credit an invoice's overpayment becomes: the contact, or the invoice itself for a customer
 * that contacts-service does not know. An invoice made from a proforma, and an advance invoice on it, have the
 * proforma's customer, so that money paid on the offer pays them. A corrective has its original's customer, to which it
 * gives money back. All ids are UUIDs and never collide.
 */
export function customerOf(
    { id, contactId, convertedFromId, advanceOf, correction }: Pick<Invoice, 'id' | 'contactId' | 'convertedFromId'
        | 'advanceOf' | 'correction'>
): string {
    return correction?.customerId ?? contactId ?? convertedFromId ?? advanceOf?.proformaId ?? id;
}

/** SQL for {@link customerOf} of invoice `i`. */
export const customerColumn = `COALESCE(i.contact_id, i.converted_from_id, i.advance_of_id,
    (SELECT COALESCE(o.converted_from_id, o.advance_of_id, o.id) FROM invoices.invoice o WHERE o.id = i.corrects_id),
    i.id)`;
