import { addDays } from '../../foundation/clock/clock.ts';
import { endOfMonth, type DateRange } from './report-period.ts';

/** Units that a VAT report is divided by. */
export const vatGroupings = ['period', 'month', 'quarter'] as const;

/** One of {@link vatGroupings}. */
export type VatGrouping = (typeof vatGroupings)[number];

/**
 * Days that may decide on the period. tax_point: the day on which the tax arises, or a corrective counts · sale: the
 * day of the sale, or of a corrective's own issue · issue: the day of the issue.
 */
export const vatDateBases = ['tax_point', 'sale', 'issue'] as const;

/** One of {@link vatDateBases}. */
export type VatDateBasis = (typeof vatDateBases)[number];

/** A part of a report's period: a month, a quarter, or all of it. At both ends of the report it may be cut short. */
export type VatPeriod = DateRange & {
    /** Key by which the statement groups: `2026-11`, `2026-Q4`, or `period`. */
    readonly key: string;
};

/** The parts of a period in their order, including those without documents. */
export function vatPeriodsOf({ startDate, endDate }: DateRange, grouping: VatGrouping): readonly VatPeriod[] {
    const periods: VatPeriod[] = [];
    for (let start = startDate; start <= endDate; start = addDays(periods.at(-1)?.endDate ?? endDate, 1)) {
        const end = lastDayOf(start, endDate, grouping);
        periods.push({ key: keyOf(start, grouping), startDate: start, endDate: end < endDate ? end : endDate });
    }
    return periods;
}

function lastDayOf(date: string, endDate: string, grouping: VatGrouping): string {
    if (grouping === 'period') {
        return endDate;
    }
    return endOfMonth(
        grouping === 'month' ? date : `${date.slice(0, 5)}${String(quarterOf(date) * 3).padStart(2, '0')}-01`);
}

function keyOf(date: string, grouping: VatGrouping): string {
    if (grouping === 'period') {
        return grouping;
    }
    return grouping === 'month' ? date.slice(0, 7) : `${date.slice(0, 4)}-Q${quarterOf(date)}`;
}

function quarterOf(date: string): number {
    return Math.ceil(Number(date.slice(5, 7)) / 3);
}
