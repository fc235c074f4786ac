import { decimalsOf } from '../../foundation/money/currencies.ts';
import { readStoredMinor } from '../../foundation/money/stored.ts';
import type { SettlementEntry, StoredSettlement } from './settlement.ts';
import type { PaymentMethod } from '../../foundation/vocabulary/payment-methods.ts';
import type { SettlementKind } from '../../foundation/vocabulary/settlement-kinds.ts';

/** SQL for settlement `s` with its entries, as one JSON value. Decimals come as text. */
export const settlementJson = `(SELECT row_to_json(r)
    FROM (SELECT s.id, s.organisation_id, s.kind, s.customer_id, s.contact_id, s.currency,
    s.amount::text, s.payment_method, s.settled_on, s.reference, s.notes, s.reason, s.reverses_id, s.corrective_id,
    s.created_by, s.created_at,
    (SELECT v.id FROM invoices.settlement v WHERE v.reverses_id = s.id) AS reversed_by_id,
    (SELECT COALESCE(json_agg(json_build_array(e.id, e.account, COALESCE(e.invoice_id, e.customer_id), e.amount::text)
        ORDER BY e.id), '[]')
        FROM invoices.settlement_entry e WHERE e.settlement_id = s.id) AS entries) r)`;

/** One element of `entries`: the subject is an invoice, or the customer for the account `credit`. */
export type EntryRow = readonly [id: string, account: SettlementEntry['account'], subjectId: string, amount: string];

/** The value of {@link settlementJson}. CHECK constraints guarantee the closed lists. */
export type SettlementRow = {
    readonly id: string;
    readonly organisation_id: string;
    readonly kind: SettlementKind;
    readonly customer_id: string;
    readonly contact_id: string | null;
    readonly currency: string;
    readonly amount: string;
    readonly payment_method: PaymentMethod | null;
    readonly settled_on: string;
    readonly reference: string | null;
    readonly notes: string | null;
    readonly reason: string | null;
    readonly reverses_id: string | null;
    readonly corrective_id: string | null;
    readonly created_by: string;
    readonly created_at: string;
    readonly reversed_by_id: string | null;
    readonly entries: readonly EntryRow[];
};

/** A settlement from the value that holds it. */
export function toSettlement(row: SettlementRow): StoredSettlement {
    return {
        id: row.id,
        organisationId: row.organisation_id,
        kind: row.kind,
        customerId: row.customer_id,
        contactId: row.contact_id,
        currency: row.currency,
        amountMinor: readStoredMinor(row.amount, decimalsOf(row.currency)),
        method: row.payment_method,
        settledOn: row.settled_on,
        reference: row.reference,
        notes: row.notes,
        reason: row.reason,
        reversesId: row.reverses_id,
        correctiveId: row.corrective_id,
        createdBy: row.created_by,
        createdAt: new Date(row.created_at),
        reversedById: row.reversed_by_id,
        entries: row.entries.map((entry) => toEntry(entry, row.currency))
    };
}

/** An entry from its row. */
export function toEntry([id, account, subjectId, amount]: EntryRow, currency: string): SettlementEntry {
    const amountMinor = readStoredMinor(amount, decimalsOf(currency));
    return account === 'credit'
        ? { id, account, customerId: subjectId, amountMinor } : { id, account, invoiceId: subjectId, amountMinor };
}
