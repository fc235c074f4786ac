import { auditEntry, type Author, type AuditEntry } from '../../platform/audit/audit-entry.ts';
import type { AuditAction } from '../../foundation/vocabulary/audit-actions.ts';
import { eventTypeNames } from '../../foundation/vocabulary/event-types.ts';
import { eventOf, type OutgoingEvent } from '../events/event.ts';
import { invoiceDocument } from './invoice.document.ts';
import type { Invoice } from './invoice.ts';

/** A change of one invoice: between two states, or its creation or deletion. */
export type Change = {
    readonly action: Extract<AuditAction, `invoice.${string}`>;
    /** Null for a new invoice. */
    readonly before: Invoice | null;
    readonly after: Invoice;
    /** Person named by the caller: a claim, not proof. */
    readonly onBehalfOf?: string | undefined;
    readonly now: Date;
};

/** The audit entry of a change, and its events for other systems: empty when no event has the action's name. */
export type ChangeRecord = { readonly audit: AuditEntry; readonly events: readonly OutgoingEvent[] };

/** Records a change: the audit entry and the event are made of the same two documents, each computed once. */
export function changeRecord(author: Author, { action, before, after, onBehalfOf, now }: Change): ChangeRecord {
    const document = invoiceDocument(after);
    const event = eventTypeNames.find((name) => name === action);
    return {
        audit: auditEntry(author, {
            action, invoiceId: after.id, onBehalfOf, before: before && invoiceDocument(before), after: document, now
        }),
        events: event === undefined ? [] : [eventOf(event, after.id, document, now)]
    };
}
