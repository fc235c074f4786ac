import type { Command } from '../../platform/commands/command.ts';
import { onNewest } from '../../platform/commands/on-newest.ts';
import { openInvoice, type Opened } from './open-invoice.ts';
import type { InvoiceDependencies } from './invoice-dependencies.ts';

/**
 * Applies a change to the newest state of an invoice. If another request was faster, it reads the invoice and applies
 * the change again. The change itself checks a caller's If-Match against each state that is read.
 * @param change - Decides and stores; may run several times, of which at most one stores anything.
 * @throws DomainError `INVOICE_NOT_FOUND` | `INVOICE_CHANGED` and those of `change`
 * @throws AnsweredBefore
 */
export function onNewestInvoice<Result>(
    dependencies: InvoiceDependencies, command: Command, invoiceId: string, change: (opened: Opened) => Promise<Result>
): Promise<Result> {
    return onNewest(command, (asking) => openInvoice(dependencies, asking, invoiceId), change);
}
