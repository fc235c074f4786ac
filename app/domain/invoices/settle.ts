import { balanceOf, type Invoice } from './invoice.ts';
import type { InvoiceStatus } from '../../foundation/vocabulary/invoice-statuses.ts';
import type { PaymentStatus } from '../../foundation/vocabulary/payment-statuses.ts';

/** Sums of an invoice's entries, in minor units. */
export type Settled = { readonly paidMinor: bigint; readonly creditedMinor: bigint };

/**
 * The issued invoice with its new paid and credited sums, one version on. `paid` means that nothing is left to pay, by
 * any means; a cancelled invoice stays cancelled. Pure.
 * @throws RangeError when more would be paid and credited than the invoice's gross: the caller must prevent that
 */
export function settle(invoice: Invoice, { paidMinor, creditedMinor }: Settled, now: Date): Invoice {
    const settled = { ...invoice, paidMinor, creditedMinor };
    if (paidMinor < 0n || balanceOf(settled) < 0n) {
        throw new RangeError(`invoice ${invoice.id} would be paid and credited more than it comes to`);
    }
    const status = statusOf(settled);
    return {
        ...settled,
        version: invoice.version + 1,
        updatedAt: now,
        status,
        paymentStatus: status === 'cancelled' ? 'cancelled' : paymentStatusOf(settled),
        paidAt: paidAtOf(invoice, settled, now),
        openDueDate: openDueDateOf(settled)
    };
}

/** A part of what an invoice comes to, and the last day to pay it. */
type DuePart = { readonly amountMinor: bigint; readonly dueDate: string | null };

/**
 * The due date of the oldest part that is not paid: the invoice itself is due on its own date, and what a corrective
 * raised on the corrective's. Whatever lowers the balance covers the part that is due first.
 * @returns null where it is the invoice's own due date, and where nothing is left to pay.
 */
function openDueDateOf(invoice: Invoice): string | null {
    const balanceMinor = balanceOf(invoice);
    const parts: readonly DuePart[] = [
        { amountMinor: invoice.grossMinor, dueDate: invoice.dueDate },
        ...invoice.correctives.filter(({ grossMinor }) => grossMinor > 0n).map(({ grossMinor, dueDate }) =>
            ({ amountMinor: grossMinor, dueDate: dueDate ?? invoice.dueDate }))
    ];
    let laterMinor = 0n;
    for (const { amountMinor, dueDate } of balanceMinor === 0n ? [] : parts.toSorted(byLatest)) {
        laterMinor += amountMinor;
        if (laterMinor >= balanceMinor) {
            return dueDate === invoice.dueDate ? null : dueDate;
        }
    }
    return null;
}

/** Orders the part that is due last first. A part without a date is never due. */
function byLatest({ dueDate: left }: DuePart, { dueDate: right }: DuePart): number {
    if (left === right) {
        return 0;
    }
    return left === null || (right !== null && left > right) ? -1 : 1;
}

/** pending → partial → paid, from the amounts alone. */
export function paymentStatusOf(invoice: Pick<Invoice, 'grossMinor' | 'paidMinor' | 'creditedMinor'>): PaymentStatus {
    if (balanceOf(invoice) === 0n) {
        return 'paid';
    }
    return invoice.paidMinor > 0n ? 'partial' : 'pending';
}

/** The instant of a payment that leaves nothing to pay. It is kept as long as nothing is left and money is held. */
function paidAtOf(before: Invoice, after: Invoice, now: Date): Date | null {
    if (after.status === 'cancelled' || after.paidMinor === 0n || balanceOf(after) !== 0n) {
        return null;
    }
    return after.paidMinor > before.paidMinor ? now : before.paidAt;
}

/**
 * A paid invoice with a balance again returns to sent, or to issued. An invoice of 0.00 has nothing to pay and keeps
 * its status.
 */
function statusOf(invoice: Invoice): InvoiceStatus {
    if (invoice.status === 'draft' || invoice.status === 'cancelled') {
        return invoice.status;
    }
    const hasAmounts = invoice.grossMinor !== 0n || invoice.paidMinor !== 0n || invoice.creditedMinor !== 0n;
    if (balanceOf(invoice) === 0n && hasAmounts) {
        return 'paid';
    }
    return invoice.sentAt === null ? 'issued' : 'sent';
}
