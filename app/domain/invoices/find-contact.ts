import type { Command } from '../../platform/commands/command.ts';
import { DomainError } from '../../foundation/errors/domain-error.ts';
import type { Contact } from '../../platform/upstream/contact.ts';
import type { Sourced } from '../../platform/upstream/sourced.ts';
import { checkCustomer, faultText } from './buyer.ts';
import type { GivenBuyer } from './invoice.ts';
import { withPath } from '../pricing/refused-item.ts';
import type { InvoiceDependencies } from './invoice-dependencies.ts';

/**
 * The contact that a draft names.
 * @param mayDoWithout - True: when contacts-service is down, continue with the caller's data of the buyer.
 * @throws DomainError `CONTACT_NOT_FOUND` | `UPSTREAM_UNAVAILABLE` and related codes
 */
export async function findContact(
    { upstreams }: Pick<InvoiceDependencies, 'upstreams'>, { upstream }: Command,
    contactId: string | null | undefined, isOptional: boolean
): Promise<Sourced<Contact> | undefined> {
    if (contactId === null || contactId === undefined) {
        return undefined;
    }
    return upstreams.contacts.find(upstream, contactId).catch(withPath('contactId')).catch((error: unknown) => {
        if (error instanceof DomainError && error.code === 'UPSTREAM_UNAVAILABLE' && isOptional) {
            return undefined;
        }
        throw error;
    });
}

/** Refuses a customer with faults, for a caller that asked for the check. @throws DomainError `CUSTOMER_INVALID` */
export function assertCustomerValid(given: GivenBuyer, contact: Sourced<Contact> | undefined): void {
    const { errors } = checkCustomer(given, contact);
    if (errors.length > 0) {
        const faults = errors.map(({ field, message }) => ({ path: field, code: 'CUSTOMER_INVALID', message }));
        throw new DomainError('CUSTOMER_INVALID', errors.map(faultText).join('; '), {}, { faults });
    }
}
