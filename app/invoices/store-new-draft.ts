import { v7 as uuidv7 } from 'uuid';
import { auditEntry } from '../audit/audit-entry.ts';
import type { Command } from '../commands/command.ts';
import { newDraft, type NewDraft } from './draft.ts';
import { invoiceDocument } from './invoice.document.ts';
import { insertDraft } from './invoice.repository.ts';
import type { Invoice } from './invoice.ts';
import type { InvoiceServices } from './services.ts';
import type { AnswerFor } from './store-draft.ts';

/** What a new draft is made of, and how that is told to the audit trail and answered. */
export type DraftToStore = Pick<NewDraft, 'organisation' | 'content' | 'lines'> & {
    readonly onBehalfOf: string | undefined;
    readonly answerFor: AnswerFor;
};

/** Computes a new draft and stores it with its audit entry and kept answer. @throws DomainError those of `newDraft` and `insertDraft` */
export async function storeNewDraft(
    { database, clock }: Pick<InvoiceServices, 'database' | 'clock'>, command: Command, { onBehalfOf, answerFor, ...content }: DraftToStore
): Promise<Invoice> {
    const now = clock.now();
    const draft = newDraft({ ...content, id: uuidv7(), createdBy: command.caller.subject, now });
    const audit = auditEntry(command, {
        action: 'invoice.drafted', invoiceId: draft.id, onBehalfOf, before: null, after: invoiceDocument(draft), now
    });
    await insertDraft(database, draft, { command, audit, answer: command.idempotency && answerFor(draft) });
    return draft;
}
