import type { Command } from '../../platform/commands/command.ts';
import { balanceOf } from '../../domain/invoices/invoice.ts';
import { allocate, assertBalanceLeft } from './allocate.ts';
import { receivedAdvance } from './movements.ts';
import { assertCreditHolds, newSettlement } from './new-settlement.ts';
import { onOneInvoice, type OneInvoice } from './on-one-invoice.ts';
import { assertTakesMoney } from './payable.ts';
import { givenAmount, keptDetails, type PaymentDetails } from './payment-details.ts';
import { repeatedPayment } from './repeated-payment.ts';
import { customerOf } from './settlement.ts';
import { storeSettlement, type MadePayment, type PaymentDependencies } from './store-settlement.ts';

/** A payment of one invoice. */
export type InvoicePayment = PaymentDetails & {
    /** Amount in millionths; absent: the balance. */
    readonly amount?: bigint;
};

/** A payment with the options of taking it. */
export type Paying = {
    readonly payment: InvoicePayment;
    /** The field of the amount, for errors. */
    readonly amountPath: string;
    /**
     * True to take money only while something is left to pay, and once with the same reference, day and amount. False
     * to take all money: what is more than the balance becomes credit.
     */
    readonly needsBalance: boolean;
};

/**
 * Records money received for one invoice. The excess over its balance becomes the customer's credit: received money is
 * never refused. All money for a proforma is credit, which pays the invoice that the proforma becomes; the proforma
 * notes it as an advance.
 * @returns The payment; with `needsBalance` an earlier one that this call repeats, with the invoice as it is.
 * @throws DomainError `VALIDATION_FAILED` | `ALREADY_SETTLED` | `AMOUNT_TOO_LARGE` | `TOO_MANY_ADVANCES` and those of
 *     `assertTakesMoney` and `onOneInvoice`
 */
export function payInvoice(
    dependencies: PaymentDependencies, command: Command<MadePayment>, invoiceId: string,
    { payment, amountPath, needsBalance }: Paying
): Promise<MadePayment> {
    const reference = needsBalance ? payment.paymentReference ?? undefined : undefined;
    const before = (state: OneInvoice): MadePayment | undefined =>
        repeatedPayment(state, {
            settledOn: keptDetails(dependencies, payment, state.now).settledOn,
            amountMinor: givenAmount(payment.amount, state.invoice.currency, amountPath)
        });

    return onOneInvoice(dependencies, command, { invoiceId, reference, before }, async (state) => {
        const { invoice, creditMinor, now } = state;
        assertTakesMoney(invoice);
        if (needsBalance) {
            assertBalanceLeft(invoice);
        }
        const amountMinor = givenAmount(payment.amount, invoice.currency, amountPath) ?? balanceOf(invoice);
        const customerId = customerOf(invoice);
        const movements = invoice.invoiceType === 'proforma' ? receivedAdvance(invoice, amountMinor)
            : allocate(amountMinor, customerId, [{ invoice, amountMinor: undefined, path: amountPath }]);
        assertCreditHolds(creditMinor, movements);
        const settlement = newSettlement(command, 'payment', {
            customerId, contactId: invoice.contactId, currency: invoice.currency, amountMinor, movements, now,
            ...keptDetails(dependencies, payment, now)
        });
        return storeSettlement(dependencies, command, { settlement, invoices: [invoice] });
    });
}
