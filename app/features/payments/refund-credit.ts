import type { Command } from '../../platform/commands/command.ts';
import { onNewest } from '../../platform/commands/on-newest.ts';
import { amountInCurrency } from '../../foundation/money/amount-in-currency.ts';
import type { Invoice } from '../../domain/invoices/invoice.ts';
import { assertMatches } from '../../platform/commands/precondition.ts';
import { creditIn } from './balances.ts';
import { refundedCredit } from './movements.ts';
import { newSettlement, type Customer } from './new-settlement.ts';
import { openPayment, type OpenedPayment } from './opened-payment.repository.ts';
import { keptDetails, type PaymentDetails } from './payment-details.ts';
import { customerOf } from './settlement.ts';
import { storeSettlement, type MadePayment, type PaymentDependencies } from './store-settlement.ts';
import { foundInvoice } from '../../domain/invoices/open-invoice.ts';

/** Refund of credit, as a caller gives it. */
export type Refund = PaymentDetails & {
    /** Amount in millionths. */
    readonly amount: bigint;
    /** ISO 4217; absent: the currency of the invoice, or the organisation's own. */
    readonly currency?: string;
};

/** Owner of the credit: a contact, or the customer of an invoice. */
export type RefundOf = { readonly contactId: string } | { readonly invoiceId: string };

/**
 * Gives credit back to a customer. Invariant: Σ movements = −amount, all of it credit.
 * @throws DomainError `INVOICE_NOT_FOUND` | `VALIDATION_FAILED` | `CREDIT_INSUFFICIENT` | `PRECONDITION_FAILED`
 */
export function refundCredit(
    dependencies: PaymentDependencies, command: Command<MadePayment>, of: RefundOf, refund: Refund
): Promise<MadePayment> {
    const asked = 'invoiceId' in of ? { invoiceIds: [of.invoiceId] } : { invoiceIds: [], customerId: of.contactId };
    return onNewest(command, (asking) => openPayment(dependencies, asking, asked), async (opened) => {
        const { customer, invoices } = refunded(of, opened);
        invoices.forEach(({ version }) => assertMatches(command.ifMatch, version, false));
        const currency = currencyOf(opened, invoices, refund);
        const creditMinor = creditIn(opened.credits, customer.customerId, currency);
        const { amountMinor, movements } = refundedCredit(
            customer.customerId, creditMinor, amountInCurrency(refund.amount, currency, 'amount'), currency);
        const now = dependencies.clock.now();
        const settlement = newSettlement(command, 'refund', {
            ...customer, currency, amountMinor, ...keptDetails(dependencies, refund, now), movements, now
        });
        return storeSettlement(dependencies, command, { settlement, invoices });
    });
}

function refunded(
    of: RefundOf, opened: OpenedPayment
): { readonly customer: Customer; readonly invoices: readonly Invoice[] } {
    if ('contactId' in of) {
        // A document that stands for a customer without contact is no contact, even when its id is given as one.
        return {
            customer: { customerId: of.contactId, contactId: opened.isKnown ? of.contactId : null }, invoices: []
        };
    }
    const invoice = foundInvoice(opened.invoices[0], of.invoiceId);
    return { customer: { customerId: customerOf(invoice), contactId: invoice.contactId }, invoices: [invoice] };
}

function currencyOf({ organisation }: OpenedPayment, [invoice]: readonly Invoice[], { currency }: Refund): string {
    return currency ?? invoice?.currency ?? organisation.defaultCurrency;
}
