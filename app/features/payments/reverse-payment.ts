import type { Command } from '../../platform/commands/command.ts';
import { onNewest } from '../../platform/commands/on-newest.ts';
import { DomainError } from '../../foundation/errors/domain-error.ts';
import { refusedField } from '../../foundation/errors/refused-field.ts';
import { creditIn } from './balances.ts';
import { newSettlement } from './new-settlement.ts';
import { openSettlement } from './opened-payment.repository.ts';
import { dayOf } from './payment-details.ts';
import { reverse } from './reverse.ts';
import type { StoredSettlement } from './settlement.ts';
import { storeSettlement, type MadePayment, type PaymentDependencies } from './store-settlement.ts';

/** Reason and date of a reversal. */
export type Reversal = {
    readonly reason: string;
    /** A date or an instant; absent: today. */
    readonly reversalDate?: string;
};

/**
 * Undoes a payment, a use of credit, a refund or a write-off, once. The payment itself stays as it was.
 * @throws DomainError `PAYMENT_NOT_FOUND` | `VALIDATION_FAILED` and those of `reverse`
 */
export function reversePayment(
    dependencies: PaymentDependencies, command: Command<MadePayment>, paymentId: string,
    { reason, reversalDate }: Reversal
): Promise<MadePayment> {
    return onNewest(command, (asking) => openSettlement(dependencies, asking, paymentId), async (opened) => {
        const reversed = foundPayment(opened.settlement, paymentId);
        const { customerId, contactId, currency, amountMinor, method, reference } = reversed;
        const invoices = opened.invoices.flatMap((invoice) => invoice ?? []);
        const movements = reverse(reversed, invoices, creditIn(opened.credits, customerId, currency));
        const now = dependencies.clock.now();
        const settledOn = dayOf(dependencies, 'reversalDate', reversalDate, now);
        if (settledOn < reversed.settledOn) {
            throw refusedField('VALIDATION_FAILED', 'reversalDate',
                `must not be before the payment, ${reversed.settledOn}`, 'TOO_EARLY');
        }
        const settlement = newSettlement(command, 'reversal', {
            customerId, contactId, currency, amountMinor, method, reference, settledOn, reason, reversesId: paymentId,
            movements, now
        });
        return storeSettlement(dependencies, command, { settlement, invoices });
    });
}

/** The settlement that was read. @throws DomainError `PAYMENT_NOT_FOUND`, also for another organisation's payment */
export function foundPayment(settlement: StoredSettlement | undefined, paymentId: string): StoredSettlement {
    if (settlement === undefined) {
        throw new DomainError(
            'PAYMENT_NOT_FOUND', 'paymentId: there is no such payment in your organisation', { paymentId });
    }
    return settlement;
}
