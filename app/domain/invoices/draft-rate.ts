import { lastWorkingDayBefore } from '../../foundation/clock/working-days.ts';
import { refusedField } from '../../foundation/errors/refused-field.ts';
import type { ExchangeRate } from './invoice.ts';
import type { DraftInput } from './invoice.schemas.ts';

/** Fields of the exchange rate that a caller may give. */
type RateInput = Pick<DraftInput, 'exchangeRate' | 'exchangeRateDate' | 'exchangeRateSource'>;

/** Further facts that the rate of a draft depends on. */
export type RateCircumstances = {
    /** The previous rate; null when it was given for another currency or VAT currency. */
    readonly before: ExchangeRate | null;
    /** ISO 4217, like `vatCurrency`. */
    readonly currency: string;
    readonly vatCurrency: string;
    readonly issueDate: string | null;
    /** Tax point by hand, or else the sale date. */
    readonly taxDate: string | null;
    /** Current calendar date. */
    readonly today: string;
};

/** The source of a rate that comes without one. */
const manual = 'manual';

/**
 * The rate given by hand for a draft: given members replace, `null` empties, absent ones stay. Null: the source of
 * rates decides at issue. A rate without a date is taken to be of the last working day before the earliest of tax
 * point, issue and today.
 * @throws DomainError `VALIDATION_FAILED`
 */
export function rateByHand(
    input: RateInput, circumstances: RateCircumstances
): ExchangeRate | null {
    const { before, currency, vatCurrency } = circumstances;
    const { exchangeRate: rateNanos = before?.rateNanos
        ?? null, exchangeRateDate: date = before?.date, exchangeRateSource: source = before?.source } = input;
    const given = rateFields.find((field) => input[field] !== undefined && input[field] !== null);

    if (currency === vatCurrency) {
        if (given !== undefined) {
            throw refusedField('VALIDATION_FAILED', given,
                `must not be given: the invoice is in the VAT currency, ${vatCurrency}`, 'RATE_NOT_NEEDED');
        }
        return null;
    }
    if (rateNanos === null) {
        if (given !== undefined) {
            throw refusedField('VALIDATION_FAILED', given, 'must not be given without exchangeRate', 'RATE_MISSING');
        }
        return null;
    }
    return { rateNanos, date: date ?? dayOfRate(circumstances), source: source ?? manual };
}

const rateFields = ['exchangeRate', 'exchangeRateDate', 'exchangeRateSource'] as const;

/** @see Ustawa o VAT art. 31a ust. 1-2 */
function dayOfRate({ issueDate, taxDate, today }: RateCircumstances): string {
    const dates = [issueDate, taxDate, today].filter((date) => date !== null);
    return lastWorkingDayBefore(dates.reduce((earliest, date) => (date < earliest ? date : earliest)));
}
