import type { Command } from '../../platform/commands/command.ts';
import type { Invoice } from '../../domain/invoices/invoice.ts';
import { breakdownOf } from '../../domain/invoices/deduction.ts';
import { afterSettlement } from '../payments/balances.ts';
import { receivedAdvance, usedCredit } from '../payments/movements.ts';
import { assertCreditHolds, newSettlement } from '../payments/new-settlement.ts';
import type { OneInvoice } from '../payments/on-one-invoice.ts';
import { customerOf, type Settlement } from '../payments/settlement.ts';
import type { AdvanceInput, ReceivedAdvance } from './received-advance.ts';

/**
 * The payment of an advance that is recorded with its invoice: an advance on the proforma, and credit of its customer.
 * @throws DomainError `TOO_MANY_ADVANCES` | `AMOUNT_TOO_LARGE`
 */
export function newPaymentOf(
    command: Command, { invoice: proforma, creditMinor, now }: OneInvoice, { amountMinor, receivedOn }: ReceivedAdvance,
    { paymentMethod, paymentReference }: AdvanceInput
): Settlement & { readonly kind: 'payment' } {
    const movements = receivedAdvance(proforma, amountMinor);
    assertCreditHolds(creditMinor, movements);
    return newSettlement(command, 'payment', {
        customerId: customerOf(proforma), contactId: proforma.contactId, currency: proforma.currency, amountMinor,
        movements, now, settledOn: receivedOn, method: paymentMethod ?? proforma.paymentMethod,
        reference: paymentReference ?? null
    });
}

/** An advance invoice that is issued, and where its money comes from. */
export type Owed = {
    /** The invoice before it is paid. */
    readonly owed: Invoice;
    readonly state: OneInvoice;
    readonly received: ReceivedAdvance;
    readonly payment: Settlement | undefined;
};

/**
 * The advance invoice paid with the credit that its money is, on the day on which it was received.
 * @throws DomainError `CREDIT_INSUFFICIENT` when the money paid another invoice or was given back
 */
export function settledAdvance(
    command: Command, { owed, state: { creditMinor, now }, received: { amountMinor, receivedOn }, payment }: Owed
): { readonly advance: Invoice; readonly creditUse: Settlement } {
    const heldMinor = payment === undefined ? creditMinor : creditMinor + amountMinor;
    const { movements } = usedCredit(owed, heldMinor, amountMinor);
    const creditUse = newSettlement(command, 'credit_use', {
        customerId: customerOf(owed), contactId: owed.contactId, currency: owed.currency, amountMinor, movements, now,
        settledOn: receivedOn
    });
    const [advance] = afterSettlement([owed], creditUse);
    if (advance === undefined) {
        throw new RangeError('a use of credit changes the invoice that it pays');
    }
    return { advance: { ...advance, version: owed.version }, creditUse };
}

/** The proforma with its new advance invoice, and with the payment where one is recorded, one version on. */
export function withAdvanceInvoice(proforma: Invoice, advance: Invoice, payment: Settlement | undefined): Invoice {
    const [paid] = payment === undefined ? [] : afterSettlement([proforma], payment);
    const { id: invoiceId, number, issueDate, taxPointDate, advanceOf, status, version, grossMinor } = advance;
    if (number === null || issueDate === null || taxPointDate === null || advanceOf === null) {
        throw new RangeError(`advance invoice ${invoiceId} is stored without number or date`);
    }
    return {
        ...(paid ?? { ...proforma, version: proforma.version + 1, updatedAt: advance.updatedAt }),
        advanceInvoices: [...proforma.advanceInvoices, {
            invoiceId, invoiceNumber: number, issueDate, receivedOn: taxPointDate, paymentId: advanceOf.paymentId,
            status, version, grossMinor, rates: breakdownOf(advance)
        }]
    };
}
