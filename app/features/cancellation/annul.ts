import type { Command } from '../../platform/commands/command.ts';
import { balanceOf, type Invoice } from '../../domain/invoices/invoice.ts';
import { settle } from '../../domain/invoices/settle.ts';
import { newSettlement } from '../payments/new-settlement.ts';
import { customerOf, type Settlement } from '../payments/settlement.ts';
import { cancelled, type CancelTime } from './cancellation-rules.ts';

/** An annulled document, and the settlements that make it count as zero. */
export type Annulled = { readonly invoice: Invoice; readonly settlements: readonly Settlement[] };

/**
 * Annuls an issued document on which nothing was paid: it keeps its number, and its whole balance is credited. A
 * proforma loses its advances, and an advance invoice its payment: their money is credit of the customer like any
 * other. Pure except for new ids.
 */
export function annul(command: Command, invoice: Invoice, time: CancelTime): Annulled {
    const { id, contactId, currency, paidMinor, creditedMinor } = invoice;
    const amountMinor = balanceOf(invoice) + paidMinor;
    const isAdvance = invoice.invoiceType === 'advance_invoice';
    const releases = isAdvance ? released(command, invoice, time) : [];
    const settled = settle(invoice, { paidMinor: 0n, creditedMinor: creditedMinor + amountMinor }, time.now);
    return {
        invoice: cancelled(settled, time, true),
        settlements: amountMinor === 0n ? [] : [...releases, newSettlement(command, 'annulment', {
            customerId: customerOf(invoice), contactId, currency, amountMinor,
            settledOn: time.date, reason: time.reason, now: time.now,
            movements: [
                { account: 'credited', invoiceId: id, amountMinor },
                { account: 'advance', invoiceId: id, amountMinor: isAdvance ? 0n : -paidMinor }
            ]
        })]
    };
}

/** Reversals of the credit that paid an advance invoice: its money is credit again. */
function released(
    command: Command, { id, contactId, currency, payments, ...invoice }: Invoice, { reason, date, now }: CancelTime
): readonly Settlement[] {
    const customerId = customerOf({ id, contactId, ...invoice });
    return payments.map(({ paymentId, amountMinor }) => newSettlement(command, 'reversal', {
        customerId, contactId, currency, amountMinor, settledOn: date, reason, reversesId: paymentId, now,
        movements: [
            { account: 'paid', invoiceId: id, amountMinor: -amountMinor },
            { account: 'credit', customerId, amountMinor }
        ]
    }));
}
