import { calendarDate } from '../../foundation/clock/clock.ts';
import type { Command } from '../../platform/commands/command.ts';
import { usedCredit } from './movements.ts';
import { newSettlement } from './new-settlement.ts';
import { onOneInvoice } from './on-one-invoice.ts';
import { assertPayable } from './payable.ts';
import { givenAmount } from './payment-details.ts';
import { customerOf } from './settlement.ts';
import { storeSettlement, type MadePayment, type PaymentDependencies } from './store-settlement.ts';

/** Part of the credit to use. */
export type CreditUse = {
    /** In millionths; absent: as much as there is, and as is left to pay. */
    readonly amount?: bigint;
};

/**
 * Pays an invoice from its customer's credit. Invariant: Σ movements = 0; `paid` grows by the amount.
 * @throws DomainError `ALREADY_SETTLED` | `PAYMENT_EXCEEDS_BALANCE` | `CREDIT_INSUFFICIENT` and those of
 *     `assertPayable` and `onOneInvoice`
 */
export function applyCredit(
    dependencies: PaymentDependencies, command: Command<MadePayment>, invoiceId: string,
    { amount }: CreditUse
): Promise<MadePayment> {
    return onOneInvoice(dependencies, command, { invoiceId }, async ({ invoice, creditMinor, now }) => {
        const { currency, contactId } = invoice;
        assertPayable(invoice);
        const { amountMinor, movements } = usedCredit(invoice, creditMinor, givenAmount(amount, currency, 'amount'));
        const settlement = newSettlement(command, 'credit_use', {
            customerId: customerOf(invoice), contactId, currency, amountMinor, movements, now,
            settledOn: calendarDate(now, dependencies.config.timeZone)
        });
        return storeSettlement(dependencies, command, { settlement, invoices: [invoice] });
    });
}
