import { auditEntry } from '../../platform/audit/audit-entry.ts';
import type { Command } from '../../platform/commands/command.ts';
import { eventOf } from '../../domain/events/event.ts';
import { invoiceDocument } from '../../domain/invoices/invoice.document.ts';
import type { Invoice } from '../../domain/invoices/invoice.ts';
import { saveIssuedChanges } from './issued-changes.repository.ts';
import { paymentStatusEvents } from '../../domain/invoices/payment-status-events.ts';
import type { InvoiceDependencies } from '../../domain/invoices/invoice-dependencies.ts';
import { afterSettlement } from './balances.ts';
import { paymentDocument } from './settlement.document.ts';
import type { Settlement } from './settlement.ts';
import type { SettlementKind } from '../../foundation/vocabulary/settlement-kinds.ts';
import type { EventType } from '../../foundation/vocabulary/event-types.ts';
import type { AuditAction } from '../../foundation/vocabulary/audit-actions.ts';

/** Dependencies of commands about payments. */
export type PaymentDependencies = Pick<InvoiceDependencies, 'database' | 'clock' | 'config'>;

/** A stored settlement, with the invoices of its request in their new state. */
export type MadePayment = { readonly settlement: Settlement; readonly invoices: readonly Invoice[] };

/** The invoice of a payment of one invoice. @throws Error when it has none */
export function paidInvoice({ settlement, invoices: [invoice] }: MadePayment): Invoice {
    if (invoice === undefined) {
        throw new Error(`payment ${settlement.id} is about no invoice`);
    }
    return invoice;
}

/** Audit action and event of each kind of settlement. */
const records = {
    payment: { action: 'payment.recorded', event: 'payment.recorded' },
    credit_use: { action: 'credit.used', event: 'payment.recorded' },
    write_off: { action: 'invoice.written_off', event: 'payment.recorded' },
    refund: { action: 'payment.refunded', event: 'payment.refunded' },
    reversal: { action: 'payment.reversed', event: 'payment.reversed' }
} as const satisfies Partial<Record<SettlementKind, { readonly action: AuditAction; readonly event: EventType }>>;

/** A settlement to be stored, with the invoices of its request. */
export type Decided = {
    readonly settlement: Settlement & { readonly kind: keyof typeof records };
    /** The invoices of the request as they were read; an invoice without an entry stays as it is. */
    readonly invoices: readonly Invoice[];
};

/**
 * Stores a settlement with the changed invoices, audit entries, events and the kept answer: all of them or none.
 * @throws DomainError `INVOICE_CHANGED`, or the broken rule of the database, on which `onNewest` tries again
 */
export async function storeSettlement(
    { database }: PaymentDependencies, command: Command<MadePayment>, { settlement, invoices }: Decided
): Promise<MadePayment> {
    const now = settlement.createdAt;
    const moved = afterSettlement(invoices, settlement);
    const made = {
        settlement, invoices: invoices.map((invoice) => moved.find(({ id }) => id === invoice.id) ?? invoice)
    };
    const payment = paymentDocument(settlement);
    const about = invoices.length === 1 ? invoices[0]?.id ?? null : null;
    const { action, event } = records[settlement.kind];

    await saveIssuedChanges(database, {
        command,
        invoices: moved,
        settlements: [settlement],
        audit: [
            // A settlement that moved nothing on its document, such as money for one that is paid, would be missing in
            // the history otherwise.
            auditEntry(
                command, { action, invoiceId: moved.length === 0 ? about : null, before: null, after: payment, now }),
            ...moved.map((after) => auditEntry(command, {
                action, invoiceId: after.id, now,
                before: { ...documentOf(invoices, after.id), paymentId: null },
                after: { ...invoiceDocument(after), paymentId: settlement.id }
            }))
        ],
        events: [
            eventOf(event, about, payment, now),
            ...moved.flatMap((after) => paymentStatusEvents(invoices.find(({ id }) => id === after.id), after, now))
        ],
        answer: command.keep(made)
    });
    return made;
}

function documentOf(invoices: readonly Invoice[], id: string) {
    const invoice = invoices.find((candidate) => candidate.id === id);
    return invoice === undefined ? {} : invoiceDocument(invoice);
}
