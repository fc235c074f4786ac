import { addDays, calendarDate, startOfDay } from '../../foundation/clock/clock.ts';
import { fallbackCurrency, type ReportDependencies } from './report-dependencies.ts';
import { periodOf, type AskedRange, type DateRange } from './report-period.ts';
import { statisticsOf, type Statistics } from './statistics.ts';
import { readDocumentGroups } from './statistics.repository.ts';

/** Statistics, the period they are of, and the day that overdue was counted from. */
export type StatisticsReport = Statistics & DateRange & { readonly asOf: string };

/**
 * How many documents an organisation has in a period, and what they come to. Issued ones belong to the period of their issue date; drafts, and
 * what was cancelled as a draft, to that of the day they were made. What was paid and credited is as of now.
 * @throws DomainError `VALIDATION_FAILED`
 */
export async function readStatistics(
    { database, clock, config: { timeZone } }: ReportDependencies, organisationId: string, asked: AskedRange
): Promise<StatisticsReport> {
    const today = calendarDate(clock.now(), timeZone);
    const period = periodOf(asked, today);
    const { ownCurrency, groups } = await readDocumentGroups(database, organisationId, {
        ...period, createdFrom: startOfDay(period.startDate, timeZone), createdBefore: startOfDay(addDays(period.endDate, 1), timeZone), today
    });
    return { ...period, asOf: today, ...statisticsOf(groups, ownCurrency ?? fallbackCurrency) };
}
