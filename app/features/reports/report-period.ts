import { refusedField } from '../../foundation/errors/refused-field.ts';

/** Range of calendar dates, `YYYY-MM-DD`; both belong to it. */
export type DateRange = { readonly startDate: string; readonly endDate: string };

/** Range that a caller asks for; see {@link periodOf}. */
export type AskedRange = { readonly startDate?: string; readonly endDate?: string };

/** Limit on the period of a report, which must be shorter. */
const maxYears = 10;

/**
 * The period of a report: as asked, or this month. Where only one end is given, the period begins with the month of its
 * end, or ends with this month, at the earliest with the month of its start.
 * @param today - Calendar date in the seller's time zone.
 * @throws DomainError `VALIDATION_FAILED`
 */
export function periodOf({ startDate: askedStart, endDate: askedEnd }: AskedRange, today: string): DateRange {
    const startDate = askedStart ?? startOfMonth(askedEnd ?? today);
    const endDate = askedEnd ?? endOfMonth(startDate < today ? today : startDate);
    return checkedRange({ startDate, endDate }, { start: 'startDate', end: 'endDate' });
}

/**
 * The period of a statement of account: as asked, or this month up to today.
 * @throws DomainError `VALIDATION_FAILED`
 */
export function statementPeriodOf(
    { from, to }: { readonly from?: string; readonly to?: string }, today: string
): DateRange {
    const endDate = to ?? (from === undefined || from < today ? today : from);
    return checkedRange({ startDate: from ?? startOfMonth(endDate), endDate }, { start: 'from', end: 'to' });
}

/** Checks the order of the dates and the length. @throws DomainError `VALIDATION_FAILED` naming the parameter */
function checkedRange(range: DateRange, names: { readonly start: string; readonly end: string }): DateRange {
    const { startDate, endDate } = range;
    if (endDate < startDate) {
        throw refusedField(
            'VALIDATION_FAILED', names.end, `must not be before ${names.start}, ${startDate}`, 'BEFORE_START');
    }
    if (endDate >= `${Number(startDate.slice(0, 4)) + maxYears}${startDate.slice(4)}`) {
        throw refusedField('VALIDATION_FAILED', names.end,
            `must be less than ${maxYears} years after ${names.start}, ${startDate}`, 'TOO_LARGE');
    }
    return range;
}

/** The first day of a day's month. */
function startOfMonth(date: string): string {
    return `${date.slice(0, 8)}01`;
}

/** The last day of a day's month. */
export function endOfMonth(date: string): string {
    const last = new Date(`${startOfMonth(date)}T00:00:00Z`);
    last.setUTCMonth(last.getUTCMonth() + 1, 0);
    return last.toISOString().slice(0, 10);
}
