import type { Invoice } from '../../domain/invoices/invoice.ts';
import type { PaymentMethod } from '../../foundation/vocabulary/payment-methods.ts';
import type { InvoiceAccount } from '../../foundation/vocabulary/settlement-accounts.ts';
import type { SettlementKind } from '../../foundation/vocabulary/settlement-kinds.ts';

/**
 * What a settlement moves. `paid` and `credited` belong to an invoice, `credit` to a customer. Balances are sums of entries:
 * `balance = gross − Σ paid − Σ credited`.
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

/** Whether movements move nothing at all. */
export function isEmpty(movements: readonly Movement[]): boolean {
    return movements.every(({ amountMinor }) => amountMinor === 0n);
}

/** One act that settles invoices. Never changed: a mistake is reversed. */
export type Settlement = {
    /** UUID version 7. */
    readonly id: string;
    readonly organisationId: string;
    readonly kind: SettlementKind;
    /** Whose credit it may touch: {@link customerOf}. */
    readonly customerId: string;
    readonly contactId: string | null;
    /** ISO 4217. */
    readonly currency: string;
    /** What was received, given back, used, forgiven, credited or reversed. */
    readonly amountMinor: bigint;
    readonly method: PaymentMethod | null;
    /** The day it counts for, `YYYY-MM-DD`. */
    readonly settledOn: string;
    readonly reference: string | null;
    readonly notes: string | null;
    readonly reason: string | null;
    /** Of a reversal: what it undoes. */
    readonly reversesId: string | null;
    /** Of a corrective's settlement: the corrective. */
    readonly correctiveId: string | null;
    readonly createdBy: string;
    readonly createdAt: Date;
    readonly entries: readonly SettlementEntry[];
};

/** A settlement as it was read. */
export type StoredSettlement = Settlement & {
    /** The reversal that undid it, if one did. */
    readonly reversedById: string | null;
};

/** Credit of a customer in one currency. */
export type CustomerCredit = { readonly customerId: string; readonly currency: string; readonly amountMinor: bigint };

/**
 * Whose credit an invoice's overpayment is: the contact's, or for a customer that contacts-service does not know the invoice's own. An invoice
 * that was a proforma has the proforma's, so that what was paid on the offer pays what it became; a corrective has its original's, which it
 * gives money back to. All are UUIDs and never meet.
 */
export function customerOf({ id, contactId, convertedFromId, correction }: Pick<Invoice, 'id' | 'contactId' | 'convertedFromId' | 'correction'>): string {
    return correction?.customerId ?? contactId ?? convertedFromId ?? id;
}

/** The same of invoice `i`, as SQL. */
export const customerColumn = `COALESCE(i.contact_id, i.converted_from_id,
    (SELECT COALESCE(o.converted_from_id, o.id) FROM invoice o WHERE o.id = i.corrects_id), i.id)`;
