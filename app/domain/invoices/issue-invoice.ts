import { calendarDate } from '../../foundation/clock/clock.ts';
import type { Command } from '../../platform/commands/command.ts';
import type { ValueOf } from '../../foundation/schema/shape.ts';
import type { InvoiceDelivery } from './invoice-delivery.ts';
import { buyerOf } from './buyer.ts';
import { inBothCurrencies } from './exchange.ts';
import { findContact } from './find-contact.ts';
import { findRate } from './find-rate.ts';
import { issue, sealed, type Issuable } from './issue.ts';
import { saveIssued } from './issued.repository.ts';
import { withNumber } from './invoice.document.ts';
import type { issueBody } from './invoice.schemas.ts';
import type { Invoice } from './invoice.ts';
import { onNewestInvoice } from './on-newest-invoice.ts';
import type { Opened } from './open-invoice.ts';
import type { InvoiceDependencies } from './invoice-dependencies.ts';
import { assertMayChange } from '../../platform/commands/precondition.ts';
import { newStandIns, textsFor } from './stand-ins.ts';
import { changeRecord } from './change-record.ts';

/** Options of issuing that a caller may give. */
export type IssueInput = ValueOf<typeof issueBody>;

/** An issued invoice; `issuedNow` is false when it had been issued before this command. */
export type Issued = { readonly invoice: Invoice; readonly issuedNow: boolean };

/**
 * Issues a draft: number, frozen invoice, audit entry and outgoing event are stored together or not at all.
 * An invoice that is already issued is returned unchanged: a second call never takes a second number.
 * @throws DomainError `INVOICE_NOT_FOUND` | `ISSUE_DATE_BEFORE_LAST` | `NUMBER_TAKEN` | `PRECONDITION_FAILED`, those of
 *     `issue` and of
 *   `findRate`, and those of `findContact` for a draft whose contact could not be read earlier
 */
export function issueInvoice(
    dependencies: InvoiceDependencies, command: Command<Issued>, invoiceId: string, input: IssueInput
): Promise<Issued> {
    return onNewestInvoice(dependencies, command, invoiceId, async ({ organisation, invoice }) => {
        if (invoice.number !== null) {
            return { invoice, issuedNow: false };
        }
        assertMayChange(command, organisation, invoice);
        return issueDraft(dependencies, command, { organisation, invoice }, input);
    });
}

/** Options of issuing a draft. */
export type Issuing = IssueInput & {
    /** Makes the delivery of an invoice that is sent as soon as it is issued. */
    readonly deliveryOf?: (invoice: Invoice, now: Date) => InvoiceDelivery;
};

/**
 * Issues the draft that was read, and sends it if asked to. @throws DomainError `INVOICE_CHANGED` and those of
 * {@link issueInvoice}
 */
export async function issueDraft(
    dependencies: InvoiceDependencies, command: Command<Issued>, opened: Opened, { deliveryOf, ...input }: Issuing
): Promise<Issued> {
    const now = dependencies.clock.now();
    const { invoice: issued, series } = await issuableOf(dependencies, command, opened, { input, now });
    const delivery = deliveryOf?.(issued, now);
    const invoice = delivery === undefined ? issued : { ...issued, status: 'sent' as const, sentAt: now };

    // Two transitions at once: each has its own audit entry and its own event.
    const issueRecord = changeRecord(command, { action: 'invoice.issued', before: opened.invoice, after: issued, now });
    const steps = delivery === undefined
        ? [issueRecord]
        : [issueRecord, changeRecord(command, { action: 'invoice.sent', before: issued, after: invoice, now })];
    const standIns = newStandIns();
    const drafted = { invoice: withNumber(invoice, standIns), issuedNow: true };
    const made = {
        invoice: await saveIssued(dependencies.database, { invoice, series }, {
            command, delivery, standIns,
            audit: steps.map(({ audit }) => audit),
            events: steps.flatMap(({ events }) => events),
            answer: command.keep(drafted),
            mayBackdate: command.caller.scopes.includes('invoices:backdate')
        }),
        issuedNow: true
    };
    command.complete(drafted, made, textsFor(standIns, made.invoice));
    return made;
}

/**
 * The invoice that is about to be issued, with its exchange rate. The rate is read after all other checks have passed,
 * and before anything is written.
 */
export async function issuableOf(
    dependencies: InvoiceDependencies, command: Command, { organisation, invoice: draft }: Opened,
    { input: { issueDate, keepPrices = false }, now }: { readonly input: IssueInput; readonly now: Date }
): Promise<Issuable> {
    const { timeZone, upstream: { priceMaxAgeHours } } = dependencies.config;
    const { vatCurrency } = organisation;
    const { invoice, series } = issue(await withKnownBuyer(dependencies, command, draft), organisation, {
        today: calendarDate(now, timeZone), now, keepPrices, priceMaxAgeHours,
        ...(issueDate === undefined ? {} : { issueDate })
    });
    const rate = await findRate(dependencies, command, invoice, vatCurrency);
    return { invoice: sealed(inBothCurrencies(invoice, vatCurrency, rate)), series };
}

/**
 * A draft that was made while contacts-service was down has only its caller's data of the buyer. The document is final,
 * so the contact is read now: an outage may delay an invoice, never strip it of the buyer's tax number.
 * @throws DomainError `CONTACT_NOT_FOUND` | `UPSTREAM_UNAVAILABLE` and related codes
 */
async function withKnownBuyer(dependencies: InvoiceDependencies, command: Command, draft: Invoice): Promise<Invoice> {
    if (draft.status !== 'draft' || draft.contactId === null || draft.buyer.source !== null) {
        return draft;
    }
    const contact = await findContact(dependencies, command, draft.contactId, false);
    return { ...draft, buyer: buyerOf(draft.givenBuyer, contact) };
}
