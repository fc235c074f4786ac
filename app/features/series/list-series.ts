import type { Database } from '../../platform/database/database.ts';
import { listSeries, type SeriesRow } from './numbering.repository.ts';

/** One series with its counter. */
export type NumberSeries = Omit<SeriesRow, 'lastNumber'> & { readonly lastNumber: number };

/** Every series of an organisation, the newest period first. */
export async function listNumberSeries(database: Database, organisationId: string): Promise<readonly NumberSeries[]> {
    const rows = await listSeries(database, organisationId);
    return rows.map((row) => ({ ...row, lastNumber: Number(row.lastNumber) }));
}
