import { auditEntry, type AuditEntry } from '../../platform/audit/audit-entry.ts';
import type { Command } from '../../platform/commands/command.ts';
import { refusedField } from '../../foundation/errors/refused-field.ts';
import type { Warning } from '../../foundation/errors/warning.ts';
import { eventOf, type OutgoingEvent } from '../../domain/events/event.ts';
import { changeRecord } from '../../domain/invoices/change-record.ts';
import { rateByHand } from '../../domain/invoices/draft-rate.ts';
import type { Drafted } from '../../domain/invoices/drafted.ts';
import { invoiceDocument, withNumber } from '../../domain/invoices/invoice.document.ts';
import type { InvoiceDependencies } from '../../domain/invoices/invoice-dependencies.ts';
import type { Invoice } from '../../domain/invoices/invoice.ts';
import { todayOf } from '../../domain/invoices/invoice.view.ts';
import { issuableOf } from '../../domain/invoices/issue-invoice.ts';
import { paymentStatusEvents } from '../../domain/invoices/payment-status-events.ts';
import { newStandIns, textsFor } from '../../domain/invoices/stand-ins.ts';
import { seriesOf, type Series } from '../../domain/numbering/number-pattern.ts';
import { saveIssuedDocument } from '../payments/issued-document.repository.ts';
import { onOneInvoice, type OneInvoice } from '../payments/on-one-invoice.ts';
import { paymentDocument } from '../payments/settlement.document.ts';
import type { Settlement } from '../payments/settlement.ts';
import { advanceDraft } from './advance-draft.ts';
import { newPaymentOf, settledAdvance, withAdvanceInvoice } from './advance-settlement.ts';
import { assertTakesAdvances, receivedMoney, type AdvanceInput, type ReceivedAdvance } from './received-advance.ts';

/**
 * Issues the advance invoice of money that was received on a proforma, and records the payment where it was not
 * recorded before. The money pays the advance invoice at once. Number, frozen invoice, settlements, audit entries and
 * events are stored together or not at all.
 * @throws DomainError `INVOICE_NOT_FOUND` | `FORBIDDEN` | `CREDIT_INSUFFICIENT`, those of `assertTakesAdvances`,
 *     `receivedMoney` and `issuableOf`
 * @see Ustawa o VAT art. 106b ust. 1 pkt 4, art. 106f
 */
export function issueAdvanceInvoice(
    dependencies: InvoiceDependencies, command: Command<Drafted>, proformaId: string, input: AdvanceInput
): Promise<Drafted> {
    assertMayRecord(command, input);
    return onOneInvoice(dependencies, command, { invoiceId: proformaId }, async (state) => {
        assertTakesAdvances(state.invoice);
        const received = receivedMoney(state.invoice, input, todayOf(dependencies));
        const payment = received.payment === undefined ? newPaymentOf(command, state, received, input) : undefined;
        const paymentId = payment?.id ?? received.payment?.paymentId ?? '';
        const { invoice, series, warnings } = await issuableAdvance(dependencies, command, state, {
            received, paymentId, input
        });
        return store(dependencies, command, { state, received, payment, invoice, series, warnings });
    });
}

/** @throws DomainError `FORBIDDEN` where the payment is recorded too, which needs a right of its own */
function assertMayRecord({ caller: { scopes } }: Command, { paymentId }: AdvanceInput): void {
    if (paymentId === undefined && !scopes.includes('payments:write')) {
        throw refusedField('FORBIDDEN', 'paymentId',
            'is needed without the scope payments:write: name a payment that was recorded before');
    }
}

type Wanted = { readonly received: ReceivedAdvance; readonly paymentId: string; readonly input: AdvanceInput };

async function issuableAdvance(
    dependencies: InvoiceDependencies, command: Command, { organisation, invoice: proforma, now }: OneInvoice,
    { received, paymentId, input }: Wanted
) {
    const { notes = null, issueDate } = input;
    const today = todayOf(dependencies);
    const draft = advanceDraft({
        organisation, proforma, received, paymentId, notes, createdBy: command.caller.subject, now,
        // The exchange rate of the proforma's day does not apply to the tax of the advance.
        exchange: rateByHand(input, {
            before: null, currency: proforma.currency, vatCurrency: organisation.vatCurrency,
            issueDate: issueDate ?? today, taxDate: received.receivedOn, today
        })
    });
    const { invoice, warnings } = await issuableOf(dependencies, command, { organisation, invoice: draft }, {
        issuing: issueDate === undefined ? {} : { issueDate }, now
    });
    const series = seriesOf('advance_invoice', organisation.numberPatterns.advance_invoice, invoice.issueDate ?? '');
    // It is stored as it is issued, so it has no version before.
    return { invoice: { ...invoice, version: draft.version, seriesId: series.id }, series, warnings };
}

type ToStore = {
    readonly state: OneInvoice;
    readonly received: ReceivedAdvance;
    /** The payment that is recorded with the invoice. */
    readonly payment: (Settlement & { readonly kind: 'payment' }) | undefined;
    readonly invoice: Invoice;
    readonly series: Series;
    readonly warnings: readonly Warning[];
};

async function store(
    dependencies: InvoiceDependencies, command: Command<Drafted>,
    { state, received, payment, warnings, ...issued }: ToStore
): Promise<Drafted> {
    const { now, invoice: before } = state;
    const standIns = newStandIns();
    const owed: Invoice = { ...issued.invoice, ...standIns };
    const { advance, creditUse } = settledAdvance(command, { owed, state, received, payment });
    const proforma = withAdvanceInvoice(before, advance, payment);
    const issuedRecord = changeRecord(command, { action: 'invoice.issued', before: null, after: advance, now });

    const drafted = { invoice: advance, warnings };
    const taken = await saveIssuedDocument(dependencies.database, {
        command, series: issued.series, document: advance, changed: proforma,
        settlements: [...(payment === undefined ? [] : [payment]), creditUse],
        audit: [
            ...(payment === undefined ? [] : [settlementEntry(command, 'payment.recorded', payment)]),
            issuedRecord.audit,
            settlementEntry(command, 'credit.used', creditUse),
            auditEntry(command, {
                action: 'invoice.advance_invoiced', invoiceId: before.id, now,
                before: { ...invoiceDocument(before), paymentId: null },
                after: { ...invoiceDocument(proforma), paymentId: payment?.id ?? received.payment?.paymentId ?? null }
            })
        ],
        events: [
            ...(payment === undefined ? [] : recorded(before, proforma, payment)),
            ...issuedRecord.events,
            eventOf('payment.recorded', advance.id, paymentDocument(creditUse), now),
            ...paymentStatusEvents(owed, advance, now)
        ],
        answer: command.keep(drafted),
        mayBackdate: command.caller.scopes.includes('invoices:backdate'),
        today: todayOf(dependencies)
    });
    const made = { invoice: withNumber(advance, taken), warnings };
    command.complete(drafted, made, textsFor(standIns, taken));
    return made;
}

function settlementEntry(
    command: Command<Drafted>, action: 'payment.recorded' | 'credit.used', settlement: Settlement
): AuditEntry {
    return auditEntry(command, {
        action, invoiceId: null, before: null, after: paymentDocument(settlement), now: settlement.createdAt
    });
}

function recorded(before: Invoice, proforma: Invoice, payment: Settlement): readonly OutgoingEvent[] {
    const now = payment.createdAt;
    return [
        eventOf('payment.recorded', proforma.id, paymentDocument(payment), now),
        ...paymentStatusEvents(before, proforma, now)
    ];
}
