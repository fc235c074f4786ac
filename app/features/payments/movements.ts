import { DomainError } from '../../foundation/errors/domain-error.ts';
import { refusedField } from '../../foundation/errors/refused-field.ts';
import { balanceOf, maxAdvances, type Invoice } from '../../domain/invoices/invoice.ts';
import { decimalsOf } from '../../foundation/money/currencies.ts';
import { microsDecimals, parseMicros, least } from '../../foundation/money/decimal.ts';
import { moneyText } from '../../foundation/money/money-text.ts';
import { assertBalanceLeft, assertWithinBalance } from './allocate.ts';
import { customerOf, type Movement } from './settlement.ts';

/** Amount of a settlement, in minor units, with its movements. */
export type Moved = { readonly amountMinor: bigint; readonly movements: readonly Movement[] };

/**
 * Movements that pay an invoice from its customer's credit. Pure.
 * @param wantedMinor - Absent: the smaller of credit and balance.
 * @throws DomainError `ALREADY_SETTLED` | `PAYMENT_EXCEEDS_BALANCE` | `CREDIT_INSUFFICIENT`
 */
export function usedCredit(invoice: Invoice, creditMinor: bigint, wantedMinor: bigint | undefined): Moved {
    assertBalanceLeft(invoice);
    if (wantedMinor === undefined && creditMinor === 0n) {
        throw noCredit(invoice);
    }
    const amountMinor = wantedMinor ?? least(balanceOf(invoice), creditMinor);
    assertWithinBalance(invoice, amountMinor, 'amount');
    assertEnoughCredit(creditMinor, amountMinor, invoice.currency);
    return {
        amountMinor,
        movements: [
            { account: 'paid', invoiceId: invoice.id, amountMinor },
            { account: 'credit', customerId: customerOf(invoice), amountMinor: -amountMinor }
        ]
    };
}

/**
 * Movements of money that is received on a proforma: all of it is the customer's credit, and as much as the proforma
 * comes to is noted on it as an advance. Pure.
 * @throws DomainError `TOO_MANY_ADVANCES`
 */
export function receivedAdvance(proforma: Invoice, amountMinor: bigint): readonly Movement[] {
    const advanceMinor = least(amountMinor, balanceOf(proforma));
    if (advanceMinor > 0n && proforma.payments.length >= maxAdvances) {
        throw new DomainError('TOO_MANY_ADVANCES',
            `invoiceId: this proforma has ${maxAdvances} advances, and takes no more`, { invoiceId: proforma.id });
    }
    return [
        { account: 'advance', invoiceId: proforma.id, amountMinor: advanceMinor },
        { account: 'credit', customerId: customerOf(proforma), amountMinor }
    ];
}

/** Movements that give credit back to a customer. Pure. @throws DomainError `CREDIT_INSUFFICIENT` */
export function refundedCredit(customerId: string, creditMinor: bigint, amountMinor: bigint, currency: string): Moved {
    assertEnoughCredit(creditMinor, amountMinor, currency);
    return { amountMinor, movements: [{ account: 'credit', customerId, amountMinor: -amountMinor }] };
}

/**
 * Movements that write off the whole balance of an invoice. Pure.
 * @param limit - Maximum write-off as decimal text, in the invoice's currency, from the organisation's profile.
 * @throws DomainError `ALREADY_SETTLED` | `WRITE_OFF_TOO_LARGE`
 */
export function writtenOffBalance(invoice: Invoice, limit: string): Moved {
    assertBalanceLeft(invoice);
    const amountMinor = balanceOf(invoice);
    const decimals = decimalsOf(invoice.currency);
    if (amountMinor * 10n ** BigInt(microsDecimals - decimals) > parseMicros(limit)) {
        throw new DomainError('WRITE_OFF_TOO_LARGE',
            `invoiceId: the balance of ${moneyText(amountMinor, invoice.currency)} is more than your `
                + `organisation's writeOffLimit of ${limit}`,
            { invoiceId: invoice.id, writeOffLimit: limit });
    }
    return { amountMinor, movements: [{ account: 'credited', invoiceId: invoice.id, amountMinor }] };
}

function noCredit({ id, currency }: Invoice): DomainError {
    return new DomainError('CREDIT_INSUFFICIENT',
        `invoiceId: the customer of this invoice has no credit in ${currency}`, { invoiceId: id, currency });
}

function assertEnoughCredit(creditMinor: bigint, amountMinor: bigint, currency: string): void {
    if (amountMinor > creditMinor) {
        throw refusedField('CREDIT_INSUFFICIENT', 'amount',
            `is more than the customer's credit of ${moneyText(creditMinor, currency)}`);
    }
}
