import type { Command } from '../../platform/commands/command.ts';
import { removeLine } from './draft.ts';
import { assertDraft, type Invoice } from './invoice.ts';
import { onNewestState } from './on-newest-state.ts';
import type { InvoiceServices } from './services.ts';
import { assertMayChange, storeDraft, type AnswerFor } from './store-draft.ts';

/**
 * Takes one item off a draft.
 * @throws DomainError `INVOICE_NOT_FOUND` | `ITEM_NOT_FOUND` | `INVOICE_NOT_DRAFT` | `PRECONDITION_FAILED`
 */
export function removeItem(services: InvoiceServices, command: Command, invoiceId: string, itemId: string, answerFor: AnswerFor): Promise<Invoice> {
    return onNewestState(services, command, invoiceId, (newest) => {
        assertMayChange(command, newest.organisation, newest.invoice);
        assertDraft(newest.invoice);
        return storeDraft(services, command, newest, { lines: removeLine(newest.invoice, itemId) }, { action: 'invoice.item_removed', answerFor });
    });
}
