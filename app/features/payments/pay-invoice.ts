import type { Command } from '../../platform/commands/command.ts';
import { balanceOf } from '../../domain/invoices/invoice.ts';
import { allocate, assertBalanceLeft } from './allocate.ts';
import { assertCreditHolds, newSettlement } from './new-settlement.ts';
import { onOneInvoice } from './on-one-invoice.ts';
import { assertPayable, assertTakesMoney } from './payable.ts';
import { givenAmount, keptDetails, type PaymentDetails } from './payment-details.ts';
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
    /** True to refuse when nothing is left to pay, instead of keeping all as credit. */
    readonly needsBalance: boolean;
};

/**
 * Records money received for one invoice. The excess over its balance becomes the customer's credit: received money is
 * never refused. A proforma owes nothing, so all of its money becomes credit, which pays the invoice that the proforma
 * becomes.
 * @throws DomainError `VALIDATION_FAILED` | `ALREADY_SETTLED` | `AMOUNT_TOO_LARGE` and those of `assertPayable` and
 *     `onOneInvoice`
 */
export function payInvoice(
    dependencies: PaymentDependencies, command: Command<MadePayment>, invoiceId: string,
    { payment, amountPath, needsBalance }: Paying
): Promise<MadePayment> {
    return onOneInvoice(dependencies, command, invoiceId, async ({ invoice, creditMinor, now }) => {
        // A proforma has no balance, so a second such call could not be told from the first.
        (needsBalance ? assertPayable : assertTakesMoney)(invoice);
        if (needsBalance) {
            assertBalanceLeft(invoice);
        }
        const amountMinor = givenAmount(payment.amount, invoice.currency, amountPath) ?? balanceOf(invoice);
        const customerId = customerOf(invoice);
        const owing = invoice.invoiceType === 'proforma' ? [] : [{ invoice, amountMinor: undefined, path: amountPath }];
        const movements = allocate(amountMinor, customerId, owing);
        assertCreditHolds(creditMinor, movements);
        const settlement = newSettlement(command, 'payment', {
            customerId, contactId: invoice.contactId, currency: invoice.currency, amountMinor, movements, now,
            ...keptDetails(dependencies, payment, now)
        });
        return storeSettlement(dependencies, command, { settlement, invoices: [invoice] });
    });
}
