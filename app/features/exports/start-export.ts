import type { Readable } from 'node:stream';
import type { Clock } from '../../foundation/clock/clock.ts';
import { todayOf } from '../../domain/invoices/invoice.view.ts';
import type { Database } from '../../platform/database/database.ts';
import { openSnapshot } from '../../platform/database/snapshot-rows.ts';
import { csvStream } from './csv-stream.ts';
import { byteOrderMark, type CsvFormat } from './csv.ts';
import { headingOf, lineWriter } from './export-column.ts';
import type { ExportDefinition } from './export-definitions.ts';
import type { ExportPlaces } from './export-places.ts';
import type { ExportQuery } from './export.schemas.ts';
import { exportStatement } from './export.sql.ts';

/** Parts of the service that exports need. */
export type ExportDependencies = {
    readonly database: Database;
    readonly clock: Clock;
    readonly exportPlaces: ExportPlaces;
    readonly config: { readonly timeZone: string };
};

/** An export that a caller asks for. */
export type WantedExport = {
    readonly definition: ExportDefinition;
    readonly organisationId: string;
    readonly query: ExportQuery;
    /** Aborted when the caller is gone. */
    readonly signal: AbortSignal;
    /** Notified when the caller takes the file too slowly. */
    readonly stalled: () => void;
};

/** Rows of a batch: some hundred kilobytes, written in a few milliseconds. */
const batchRows = 500;

/** Time limit in ms of the first batch, before which PostgreSQL may have to sort everything, and of each other. */
export const maxBatchMs = 30_000;

/** Limits on the reader of an export. PostgreSQL ends the snapshot by itself a little later than the stall. */
const limits = { maxStallMs: 30_000, maxFileMs: 10 * 60_000, idleMs: 60_000 } as const;

/**
 * Starts an export. Its first rows are read, so that a fault up to there is an ordinary error. All rows are as of one
 * moment.
 * @returns File as a stream. It holds a connection of the database until it is read or destroyed.
 * @throws DomainError `TOO_MANY_REQUESTS_AT_ONCE` | `EXPORTS_BUSY`; faults of the database
 */
export async function startExport(dependencies: ExportDependencies, wanted: WantedExport): Promise<Readable> {
    const { definition, organisationId, query, signal, stalled } = wanted;
    const { database, exportPlaces, config: { timeZone } } = dependencies;
    const statement = exportStatement(
        definition, query, organisationId, { today: todayOf(dependencies), timeZone });
    const leave = await exportPlaces.take(organisationId);
    const rows = await openSnapshot(
        database, statement, { batchRows, batchMs: maxBatchMs, idleMs: limits.idleMs, signal, ended: leave });
    const first = await rows.next();
    const format = formatOf(query);
    return csvStream(rows, {
        head: `${byteOrderMark}${headingOf(definition.columns, format)}`, first,
        write: lineWriter(definition.columns, format), stalled
    }, limits);
}

function formatOf({ decimal, separator }: ExportQuery): CsvFormat {
    const usual = decimal === 'comma' ? 'semicolon' : 'comma';
    return {
        decimal: decimal === 'comma' ? ',' : '.', separator: (separator ?? usual) === 'semicolon' ? ';' : ','
    };
}
