import { amountInCurrency } from '../../foundation/money/amount-in-currency.ts';
import { moneyText } from '../../foundation/money/money-text.ts';
import { DomainError } from '../../foundation/errors/domain-error.ts';
import { refusedField } from '../../foundation/errors/refused-field.ts';
import { assertNotTooEarly } from '../../domain/invoices/issue-dates.ts';
import type { ValueOf } from '../../foundation/schema/shape.ts';
import { balanceOf, maxAdvances, type Invoice, type PaymentLink } from '../../domain/invoices/invoice.ts';
import { advancedMinor, advanceInvoiceOf, takesAdvances } from '../../domain/invoices/order-advances.ts';
import type { advanceInvoiceBody } from './advance.schemas.ts';

/** Body of a new advance invoice, from the caller. Decimals are in millionths. */
export type AdvanceInput = ValueOf<typeof advanceInvoiceBody>;

/** Money for which an advance invoice is issued. */
export type ReceivedAdvance = {
    readonly amountMinor: bigint;
    /** `YYYY-MM-DD` */
    readonly receivedOn: string;
    /** The payment on the proforma; undefined where it is recorded with the invoice. */
    readonly payment: PaymentLink | undefined;
};

/**
 * Asserts that advance invoices can be issued for a proforma.
 * @throws DomainError `NOT_A_PROFORMA` | `INVOICE_NOT_ISSUED` | `INVOICE_CANCELLED` | `PROFORMA_ALREADY_CONVERTED` |
 *     `ADVANCE_NOT_ALLOWED` | `TOO_MANY_ADVANCES`
 */
export function assertTakesAdvances(proforma: Invoice): void {
    const { id, invoiceType, status, convertedToId, advanceInvoices } = proforma;
    if (invoiceType !== 'proforma') {
        throw new DomainError('NOT_A_PROFORMA', `invoiceId: this is a ${invoiceType}; an advance invoice is issued for `
            + 'a proforma, which says what is ordered', { id, invoiceType });
    }
    if (status === 'draft') {
        throw new DomainError('INVOICE_NOT_ISSUED', 'invoiceId: this proforma is a draft: issue it first', { id });
    }
    if (status === 'cancelled') {
        throw new DomainError('INVOICE_CANCELLED', 'invoiceId: this proforma is cancelled', { id });
    }
    if (convertedToId !== null) {
        throw new DomainError('PROFORMA_ALREADY_CONVERTED', `invoiceId: this proforma became invoice ${convertedToId}; `
            + 'pay that one, or delete it while it is a draft', { id, convertedToId });
    }
    if (!takesAdvances(proforma)) {
        throw new DomainError('ADVANCE_NOT_ALLOWED', 'invoiceId: no tax arises on advances for intra-Community '
            + 'supplies (VAT category K), so no advance invoice is issued; record the payment alone', { id });
    }
    if (advanceInvoices.length >= maxAdvances) {
        throw new DomainError('TOO_MANY_ADVANCES',
            `invoiceId: this proforma has ${maxAdvances} advance invoices, and takes no more`, { id });
    }
}

/**
 * The money that an advance invoice is for: a payment on the proforma, or one that is recorded with it.
 * @param today - Current calendar date in the seller's time zone.
 * @throws DomainError `VALIDATION_FAILED` | `PAYMENT_NOT_FOUND` | `ADVANCE_ALREADY_INVOICED` |
 *     `ADVANCE_EXCEEDS_ORDER` | `DATE_TOO_EARLY`
 */
export function receivedMoney(proforma: Invoice, input: AdvanceInput, today: string): ReceivedAdvance {
    const advance = input.paymentId === undefined
        ? newMoney(proforma, input, today) : paidMoney(proforma, input, input.paymentId);
    assertNotTooEarly({ receivedOn: advance.receivedOn }, today);
    const leftMinor = proforma.grossMinor - advancedMinor(proforma);
    if (advance.amountMinor > leftMinor) {
        const field = input.amount === undefined ? 'paymentId' : 'amount';
        throw refusedField('ADVANCE_EXCEEDS_ORDER', field,
            `is more than the ${moneyText(leftMinor, proforma.currency)} that the advance invoices leave of the order`);
    }
    return advance;
}

function newMoney(proforma: Invoice, { amount, receivedOn }: AdvanceInput, today: string): ReceivedAdvance {
    if (amount === undefined) {
        throw refusedField('VALIDATION_FAILED', 'amount', 'is required without paymentId', 'REQUIRED');
    }
    if (receivedOn === undefined) {
        throw refusedField('VALIDATION_FAILED', 'receivedOn', 'is required without paymentId', 'REQUIRED');
    }
    if (receivedOn > today) {
        throw refusedField('VALIDATION_FAILED', 'receivedOn', `must not be after today, ${today}`, 'IN_THE_FUTURE');
    }
    const amountMinor = amountInCurrency(amount, proforma.currency, 'amount');
    const leftMinor = proforma.grossMinor - advancedMinor(proforma);
    const unpaidMinor = balanceOf(proforma);
    if (amountMinor <= leftMinor && amountMinor > unpaidMinor) {
        throw refusedField('ADVANCE_EXCEEDS_ORDER', 'amount',
            `is more than the ${moneyText(unpaidMinor, proforma.currency)} that the payments leave of the order; `
                + 'name a payment that was recorded before by its paymentId');
    }
    return { amountMinor, receivedOn, payment: undefined };
}

function paidMoney(proforma: Invoice, { amount, receivedOn }: AdvanceInput, paymentId: string): ReceivedAdvance {
    const payment = proforma.payments.find((paid) => paid.paymentId === paymentId);
    if (payment === undefined) {
        throw new DomainError(
            'PAYMENT_NOT_FOUND', 'paymentId: this proforma has no such advance payment', { paymentId });
    }
    const invoiced = advanceInvoiceOf(proforma, paymentId);
    if (invoiced !== undefined) {
        throw new DomainError('ADVANCE_ALREADY_INVOICED', `paymentId: advance invoice ${invoiced.invoiceNumber} was `
            + 'issued for this payment; correct or cancel that one',
        { paymentId, advanceInvoiceId: invoiced.invoiceId });
    }
    const { amountMinor, date } = payment;
    if (amount !== undefined && amountInCurrency(amount, proforma.currency, 'amount') !== amountMinor) {
        throw refusedField('VALIDATION_FAILED', 'amount',
            `must be ${moneyText(amountMinor, proforma.currency)}, the amount of the payment, or left out`,
            'NOT_THE_PAYMENT');
    }
    if (receivedOn !== undefined && receivedOn !== date) {
        throw refusedField('VALIDATION_FAILED', 'receivedOn', `must be ${date}, the day of the payment, or left out`,
            'NOT_THE_PAYMENT');
    }
    return { amountMinor, receivedOn: date, payment };
}
