import { addDays, calendarDate, startOfDay } from '../../foundation/clock/clock.ts';
import { fallbackCurrency, type ReportDependencies } from './report-dependencies.ts';
import { periodOf, type AskedRange, type DateRange } from './report-period.ts';
import { statisticsOf, type Statistics } from './statistics.ts';
import { readDocumentGroups } from './statistics.repository.ts';

/** Statistics, their period, and the day that overdue was counted from. */
export type StatisticsReport = Statistics & DateRange & { readonly asOf: string };

/**
 * Reads the number of an organisation's documents in a period, and their sums. Issued documents belong to the period of
 * their issue date; drafts, and documents cancelled as drafts, to that of the day they were made. Paid and credited
 * amounts are as of now.
 * @param ownCurrency - The organisation's own currency, shown even when there is nothing in it.
 * @throws DomainError `VALIDATION_FAILED`
 */
export async function readStatistics(
    { database, clock, config: { timeZone } }: ReportDependencies, organisationId: string, asked: AskedRange,
    ownCurrency: string = fallbackCurrency
): Promise<StatisticsReport> {
    const today = calendarDate(clock.now(), timeZone);
    const period = periodOf(asked, today);
    const groups = await readDocumentGroups(database, organisationId, {
        ...period, createdFrom: startOfDay(period.startDate, timeZone),
        createdBefore: startOfDay(addDays(period.endDate, 1), timeZone), today
    });
    return { ...period, asOf: today, ...statisticsOf(groups, ownCurrency) };
}
