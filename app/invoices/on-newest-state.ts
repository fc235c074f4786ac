import type { Command } from '../commands/command.ts';
import { openCommand, reopenCommand } from '../commands/open-command.ts';
import { DomainError } from '../errors/domain-error.ts';
import type { Organisation } from '../organisations/organisation.ts';
import type { Invoice } from './invoice.ts';
import type { InvoiceServices } from './services.ts';

/** The state that a change starts from. */
export type Newest = { readonly organisation: Organisation; readonly invoice: Invoice };

// Two requests rarely meet; twenty meeting on one draft still all get through.
const mostTries = 20;

/**
 * Applies a change to the newest state of an invoice: when another request was faster, it is read and changed again.
 * A caller's If-Match is checked by the change itself, against each state that is read.
 * @param change - Decides and stores; may run several times, of which at most one stores anything.
 * @throws DomainError `INVOICE_NOT_FOUND` | `INVOICE_CHANGED` and those of `change`
 * @throws AnsweredBefore
 */
export async function onNewestState<Result>(
    services: InvoiceServices, command: Command, invoiceId: string, change: (newest: Newest) => Promise<Result>
): Promise<Result> {
    let opened = await openCommand(services, command, invoiceId);
    for (let tries = 1; ; tries += 1) {
        try {
            return await change({ organisation: opened.organisation, invoice: foundInvoice(opened.invoice, invoiceId) });
        } catch (error) {
            if (!(error instanceof DomainError) || error.code !== 'INVOICE_CHANGED' || tries === mostTries) {
                throw error;
            }
        }
        opened = await reopenCommand(services, command, invoiceId);
    }
}

/** @throws DomainError `INVOICE_NOT_FOUND`, also for another organisation's invoice */
export function foundInvoice(invoice: Invoice | undefined, invoiceId: string): Invoice {
    if (invoice === undefined) {
        throw new DomainError('INVOICE_NOT_FOUND', 'invoiceId: there is no such invoice in your organisation', { invoiceId });
    }
    return invoice;
}
