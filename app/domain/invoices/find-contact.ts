import type { Command } from '../../platform/commands/command.ts';
import { DomainError } from '../../foundation/errors/domain-error.ts';
import type { Contact } from '../../platform/upstream/contact.ts';
import type { Sourced } from '../../platform/upstream/sourced.ts';
import { withPath } from '../pricing/refused-item.ts';
import type { InvoiceDependencies } from './invoice-dependencies.ts';

/**
 * The contact that a draft names.
 * @param isOptional - True: when contacts-service is down, continue with the caller's data of the buyer.
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
