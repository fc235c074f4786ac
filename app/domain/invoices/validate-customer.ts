import type { Command } from '../../platform/commands/command.ts';
import { DomainError } from '../../foundation/errors/domain-error.ts';
import { checkCustomer, type CustomerCheck, type CustomerFault } from './buyer.ts';
import type { InvoiceDependencies } from './invoice-dependencies.ts';
import { openInvoice } from './open-invoice.ts';

const unknownContact: CustomerFault = { field: 'contactId', message: 'contacts-service does not know this contact' };

/**
 * Checks the invoice's customer against contacts-service as it is now. A missing contact is a finding, not an error.
 * @throws DomainError `INVOICE_NOT_FOUND` | `UPSTREAM_UNAVAILABLE` and related codes
 */
export async function validateCustomer(
    dependencies: InvoiceDependencies, command: Command, invoiceId: string
): Promise<CustomerCheck> {
    const { contactId, givenBuyer } = (await openInvoice(dependencies, command, invoiceId)).invoice;
    if (contactId === null) {
        return checkCustomer(givenBuyer, undefined);
    }
    try {
        const contact = await dependencies.upstreams.contacts.find(command.upstream, contactId);
        return checkCustomer(givenBuyer, contact);
    } catch (error) {
        if (!(error instanceof DomainError) || error.code !== 'CONTACT_NOT_FOUND') {
            throw error;
        }
        const check = checkCustomer(givenBuyer, undefined);
        return { ...check, isValid: false, errors: [unknownContact, ...check.errors] };
    }
}
