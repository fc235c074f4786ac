import { calendarDate } from '../../foundation/clock/clock.ts';
import type { Command } from '../../platform/commands/command.ts';
import { writtenOffBalance } from './movements.ts';
import { newSettlement } from './new-settlement.ts';
import { onOneInvoice } from './on-one-invoice.ts';
import { assertPayable } from './payable.ts';
import { customerOf } from './settlement.ts';
import { storeSettlement, type MadePayment, type PaymentDependencies } from './store-settlement.ts';

/**
 * Writes off a small balance. Invariant: Σ movements = amount = the balance, all of it credited.
 * @throws DomainError `ALREADY_SETTLED` | `WRITE_OFF_TOO_LARGE` and those of `assertPayable` and `onOneInvoice`
 */
export function writeOff(
    dependencies: PaymentDependencies, command: Command<MadePayment>, invoiceId: string,
    { reason }: { readonly reason: string }
): Promise<MadePayment> {
    return onOneInvoice(dependencies, command, { invoiceId }, async ({ organisation, invoice, now }) => {
        const { currency, contactId } = invoice;
        assertPayable(invoice);
        const { amountMinor, movements } = writtenOffBalance(invoice, organisation.writeOffLimit);
        const settlement = newSettlement(command, 'write_off', {
            customerId: customerOf(invoice), contactId, currency, amountMinor, reason, movements, now,
            settledOn: calendarDate(now, dependencies.config.timeZone)
        });
        return storeSettlement(dependencies, command, { settlement, invoices: [invoice] });
    });
}
