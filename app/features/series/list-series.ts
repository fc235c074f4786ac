import { calendarDate } from '../../foundation/clock/clock.ts';
import type { Database } from '../../platform/database/database.ts';
import { listSeries, type StoredSeries } from './numbering.repository.ts';

/** One series with its counter, in the words of the API. */
export type NumberSeries = {
    readonly id: string;
    readonly invoiceType: string;
    readonly period: string;
    readonly firstNumber: number;
    /** Null before the first document, like `lastIssueDate`. */
    readonly lastNumber: number | null;
    readonly lastIssueDate: string | null;
};

/** Lists every series of an organisation, the newest period first. */
export async function listNumberSeries(database: Database, organisationId: string): Promise<readonly NumberSeries[]> {
    const rows = await listSeries(database, organisationId);
    return rows.map(numberSeriesOf);
}

/** A stored series in the words of the API. */
export function numberSeriesOf(
    { id, invoiceType, period, firstNumber, lastNumber, lastIssueDate }: StoredSeries
): NumberSeries {
    const first = firstNumber ?? 1n;
    const hasDocuments = lastNumber >= first;
    return {
        id, invoiceType, period, firstNumber: Number(first),
        lastNumber: hasDocuments ? Number(lastNumber) : null,
        lastIssueDate: hasDocuments ? calendarDate(lastIssueDate, 'UTC') : null
    };
}
