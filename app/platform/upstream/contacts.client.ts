import { DomainError } from '../../foundation/errors/domain-error.ts';
import type { CallContext } from './call-context.ts';
import type { Contact } from './contact.ts';
import type { Sourced } from './sourced.ts';
import type { UpstreamClient } from './upstream-client.ts';
import type { CachedCallOptions } from './cached-client.ts';
import { cachedCall } from './cached-client.ts';
import { readContact } from './contact.contract.ts';
import { canBeAskedFor } from './request-parts.ts';
import { assertSameId } from './assert-same-id.ts';

/** Calls to contacts-service. */
export type ContactsClient = {
    /** @throws DomainError `CONTACT_NOT_FOUND`, or one of the `UPSTREAM_…` codes */
    find(context: CallContext, contactId: string): Promise<Sourced<Contact>>;
};

/** Reads contacts through the cache. */
export function createContactsClient(client: UpstreamClient, options: CachedCallOptions): ContactsClient {
    const find = cachedCall<Contact>(client, 'contact-v3', options);

    return {
        find: async (context, contactId) => {
            const notFound = () =>
                new DomainError('CONTACT_NOT_FOUND', `${client.upstream} knows no contact ${contactId}`, { contactId });
            if (!canBeAskedFor(contactId)) {
                throw notFound();
            }

            return find(context, [contactId.toLowerCase()], {
                method: 'GET',
                path: ['contacts', contactId],
                read: (body, broken) => assertSameId(contactId, readContact(body, broken), broken),
                notFound
            });
        }
    };
}
