import { calendarDate } from '../../foundation/clock/clock.ts';
import { refusedField } from '../../foundation/errors/refused-field.ts';
import { amountInCurrency } from '../../foundation/money/amount-in-currency.ts';
import type { Settlement } from './settlement.ts';
import type { PaymentDependencies } from './store-settlement.ts';
import type { PaymentMethod } from '../../foundation/vocabulary/payment-methods.ts';

/** Details of money that moved, as a caller gives them beside the amount. */
export type PaymentDetails = {
    /** Calendar date, `YYYY-MM-DD`. */
    readonly paymentDate?: string;
    readonly paymentMethod: PaymentMethod;
    readonly paymentReference?: string | null;
    readonly notes?: string | null;
};

/**
 * Members of a payment from its details.
 * @throws DomainError `VALIDATION_FAILED` for a future day
 */
export function keptDetails(
    dependencies: PaymentDependencies,
    { paymentDate, paymentMethod, paymentReference, notes }: PaymentDetails, now: Date
):
Pick<Settlement, 'settledOn' | 'method' | 'reference' | 'notes'> {
    return {
        settledOn: dayOf(dependencies, 'paymentDate', paymentDate, now), method: paymentMethod,
        reference: paymentReference ?? null, notes: notes ?? null
    };
}

/**
 * The day that was given, or today where the seller is.
 * @param path - The field, for the error.
 * @throws DomainError `VALIDATION_FAILED` for a future day
 */
export function dayOf(
    { config: { timeZone } }: PaymentDependencies, path: string, given: string | undefined, now: Date
): string {
    const today = calendarDate(now, timeZone);
    const day = given ?? today;
    if (day > today) {
        throw refusedField('VALIDATION_FAILED', path, `must not be after today, ${today}`, 'IN_THE_FUTURE');
    }
    return day;
}

/**
 * A given amount in minor units of a currency.
 * @throws DomainError `VALIDATION_FAILED` when it has more decimals than the currency, or is too large
 */
export function givenAmount(micros: bigint | undefined, currency: string, path: string): bigint | undefined {
    return micros === undefined ? undefined : amountInCurrency(micros, currency, path);
}
