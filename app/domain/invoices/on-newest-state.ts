import type { Command } from '../../platform/commands/command.ts';
import { onNewest } from '../../platform/commands/on-newest.ts';
import { openCommand } from '../../platform/commands/open-command.ts';
import { DomainError } from '../../foundation/errors/domain-error.ts';
import type { Organisation } from '../organisations/organisation.ts';
import type { Invoice } from './invoice.ts';
import type { InvoiceServices } from './services.ts';

/** The state that a change starts from. */
export type Newest = { readonly organisation: Organisation; readonly invoice: Invoice };

/**
 * Applies a change to the newest state of an invoice: when another request was faster, it is read and changed again.
 * A caller's If-Match is checked by the change itself, against each state that is read.
 * @param change - Decides and stores; may run several times, of which at most one stores anything.
 * @throws DomainError `INVOICE_NOT_FOUND` | `INVOICE_CHANGED` and those of `change`
 * @throws AnsweredBefore
 */
export function onNewestState<Result>(
    services: InvoiceServices, command: Command, invoiceId: string, change: (newest: Newest) => Promise<Result>
): Promise<Result> {
    return onNewest(command, (asking) => openCommand(services, asking, invoiceId), async ({ organisation, invoice }) =>
        change({ organisation, invoice: foundInvoice(invoice, invoiceId) }));
}

/** @throws DomainError `INVOICE_NOT_FOUND`, also for another organisation's invoice */
export function foundInvoice(invoice: Invoice | undefined, invoiceId: string): Invoice {
    if (invoice === undefined) {
        throw new DomainError('INVOICE_NOT_FOUND', 'invoiceId: there is no such invoice in your organisation', { invoiceId });
    }
    return invoice;
}
