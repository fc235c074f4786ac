import type { Clock } from '../../foundation/clock/clock.ts';
import { DomainError } from '../../foundation/errors/domain-error.ts';
import type { Command } from '../../platform/commands/command.ts';
import type { Database } from '../../platform/database/database.ts';
import { opening, openWith } from '../organisations/open-organisation.ts';
import type { Organisation } from '../organisations/organisation.ts';
import { invoiceColumn, toInvoice, type InvoiceRow } from './invoice.rows.ts';
import type { Invoice } from './invoice.ts';

/** The newest state of an invoice and of its organisation, from which a change starts. */
export type Opened = { readonly organisation: Organisation; readonly invoice: Invoice };

/** Row of the invoice; its members are all null when there is no such invoice. */
type InvoiceColumn = { readonly invoice: InvoiceRow | { readonly id: null } };

const oneInvoice = opening(
    'open_invoice', `, ${invoiceColumn}`,
    'LEFT JOIN invoices.invoice i ON i.organisation_id = asked.id AND i.id = $2::uuid');

/**
 * Opens a command about one invoice: reads organisation and invoice with its lines, and claims the Idempotency-Key, in
 * one round trip.
 * @param invoiceId - UUID.
 * @throws DomainError `INVOICE_NOT_FOUND`, also for another organisation's invoice
 * @throws AnsweredBefore | DomainError as {@link openWith}
 */
export async function openInvoice(
    dependencies: { readonly database: Database; readonly clock: Clock }, command: Command, invoiceId: string
): Promise<Opened> {
    const { organisation, row: { invoice } } = await openWith<InvoiceColumn>(
        dependencies, command, oneInvoice, invoiceId);
    return {
        organisation,
        invoice: foundInvoice(invoice === undefined || invoice.id === null ? undefined : toInvoice(invoice), invoiceId)
    };
}

/** @throws DomainError `INVOICE_NOT_FOUND`, also for another organisation's invoice */
export function foundInvoice(invoice: Invoice | undefined, invoiceId: string): Invoice {
    if (invoice === undefined) {
        throw new DomainError(
            'INVOICE_NOT_FOUND', 'invoiceId: there is no such invoice in your organisation', { invoiceId });
    }
    return invoice;
}
