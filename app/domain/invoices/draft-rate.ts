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
    /** Current calendar date: the date of a rate that comes without one. */
    readonly today: string;
};

/** The source of a rate that comes without one. */
const manual = 'manual';

/**
 * The rate given by hand for a draft: given members replace, `null` empties, absent ones stay. Null: the source of
 * rates decides at issue.
 * @throws DomainError `VALIDATION_FAILED`
 */
export function rateByHand(
    input: RateInput, { before, currency, vatCurrency, issueDate, today }: RateCircumstances
): ExchangeRate | null {
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
    return { rateNanos, date: date ?? earlier(today, issueDate), source: source ?? manual };
}

const rateFields = ['exchangeRate', 'exchangeRateDate', 'exchangeRateSource'] as const;

function earlier(today: string, issueDate: string | null): string {
    return issueDate !== null && issueDate < today ? issueDate : today;
}
