import { withFreshness, type Command } from '../../platform/commands/command.ts';
import { DomainError } from '../../foundation/errors/domain-error.ts';
import type { Warning } from '../../foundation/errors/warning.ts';
import { askedAnew } from '../../platform/upstream/call-context.ts';
import type { Contact } from '../../platform/upstream/contact.ts';
import type { Sourced } from '../../platform/upstream/sourced.ts';
import { namesBuyer } from './buyer.ts';
import { assertNoFaults, faultsOfCustomer } from './customer-faults.ts';
import { findContact } from './find-contact.ts';
import type { InvoiceDependencies } from './invoice-dependencies.ts';
import type { GivenBuyer } from './invoice.ts';

/** The customer that a draft is to have. */
export type WantedCustomer = {
    readonly contactId: string | null;
    readonly given: GivenBuyer;
    /** True to refuse a customer with faults. */
    readonly isChecked: boolean;
    /** True: while contacts-service is down, continue with the caller's data of the buyer. */
    readonly isOptional: boolean;
};

/** The contact of a draft's customer where one is known, and what the caller should know about it. */
export type FoundCustomer = { readonly contact: Sourced<Contact> | undefined; readonly warnings: readonly Warning[] };

/**
 * Looks up the customer of a draft, and checks it unless the caller wants none. A draft without any customer is not
 * checked: it often gets one later.
 * @throws DomainError `CUSTOMER_INVALID`, and those of `findContact`
 */
export async function customerOfDraft(
    dependencies: Pick<InvoiceDependencies, 'upstreams'>, command: Command, wanted: WantedCustomer
): Promise<FoundCustomer> {
    const { contactId, given, isChecked, isOptional } = wanted;
    if (contactId === null) {
        assertNoFaults(isChecked && namesBuyer(given) ? faultsOfCustomer(given, undefined) : []);
        return { contact: undefined, warnings: [] };
    }
    try {
        const contact = await findContact(dependencies, command, contactId, isOptional);
        if (contact === undefined) {
            return { contact, warnings: [unanswered] };
        }
        return { contact: isChecked ? await checked(dependencies, command, wanted, contact) : contact, warnings: [] };
    } catch (error) {
        if (!isChecked && error instanceof DomainError && error.code === 'CONTACT_NOT_FOUND') {
            return { contact: undefined, warnings: [unknown] };
        }
        throw error;
    }
}

const unanswered: Warning = {
    path: 'contactId', code: 'CUSTOMER_UNCHECKED',
    message: 'contactId: contacts-service did not answer, so the customer was not checked, and the draft has only what '
        + 'was given of the buyer; issuing reads the contact'
};

const unknown: Warning = {
    path: 'contactId', code: 'CONTACT_NOT_FOUND',
    message: 'contactId: contacts-service does not know this contact, so that the draft cannot be issued'
};

/**
 * The contact, when it has no faults. A copy of the cache may be older than a correction in the CRM, so a contact is
 * asked for anew before it is refused.
 */
async function checked(
    dependencies: Pick<InvoiceDependencies, 'upstreams'>, command: Command, { given }: WantedCustomer,
    contact: Sourced<Contact>
): Promise<Sourced<Contact>> {
    if (faultsOfCustomer(given, contact).length === 0) {
        return contact;
    }
    const present = await findContact(
        dependencies, withFreshness(command, askedAnew), contact.value.id, false) ?? contact;
    assertNoFaults(faultsOfCustomer(given, present));
    return present;
}
