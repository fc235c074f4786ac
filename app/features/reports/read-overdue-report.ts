import { calendarDate } from '../../foundation/clock/clock.ts';
import { readDayCursor, writeDayCursor } from '../../foundation/schema/day-cursor.ts';
import { readOverduePart } from './overdue-report.repository.ts';
import type { BucketSum, OverdueInvoice, OverdueQuery } from './overdue-report.ts';
import { fallbackCurrency, type ReportDependencies } from './report-dependencies.ts';

/** One page of overdue invoices, and the sums of all unpaid ones that match. */
export type OverdueReport = {
    readonly asOf: string;
    readonly invoices: readonly OverdueInvoice[];
    readonly nextCursor: string | undefined;
    readonly buckets: readonly BucketSum[];
    /** Currency that is shown even when nothing is unpaid. */
    readonly currency: string;
};

/**
 * Reads overdue invoices, the longest overdue first, and the unpaid amounts by age. For a past day they are what was
 * owed on that day, as the customers' statements of it say; for a day to come, what is owed now.
 * @param ownCurrency - The organisation's own currency, shown even when nothing is unpaid in it.
 * @throws DomainError `VALIDATION_FAILED`
 */
export async function readOverdue(
    { database, clock, config: { timeZone } }: ReportDependencies, organisationId: string, query: OverdueQuery,
    ownCurrency: string = fallbackCurrency
): Promise<OverdueReport> {
    const today = calendarDate(clock.now(), timeZone);
    const asOf = query.asOf ?? today;
    const dated = { ...query, asOf, isPast: asOf < today };
    const after = readDayCursor(query.cursor);
    const { invoices, buckets } = await readOverduePart(database, organisationId, dated, after);
    const shown = invoices.slice(0, query.limit);
    const last = invoices.length > query.limit ? shown.at(-1) : undefined;
    return {
        asOf,
        invoices: shown,
        nextCursor: last === undefined ? undefined : writeDayCursor({ day: last.dueDate, id: last.invoiceId }),
        buckets,
        currency: query.currency ?? ownCurrency
    };
}
