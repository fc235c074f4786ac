import type { Command } from '../../platform/commands/command.ts';
import { DomainError } from '../../foundation/errors/domain-error.ts';
import { checkCustomer, type CustomerCheck } from './customer-check.ts';
import type { CustomerFault } from './customer-faults.ts';
import type { InvoiceDependencies } from './invoice-dependencies.ts';
import { openInvoice } from './open-invoice.ts';

const unknownContact: CustomerFault = { field: 'contactId', message: 'contacts-service does not know this contact' };

/**
 * Checks the invoice's customer against contacts-service as it is now: no cached answer is used. A missing contact is
 * a finding, not an error.
 * @throws DomainError `INVOICE_NOT_FOUND` | `UPSTREAM_UNAVAILABLE` and related codes
 */
export async function validateCustomer(
    dependencies: InvoiceDependencies, command: Command, invoiceId: string
): Promise<CustomerCheck> {
    const { invoice } = await openInvoice(dependencies, command, invoiceId);
    if (invoice.contactId === null) {
        return checkCustomer(invoice, undefined);
    }
    try {
        const asking = { ...command.upstream, freshness: { maxAgeMs: 0, standIn: false } };
        return checkCustomer(invoice, await dependencies.upstreams.contacts.find(asking, invoice.contactId));
    } catch (error) {
        if (!(error instanceof DomainError) || error.code !== 'CONTACT_NOT_FOUND') {
            throw error;
        }
        const check = checkCustomer(invoice, undefined);
        return { ...check, isValid: false, errors: [unknownContact, ...check.errors] };
    }
}
