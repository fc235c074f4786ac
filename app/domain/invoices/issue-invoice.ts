import { auditEntry } from '../../platform/audit/audit-entry.ts';
import { calendarDate } from '../../foundation/clock/clock.ts';
import type { Command } from '../../platform/commands/command.ts';
import { eventOf } from '../events/event.ts';
import type { ValueOf } from '../../foundation/schema/shape.ts';
import type { InvoiceDelivery } from './invoice-delivery.ts';
import { buyerOf } from './buyer.ts';
import { inBothCurrencies } from './exchange.ts';
import { findContact } from './find-contact.ts';
import { findRate } from './find-rate.ts';
import { issue, sealed, type Issuable } from './issue.ts';
import { saveIssued } from './issued.repository.ts';
import { invoiceDocument } from './invoice.document.ts';
import type { issueBody } from './invoice.schemas.ts';
import type { Invoice } from './invoice.ts';
import { onNewestInvoice } from './on-newest-invoice.ts';
import type { Opened } from './open-invoice.ts';
import type { InvoiceServices } from './invoice-services.ts';
import type { AnswerFor } from './store-draft.ts';
import { assertMayChange } from '../../platform/commands/precondition.ts';

/** What the issuer may decide. */
export type IssueInput = ValueOf<typeof issueBody>;

/**
 * Issues a draft: number, frozen invoice, audit entry and outgoing event are stored together or not at all.
 * An invoice that is issued already is answered as it is: a second call never takes a second number.
 * @throws DomainError `INVOICE_NOT_FOUND` | `ISSUE_DATE_BEFORE_LAST` | `NUMBER_TAKEN` | `PRECONDITION_FAILED`, those of `issue` and of
 *   `findRate`, and those of `findContact` for a draft whose contact could not be read before
 */
export function issueInvoice(
    services: InvoiceServices, command: Command, invoiceId: string, input: IssueInput, answerFor: AnswerFor
): Promise<{ readonly invoice: Invoice; readonly issuedNow: boolean }> {
    return onNewestInvoice(services, command, invoiceId, async ({ organisation, invoice }) => {
        if (invoice.number !== null) {
            return { invoice, issuedNow: false };
        }
        assertMayChange(command, organisation, invoice);
        const issued = await issueDraft(services, command, { organisation, invoice }, input, { answerFor });
        return { invoice: issued, issuedNow: true };
    });
}

/** What happens together with an issue. */
export type AtIssue = {
    readonly answerFor: AnswerFor;
    /** The invoice is sent the moment it is issued. */
    readonly deliveryOf?: (invoice: Invoice, now: Date) => InvoiceDelivery;
};

/** Issues the draft that was read, and sends it if asked to. @throws DomainError `INVOICE_CHANGED` and those of {@link issueInvoice} */
export async function issueDraft(
    services: InvoiceServices, command: Command, { organisation, invoice: draft }: Opened, input: IssueInput, { answerFor, deliveryOf }: AtIssue
): Promise<Invoice> {
    const now = services.clock.now();
    const { invoice: issued, series } = await issuableOf(services, command, { organisation, invoice: draft }, input, now);
    const delivery = deliveryOf?.(issued, now);
    const invoice = delivery === undefined ? issued : { ...issued, status: 'sent' as const, sentAt: now };

    // Two steps of its life at once: each is told of by its own entry and its own event.
    const steps = [{ action: 'invoice.issued', before: draft, after: issued }, { action: 'invoice.sent', before: issued, after: invoice }] as const;
    const taken = delivery === undefined ? steps.slice(0, 1) : steps;
    return saveIssued(services.database, { invoice, series }, {
        command,
        audit: taken.map(({ action, before, after }) => auditEntry(command, {
            action, invoiceId: draft.id, before: invoiceDocument(before), after: invoiceDocument(after), now
        })),
        answerFor: command.idempotency && answerFor,
        events: taken.map(({ action, after }) => eventOf(action, draft.id, invoiceDocument(after), now)),
        delivery,
        mayBackdate: command.caller.scopes.includes('invoices:backdate')
    });
}

/** The invoice that is about to be issued, with its exchange rate: asked for once nothing else can be wrong, and before anything is written. */
async function issuableOf(
    services: InvoiceServices, command: Command, { organisation, invoice: draft }: Opened, { issueDate, keepPrices = false }: IssueInput, now: Date
): Promise<Issuable> {
    const { timeZone, upstream: { priceMaxAgeHours } } = services.config;
    const { vatCurrency } = organisation;
    const { invoice, series } = issue(await withKnownBuyer(services, command, draft), organisation, {
        today: calendarDate(now, timeZone), now, keepPrices, priceMaxAgeHours, ...(issueDate === undefined ? {} : { issueDate })
    });
    const rate = await findRate(services, command, invoice, vatCurrency);
    return { invoice: sealed(inBothCurrencies(invoice, vatCurrency, rate)), series };
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
