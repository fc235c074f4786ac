import { calendarDate } from '../clock.ts';
import type { Command } from '../commands/command.ts';
import { DomainError } from '../errors/domain-error.ts';
import { balanceOf, type Invoice } from '../invoices/invoice.ts';
import { decimalsOf } from '../money/currencies.ts';
import { formatMinor, MICROS_DECIMALS, parseMicros } from '../money/decimal.ts';
import { assertBalanceLeft } from './allocate.ts';
import { newSettlement } from './new-settlement.ts';
import { onOneInvoice } from './on-one-invoice.ts';
import { assertPayable } from './payable.ts';
import { customerOf } from './settlement.ts';
import { storeSettlement, type MadePayment, type PaymentAnswerFor, type PaymentServices } from './store-settlement.ts';

/**
 * Forgives what little is left to pay. Law: Σ movements = amount = the balance, all of it credited.
 * @throws DomainError `ALREADY_SETTLED` | `WRITE_OFF_TOO_LARGE` and those of `assertPayable` and `onOneInvoice`
 */
export function writeOff(
    services: PaymentServices, command: Command, invoiceId: string, { reason }: { readonly reason: string }, answerFor: PaymentAnswerFor
): Promise<MadePayment> {
    return onOneInvoice(services, command, invoiceId, async ({ organisation: { writeOffLimit }, invoice, now }) => {
        const { currency, contactId } = invoice;
        assertPayable(invoice);
        assertBalanceLeft(invoice);
        assertUnderLimit(invoice, writeOffLimit);
        const amountMinor = balanceOf(invoice);
        const settlement = newSettlement(command, 'write_off', {
            customerId: customerOf(invoice), contactId, currency, amountMinor, settledOn: calendarDate(now, services.config.timeZone), reason
        }, [{ account: 'credited', invoiceId, amountMinor }], now);
        return storeSettlement(services, command, { settlement, invoices: [invoice] }, answerFor);
    });
}

/**
 * @param limit - In the invoice's currency, as the profile has it.
 * @throws DomainError `WRITE_OFF_TOO_LARGE`
 */
function assertUnderLimit(invoice: Invoice, limit: string): void {
    const decimals = decimalsOf(invoice.currency);
    const balance = balanceOf(invoice);
    if (balance * 10n ** BigInt(MICROS_DECIMALS - decimals) > parseMicros(limit)) {
        throw new DomainError('WRITE_OFF_TOO_LARGE',
            `invoiceId: the balance of ${formatMinor(balance, decimals)} ${invoice.currency} is more than your organisation's writeOffLimit of ${limit}`,
            { invoiceId: invoice.id, writeOffLimit: limit });
    }
}
