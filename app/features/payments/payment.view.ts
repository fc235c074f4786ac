import type { Answer } from '../../platform/http/answer.ts';
import { toInvoiceSummary, toInvoiceView, todayOf } from '../../domain/invoices/invoice.view.ts';
import { decimalsOf } from '../../foundation/money/currencies.ts';
import { formatMinor } from '../../foundation/money/decimal.ts';
import type { InvoicePayments, PaymentPage } from './read-payments.ts';
import { paymentDocument } from './settlement.document.ts';
import type { CustomerCredit, Settlement } from './settlement.ts';
import { paidInvoice, type MadePayment, type PaymentDependencies } from './store-settlement.ts';

/** A new payment of one invoice as an answer, with the invoice. */
export function invoicePaymentAnswerOf(made: MadePayment, dependencies: PaymentDependencies): Answer {
    return created(made.settlement, { invoice: toInvoiceView(paidInvoice(made), todayOf(dependencies)) });
}

/** A new payment as an answer, with its invoices as lists show them. */
export function paymentAnswerOf({ settlement, invoices }: MadePayment, dependencies: PaymentDependencies): Answer {
    const today = todayOf(dependencies);
    return created(settlement, { invoices: invoices.map((invoice) => toInvoiceSummary(invoice, today)) });
}

/** One page of payments. */
export function toPaymentPage({ settlements, nextCursor }: PaymentPage, limit: number) {
    return { data: settlements.map(paymentDocument), limit, nextCursor };
}

/** One page of the settlements of an invoice. */
export function toInvoicePaymentsView(
    { settlements, nextAfter, currency, paidMinor, creditedMinor, creditMinor }: InvoicePayments, limit: number
) {
    const amount = (minor: bigint): string => formatMinor(minor, decimalsOf(currency));
    return {
        data: settlements.map(paymentDocument), limit, nextAfter,
        currency, paidAmount: amount(paidMinor), creditedAmount: amount(creditedMinor),
        customerCredit: amount(creditMinor)
    };
}

/** A customer's credit as an answer, one amount for each currency. */
export function toCreditView(contactId: string, credits: readonly CustomerCredit[]) {
    return {
        contactId,
        credits: credits.map(({ currency, amountMinor }) =>
            ({ currency, amount: formatMinor(amountMinor, decimalsOf(currency)) }))
    };
}

function created(settlement: Settlement, about: object): Answer {
    const view = { ...paymentDocument(settlement), ...about };
    return { statusCode: 201, headers: { location: `/payments/${settlement.id}` }, view };
}
