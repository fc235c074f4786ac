import { addDays } from '../../foundation/clock/clock.ts';
import { refusedField } from '../../foundation/errors/refused-field.ts';
import type { ExchangeRate } from './invoice.ts';

/** Maximum days between a rate and the last day allowed for it. No pause of the banks is half as long. */
const maxDaysOld = 31;

/** ISO 4217: the VAT currency of the law below. Other states have rules of their own, such as monthly rates. */
const polishVatCurrency = 'PLN';

/**
 * Asserts that the day of a rate given by hand is one that art. 31a allows. The law takes the last working day before
 * the tax point or the issue; days before it are let through up to a month, because not every source quotes each day.
 * A document with several tax points has one rate by hand for all: its day has to fit one of them.
 * @param days - The days before which a rate is wanted, `YYYY-MM-DD`: one for each tax point.
 * @param vatCurrency - ISO 4217; the organisation's VAT currency.
 * @throws DomainError `EXCHANGE_RATE_DATE_WRONG`
 * @see Ustawa o VAT art. 31a ust. 1-2
 */
export function assertRateDateFits(rate: ExchangeRate, days: readonly string[], vatCurrency: string): void {
    const [first, ...others] = days.toSorted();
    if (first === undefined || vatCurrency !== polishVatCurrency) {
        return;
    }
    const { date } = rate;
    const [earliest, latest] = [addDays(first, -1 - maxDaysOld), addDays(others.at(-1) ?? first, -1)];
    if (date < earliest || date > latest) {
        throw refusedField('EXCHANGE_RATE_DATE_WRONG', 'exchangeRateDate',
            `must be from ${earliest} to ${latest}, before the tax point and the issue date; it is ${date}`);
    }
}
