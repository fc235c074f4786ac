import { auditEntry } from '../../platform/audit/audit-entry.ts';
import type { Command, KeptAnswer } from '../../platform/commands/command.ts';
import { changeDraft, type DraftChange } from './draft.ts';
import { invoiceDocument } from './invoice.document.ts';
import { saveDraft } from './invoice.repository.ts';
import type { Invoice } from './invoice.ts';
import type { Opened } from './open-invoice.ts';
import type { InvoiceServices } from './invoice-services.ts';
import type { AuditAction } from '../../foundation/vocabulary/audit-actions.ts';

/** The answer to keep for the invoice that a command made; what the HTTP side will send. */
export type AnswerFor = (invoice: Invoice) => KeptAnswer;

/** How a change of a draft is told to the audit trail, and answered. */
export type ChangeRecord = {
    readonly action: AuditAction;
    readonly onBehalfOf?: string | undefined;
    readonly answerFor: AnswerFor;
};

/** Changes a draft and stores it with its audit entry and kept answer. @throws DomainError `INVOICE_CHANGED` and those of `changeDraft` */
export async function storeDraft(
    { database, clock }: InvoiceServices, command: Command, { organisation, invoice }: Opened, change: DraftChange,
    { action, onBehalfOf, answerFor }: ChangeRecord
): Promise<Invoice> {
    const now = clock.now();
    const changed = changeDraft(invoice, organisation, change, now);
    const audit = auditEntry(command, {
        action, invoiceId: invoice.id, onBehalfOf, before: invoiceDocument(invoice), after: invoiceDocument(changed), now
    });
    await saveDraft(database, changed, { command, audit, answer: command.idempotency && answerFor(changed) });
    return changed;
}
