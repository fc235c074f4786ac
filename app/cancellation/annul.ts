import { v7 as uuidv7 } from 'uuid';
import { balanceOf, type Invoice } from '../invoices/invoice.ts';
import { settle } from '../invoices/settle.ts';
import { customerOf, type Settlement } from '../payments/settlement.ts';
import { cancelled, type CancelTime } from './cancellation.ts';

/** An annulled document, and what makes it count as zero. */
export type Annulled = { readonly invoice: Invoice; readonly settlements: readonly Settlement[] };

/** Annuls an issued document on which nothing was paid: it keeps its number, and all that is left to pay is credited. Pure. */
export function annul(invoice: Invoice, time: CancelTime, createdBy: string): Annulled {
    const balanceMinor = balanceOf(invoice);
    const settled = settle(invoice, { paidMinor: invoice.paidMinor, creditedMinor: invoice.creditedMinor + balanceMinor }, time.now);
    return {
        invoice: cancelled(settled, time, true),
        settlements: balanceMinor === 0n ? [] : [{
            id: uuidv7(),
            organisationId: invoice.organisationId,
            kind: 'annulment',
            customerId: customerOf(invoice),
            contactId: invoice.contactId,
            currency: invoice.currency,
            amountMinor: balanceMinor,
            method: null,
            settledOn: time.date,
            reference: null,
            notes: null,
            reason: time.reason,
            reversesId: null,
            correctiveId: null,
            createdBy,
            createdAt: time.now,
            entries: [{ id: uuidv7(), account: 'credited', invoiceId: invoice.id, amountMinor: balanceMinor }]
        }]
    };
}
