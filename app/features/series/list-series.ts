import { calendarDate } from '../../foundation/clock/clock.ts';
import type { Database } from '../../platform/database/database.ts';
import { listSeries } from './numbering.repository.ts';

/** One series with its counter, in the words of the API. */
export type NumberSeries = {
    readonly id: string;
    readonly invoiceType: string;
    readonly period: string;
    readonly lastNumber: number;
    readonly lastIssueDate: string;
};

/** Lists every series of an organisation, the newest period first. */
export async function listNumberSeries(database: Database, organisationId: string): Promise<readonly NumberSeries[]> {
    const rows = await listSeries(database, organisationId);
    return rows.map(({ id, invoiceType, period, lastNumber, lastIssueDate }) => ({
        id, invoiceType, period, lastNumber: Number(lastNumber), lastIssueDate: calendarDate(lastIssueDate, 'UTC')
    }));
}
