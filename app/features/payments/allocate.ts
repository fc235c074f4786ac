import { DomainError } from '../../foundation/errors/domain-error.ts';
import { refusedField } from '../../foundation/errors/refused-field.ts';
import { balanceOf, type Invoice } from '../../domain/invoices/invoice.ts';
import { least } from '../../foundation/money/decimal.ts';
import { moneyText } from '../../foundation/money/money-text.ts';
import type { Movement } from './settlement.ts';

/** Invoice that a payment is for, with its part of it. */
export type Share = {
    readonly invoice: Invoice;
    /** Amount in minor units; absent: as much of the balance as is left of the payment. */
    readonly amountMinor: bigint | undefined;
    /** The field that the amount is given in, for the error. */
    readonly path: string;
};

/**
 * Spreads a payment over invoices of one customer. Given amounts are kept; what is left pays the other invoices in
 * their order; the rest becomes the customer's credit. Invariant: Σ movements = `amountMinor`, and no invoice gets more
 * than its balance.
 * @throws DomainError `VALIDATION_FAILED` when the given amounts are more than the payment · `PAYMENT_EXCEEDS_BALANCE`
 */
export function allocate(amountMinor: bigint, customerId: string, shares: readonly Share[]): readonly Movement[] {
    const given = shares.reduce((sum, share) => sum + (share.amountMinor ?? 0n), 0n);
    if (given > amountMinor) {
        throw refusedField('VALIDATION_FAILED', 'allocations', 'add up to more than amount', 'TOO_LARGE');
    }
    let leftMinor = amountMinor - given;
    const movements: Movement[] = shares.map(({ invoice, amountMinor: wanted, path }) => {
        if (wanted !== undefined) {
            assertWithinBalance(invoice, wanted, path);
            return { account: 'paid', invoiceId: invoice.id, amountMinor: wanted };
        }
        const part = least(leftMinor, balanceOf(invoice));
        leftMinor -= part;
        return { account: 'paid', invoiceId: invoice.id, amountMinor: part };
    });
    return [...movements, { account: 'credit', customerId, amountMinor: leftMinor }];
}

/** @throws DomainError `PAYMENT_EXCEEDS_BALANCE` */
export function assertWithinBalance(invoice: Invoice, amountMinor: bigint, path: string): void {
    if (amountMinor > balanceOf(invoice)) {
        throw refusedField('PAYMENT_EXCEEDS_BALANCE', path,
            `is more than the balance of ${moneyText(balanceOf(invoice), invoice.currency)}`);
    }
}

/** @throws DomainError `ALREADY_SETTLED` */
export function assertBalanceLeft(invoice: Invoice): void {
    if (balanceOf(invoice) === 0n) {
        throw new DomainError(
            'ALREADY_SETTLED', 'invoiceId: there is nothing left to pay on this invoice', { invoiceId: invoice.id });
    }
}
