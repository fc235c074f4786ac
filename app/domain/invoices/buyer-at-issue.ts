import type { Command } from '../../platform/commands/command.ts';
import { DomainError } from '../../foundation/errors/domain-error.ts';
import type { Warning } from '../../foundation/errors/warning.ts';
import { askedAnew, type Freshness } from '../../platform/upstream/call-context.ts';
import type { Contact } from '../../platform/upstream/contact.ts';
import type { Sourced } from '../../platform/upstream/sourced.ts';
import { isUpstreamError } from '../../platform/upstream/upstream-errors.ts';
import { buyerChanges, buyerOf } from './buyer.ts';
import { inWords } from './customer-check.ts';
import {
    assertNoFaults, faultsOfNumbers, faultsOfState, faultsOfTexts, faultWarning, type CustomerFault
} from './customer-faults.ts';
import type { InvoiceDependencies } from './invoice-dependencies.ts';
import type { Buyer, Invoice } from './invoice.ts';
import { readInvoice } from './read-invoice.ts';

/** Maximum age in ms of a contact that counts as read at the issue, where many drafts are issued at once (spec 4). */
export const maxContactAgeMs = 5_000;

/** The buyer that an issued document is frozen with, and how it differs from the draft's. */
export type BuyerAtIssue = { readonly buyer: Buyer; readonly warnings: readonly Warning[] };

/** The members of a draft that decide its buyer. */
type Draft = Pick<Invoice, 'organisationId' | 'contactId' | 'buyer' | 'givenBuyer' | 'convertedFromId' | 'advanceOf'>;

/**
 * The buyer of a draft that is about to be issued: its contact as it is now, but for the values that the caller gave.
 * While contacts-service is away, its last known answer counts, from the cache or the draft, and the buyer's source
 * says that it is stale. So an outage never stops an invoice whose buyer is known, and never strips one of the buyer's
 * tax number.
 * @param maxAgeMs - Maximum age of an answer that contacts-service is not asked for again; 0: it is always asked.
 * @throws DomainError `CUSTOMER_INVALID` for a contact that is unknown, archived or inactive, for a NIP or REGON with a
 *     wrong checksum, and for a text that no document can print
 * @throws DomainError one of the `UPSTREAM_…` codes when the draft does not know its buyer
 */
export async function buyerAtIssue(
    dependencies: Pick<InvoiceDependencies, 'upstreams' | 'database'>, command: Command, draft: Draft, maxAgeMs = 0
): Promise<BuyerAtIssue> {
    const { contact, isUnknown } = await presentContact(dependencies, command, draft, maxAgeMs);
    const buyer = contact === undefined ? heldBuyer(draft) : buyerOf(draft.givenBuyer, contact);
    const faults = isUnknown ? [unknownContact] : faultsOfState(contact?.value);
    const isOwed = faults.length > 0 && await holdsAdvances(dependencies, draft);
    assertNoFaults([
        ...(isOwed ? [] : faults), ...faultsOfTexts(draft.givenBuyer, contact?.value), ...faultsOfNumbers(buyer)
    ]);
    return {
        buyer,
        warnings: [...faults.map(faultWarning), ...(isUnknown ? [] : warningsOf(draft, buyer, contact))]
    };
}

const unknownContact: CustomerFault = {
    field: 'contactId',
    message: 'contacts-service knows no such contact; give another contactId, or null and the buyer by hand'
};

/**
 * Tells whether money was received for a draft: it is an advance invoice, or was converted from a proforma with
 * advances. Its invoice is owed to the buyer, whatever has become of the contact since.
 */
async function holdsAdvances(
    { database }: Pick<InvoiceDependencies, 'database'>, { organisationId, convertedFromId, advanceOf }: Draft
): Promise<boolean> {
    return advanceOf !== null || (convertedFromId !== null
        && (await readInvoice({ database }, organisationId, convertedFromId)).paidMinor > 0n);
}

/** The contact that counts; absent where the draft's own data of the buyer count. */
type PresentContact = { readonly contact?: Sourced<Contact>; readonly isUnknown: boolean };

const ownData: PresentContact = { isUnknown: false };

async function presentContact(
    { upstreams: { contacts } }: Pick<InvoiceDependencies, 'upstreams'>, { upstream }: Command, draft: Draft,
    maxAgeMs: number
): Promise<PresentContact> {
    const { contactId, buyer: { source } } = draft;
    if (contactId === null) {
        return ownData;
    }
    const ask = (freshness: Freshness) => contacts.find({ ...upstream, freshness }, contactId);
    try {
        const answer = await ask({ maxAgeMs, standIn: true });
        // The draft may have been made of a newer answer than this replica's cache has.
        if (answer.stale && source !== null && source.fetchedAt > answer.fetchedAt) {
            return ownData;
        }
        const contact = maxAgeMs > 0 && isRefused(draft, answer) ? await ask(askedAnew) : answer;
        return { contact, isUnknown: false };
    } catch (error) {
        if (error instanceof DomainError && error.code === 'CONTACT_NOT_FOUND') {
            return { isUnknown: true };
        }
        if (isUpstreamError(error) && knowsBuyer(draft)) {
            return ownData;
        }
        throw error;
    }
}

function isRefused({ givenBuyer }: Draft, contact: Sourced<Contact>): boolean {
    return [
        ...faultsOfState(contact.value), ...faultsOfTexts(givenBuyer, contact.value),
        ...faultsOfNumbers(buyerOf(givenBuyer, contact))
    ].length > 0;
}

/** Tells whether a draft has all of its buyer: once read from contacts-service, or given by the caller. */
function knowsBuyer({ buyer: { source, address }, givenBuyer: { name, nip, taxId, vatPayer } }: Draft): boolean {
    return source !== null
        || (name !== null && address !== null && (nip !== null || taxId !== null || vatPayer === false));
}

/** The buyer as the draft has it. Its source is stale where the draft has a contact, which was not read anew. */
function heldBuyer({ contactId, buyer }: Draft): Buyer {
    return contactId === null || buyer.source === null
        ? buyer : { ...buyer, source: { ...buyer.source, stale: true } };
}

function warningsOf(
    { contactId, buyer: drafted }: Draft, buyer: Buyer, contact: Sourced<Contact> | undefined
): readonly Warning[] {
    const isUnanswered = contactId !== null && contact?.stale !== false;
    return [
        ...(isUnanswered ? [unanswered(buyer)] : []),
        ...buyerChanges(drafted, buyer).map(({ field, before, after }): Warning => ({
            path: field, code: 'CUSTOMER_CHANGED',
            message: `${field}: the draft had ${inWords(before)}, contacts-service says ${inWords(after)}, which the `
                + 'document shows'
        }))
    ];
}

function unanswered({ source }: Buyer): Warning {
    return {
        path: 'contactId', code: 'CUSTOMER_UNCHECKED',
        message: 'contactId: contacts-service did not answer; the document shows the buyer '
            + (source === null ? 'as it was given' : `as contacts-service knew it at ${source.fetchedAt}`)
    };
}
