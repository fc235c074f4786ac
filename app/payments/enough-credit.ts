import { refusedField } from '../errors/refused-field.ts';
import { decimalsOf } from '../money/currencies.ts';
import { formatMinor } from '../money/decimal.ts';

/** Whether a customer has the credit that is to be used or given back. @throws DomainError `CREDIT_INSUFFICIENT` */
export function assertEnoughCredit(creditMinor: bigint, amountMinor: bigint, currency: string): void {
    if (creditMinor === 0n || amountMinor > creditMinor) {
        throw refusedField('CREDIT_INSUFFICIENT', 'amount', `is more than the customer's credit of ${formatMinor(creditMinor, decimalsOf(currency))} ${currency}`);
    }
}
