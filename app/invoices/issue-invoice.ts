import { auditEntry } from '../audit/audit-entry.ts';
import { calendarDate } from '../clock.ts';
import type { Command } from '../commands/command.ts';
import { buyerOf } from './buyer.ts';
import { inBothCurrencies } from './exchange.ts';
import { findContact } from './find-contact.ts';
import { findRate } from './find-rate.ts';
import { issue } from './issue.ts';
import { saveIssued } from './issued.repository.ts';
import { invoiceDocument } from './invoice.document.ts';
import type { Invoice } from './invoice.ts';
import { onNewestState } from './on-newest-state.ts';
import type { InvoiceServices } from './services.ts';
import { assertMayChange, type AnswerFor } from './store-draft.ts';

/** What the issuer may decide. */
export type IssueInput = {
    /** Instead of the draft's own issue date, or today. */
    readonly issueDate?: string;
    /** Issue although prices are older than PRICE_MAX_AGE_HOURS. */
    readonly keepPrices?: boolean;
};

/**
 * Issues a draft: number, frozen invoice, audit entry and outgoing event are stored together or not at all.
 * An invoice that is issued already is answered as it is: a second call never takes a second number.
 * @throws DomainError `INVOICE_NOT_FOUND` | `ISSUE_DATE_BEFORE_LAST` | `NUMBER_TAKEN` | `PRECONDITION_FAILED`, those of `issue` and of
 *   `findRate`, and those of `findContact` for a draft whose contact could not be read before
 */
export function issueInvoice(
    services: InvoiceServices, command: Command, invoiceId: string, input: IssueInput, answerFor: AnswerFor
): Promise<{ readonly invoice: Invoice; readonly issuedNow: boolean }> {
    return onNewestState(services, command, invoiceId, async ({ organisation, invoice }) => {
        if (invoice.number !== null) {
            return { invoice, issuedNow: false };
        }
        assertMayChange(command, organisation, invoice);
        const { database, clock, config: { timeZone, upstream: { priceMaxAgeHours } } } = services;
        const now = clock.now();
        const { vatCurrency } = organisation;
        const checked = issue(await withKnownBuyer(services, command, invoice), organisation, {
            today: calendarDate(now, timeZone), now, keepPrices: input.keepPrices ?? false, priceMaxAgeHours,
            ...(input.issueDate === undefined ? {} : { issueDate: input.issueDate })
        });

        // Asked for last, once nothing else can be wrong, and before anything is written.
        const rate = await findRate(services, command, checked.invoice, vatCurrency);
        const issuable = { ...checked, invoice: inBothCurrencies(checked.invoice, vatCurrency, rate) };
        const after = invoiceDocument(issuable.invoice);
        const issued = await saveIssued(database, issuable, {
            command,
            audit: auditEntry(command, { action: 'invoice.issued', invoiceId, before: invoiceDocument(invoice), after, now }),
            answerFor: command.idempotency && answerFor,
            event: after,
            mayBackdate: command.caller.scopes.includes('invoices:backdate')
        });
        return { invoice: issued, issuedNow: true };
    });
}

/**
 * A draft that was made while contacts-service was down has only what its caller told of the buyer. The document is final, so the contact
 * is read now: an outage may delay an invoice, never strip it of the buyer's tax number.
 * @throws DomainError `CONTACT_NOT_FOUND` | `UPSTREAM_UNAVAILABLE` and its kin
 */
async function withKnownBuyer(services: InvoiceServices, command: Command, draft: Invoice): Promise<Invoice> {
    if (draft.status !== 'draft' || draft.contactId === null || draft.buyer.source !== null) {
        return draft;
    }
    const contact = await findContact(services, command, draft.contactId, false);
    return { ...draft, buyer: buyerOf(draft.givenBuyer, contact) };
}
