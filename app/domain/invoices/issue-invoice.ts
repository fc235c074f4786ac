import { calendarDate } from '../../foundation/clock/clock.ts';
import type { Command } from '../../platform/commands/command.ts';
import type { ValueOf } from '../../foundation/schema/shape.ts';
import type { Sending } from './invoice-delivery.ts';
import { buyerAtIssue } from './buyer-at-issue.ts';
import type { Drafted } from './drafted.ts';
import { inBothCurrencies, withTaxPoints } from './exchange.ts';
import { findRates } from './find-rate.ts';
import { issue, sealed, type Issuable } from './issue.ts';
import { assertIssueRules } from './issue-rules.ts';
import { saveIssued } from './issued.repository.ts';
import { withNumber } from './invoice.document.ts';
import type { issueBody } from './invoice.schemas.ts';
import { assertDraft, type Invoice } from './invoice.ts';
import { onNewestInvoice } from './on-newest-invoice.ts';
import type { Opened } from './open-invoice.ts';
import type { InvoiceDependencies } from './invoice-dependencies.ts';
import { assertMayChange } from '../../platform/commands/precondition.ts';
import { receivedPaymentsOf } from './order-advances.ts';
import { assertIssuable, withPresentAdvances, type PresentDraft } from './present-advances.ts';
import { amountsByTaxPoint } from './tax-points.ts';
import { letterWarnings } from './letter-warnings.ts';
import { newStandIns, textsFor } from './stand-ins.ts';
import { changeRecord } from './change-record.ts';

/** Options of issuing that a caller may give. */
export type IssueInput = ValueOf<typeof issueBody>;

/**
 * An issued invoice; `issuedNow` is false when it had been issued before this command. The warnings tell how the buyer
 * differs from the draft's.
 */
export type Issued = Drafted & { readonly issuedNow: boolean };

/**
 * Issues a draft: number, frozen invoice, audit entry and outgoing event are stored together or not at all.
 * An invoice that is already issued is returned unchanged: a second call never takes a second number.
 * @throws DomainError `INVOICE_NOT_FOUND` | `ISSUE_DATE_BEFORE_LAST` | `NUMBER_TAKEN` | `PRECONDITION_FAILED`, those of
 *     `issue`, `buyerAtIssue` and `findRate`
 */
export function issueInvoice(
    dependencies: InvoiceDependencies, command: Command<Issued>, invoiceId: string, input: Issuing
): Promise<Issued> {
    return onNewestInvoice(dependencies, command, invoiceId, async ({ organisation, invoice }) => {
        if (invoice.number !== null) {
            return { invoice, issuedNow: false, warnings: [] };
        }
        assertMayChange(command, organisation, invoice);
        return issueDraft(dependencies, command, { organisation, invoice }, input);
    });
}

/** Options of issuing a draft. */
export type Issuing = IssueInput & {
    /** Makes the deliveries of an invoice that is sent as soon as it is issued. */
    readonly sendingOf?: (invoice: Invoice, now: Date) => Sending;
    /** Maximum age in ms of the contact that counts as read now; absent: contacts-service is asked. */
    readonly maxContactAgeMs?: number;
};

/**
 * Issues the draft that was read, and sends it if asked to. @throws DomainError `INVOICE_CHANGED` and those of
 * {@link issueInvoice}
 */
export async function issueDraft(
    dependencies: InvoiceDependencies, command: Command<Issued>, opened: Opened, { sendingOf, ...issuing }: Issuing
): Promise<Issued> {
    const now = dependencies.clock.now();
    const { invoice: issued, series, warnings: ofIssue, relied } = await issuableOf(
        dependencies, command, opened, { issuing, now });
    const sending = sendingOf?.(issued, now);
    const warnings = [...ofIssue, ...sending?.warnings ?? []];
    const invoice = sending === undefined ? issued : { ...issued, status: 'sent' as const, sentAt: now };

    // Two transitions at once: each has its own audit entry and its own event.
    const issueRecord = changeRecord(command, { action: 'invoice.issued', before: opened.invoice, after: issued, now });
    const steps = sending === undefined
        ? [issueRecord]
        : [issueRecord, changeRecord(command, { action: 'invoice.sent', before: issued, after: invoice, now })];
    const standIns = newStandIns();
    const drafted = { invoice: withNumber(invoice, standIns), issuedNow: true, warnings };
    const made = {
        invoice: await saveIssued(dependencies.database, { invoice, series }, {
            command, deliveries: sending?.deliveries ?? [], standIns, relied,
            audit: steps.map(({ audit }) => audit),
            events: steps.flatMap(({ events }) => events),
            answer: command.keep(drafted),
            mayBackdate: command.caller.scopes.includes('invoices:backdate'),
            today: calendarDate(now, dependencies.config.timeZone)
        }),
        issuedNow: true,
        warnings
    };
    command.complete(drafted, made, textsFor(standIns, made.invoice));
    return made;
}

/**
 * The invoice that is about to be issued, with its buyer as of now and its exchange rate. The rate is read after all
 * other checks have passed, and both before anything is written.
 */
export async function issuableOf(
    dependencies: InvoiceDependencies, command: Command, { organisation, invoice: drafted }: Opened,
    { issuing, now }: { readonly issuing: Omit<Issuing, 'sendingOf'>; readonly now: Date }
): Promise<Issuable & Pick<Issued, 'warnings'> & Pick<PresentDraft, 'relied'>> {
    const { timeZone, upstream: { priceMaxAgeHours } } = dependencies.config;
    const { issueDate, keepPrices = false, maxContactAgeMs } = issuing;
    const { vatCurrency } = organisation;
    assertDraft(drafted);
    const { draft, proforma, relied, warnings: ofAdvances } = await withPresentAdvances(dependencies, drafted);
    const { buyer, warnings } = await buyerAtIssue(dependencies, command, draft, maxContactAgeMs);
    const today = calendarDate(now, timeZone);
    const { invoice, series } = issue({ ...draft, buyer }, organisation, {
        today, now, keepPrices, priceMaxAgeHours,
        ...(issueDate === undefined ? {} : { issueDate })
    });
    assertIssuable(proforma, invoice, today);
    const amounts = invoice.invoiceType === 'proforma' ? null : amountsByTaxPoint(invoice, invoice.lines);
    const rateOf = await findRates(dependencies, command, invoice, {
        taxPoints: amounts?.map(({ date }) => date) ?? [], vatCurrency
    });
    const exchanged = amounts === null
        ? inBothCurrencies(invoice, vatCurrency, invoice.exchange)
        : withTaxPoints(invoice, vatCurrency, rateOf, { amounts });
    const receivedPayments = proforma === undefined ? [] : receivedPaymentsOf(proforma, invoice, today);
    const complete = { ...exchanged, receivedPayments };
    assertIssueRules(dependencies.issueRules, complete);
    return {
        invoice: sealed(complete), series, warnings: [...warnings, ...ofAdvances, ...letterWarnings(complete)], relied
    };
}
