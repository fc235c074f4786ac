import type { Database } from '../../platform/database/database.ts';
import { DomainError } from '../../foundation/errors/domain-error.ts';
import type { CallContext } from '../../platform/upstream/call-context.ts';
import { isUpstreamError } from '../../platform/upstream/upstream-errors.ts';
import type { Upstreams } from '../../platform/upstream/upstreams.ts';
import { hasRecordsOf } from './known-customer.repository.ts';

/** Dependencies of the check. */
export type CustomerLookup = {
    readonly database: Pick<Database, 'query'>; readonly upstreams: Pick<Upstreams, 'contacts'>
};

/**
 * Refuses a contact that nobody knows, so that a mistyped id does not look like a customer who owes nothing.
 * Contacts-service is asked only when there is no record of the contact here, once, within its deadline. When it does
 * not answer, the contact counts as known: what the books say of it, which is nothing, is true either way.
 * @throws DomainError `CUSTOMER_UNKNOWN`
 */
export async function assertKnownCustomer(
    { database, upstreams }: CustomerLookup, context: CallContext, contactId: string
): Promise<void> {
    if (await hasRecordsOf(database, context.organisationId, contactId)) {
        return;
    }
    await upstreams.contacts.find(context, contactId).catch((error: unknown) => {
        if (!isUpstreamError(error)) {
            throw error instanceof DomainError && error.code === 'CONTACT_NOT_FOUND' ? unknown(contactId) : error;
        }
    });
}

function unknown(contactId: string): DomainError {
    return new DomainError('CUSTOMER_UNKNOWN',
        'contactId: there is no document of this customer here, and contacts-service does not know it', { contactId });
}
