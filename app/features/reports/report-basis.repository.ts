import type { Database, Statement } from '../../platform/database/database.ts';

/** The newest change of an organisation, and the changes under way when it was read. */
export type BooksState = {
    /** Id, time and request of the newest audit entry. All three, because a database that was restored counts anew. */
    readonly newest: string;
    /**
     * Transactions that had neither committed nor failed. One of them may commit an audit entry that is older than the
     * newest: entries are counted when they are written, not when they are committed.
     */
    readonly underWay: readonly string[];
};

/** An organisation as every report begins with it. */
export type ReportBasis = {
    /** The organisation's own currencies; absent before its first use. */
    readonly currency: string | undefined;
    readonly vatCurrency: string | undefined;
    /** Absent while nothing was ever changed. */
    readonly state: BooksState | undefined;
};

type Row = {
    readonly currency: string | null; readonly vatCurrency: string | null; readonly newest: string | null;
    readonly snapshot: string;
};

const selectBasis: Statement = {
    name: 'report_basis',
    text: `SELECT o.default_currency AS currency, o.vat_currency AS "vatCurrency",
            a.id || ' ' || to_char(a.created_at AT TIME ZONE 'UTC', 'YYYY-MM-DD HH24:MI:SS.MS') || ' ' || a.request_id
                AS newest,
            pg_current_snapshot()::text AS snapshot
        FROM (SELECT $1::text AS id) AS asked
        LEFT JOIN invoices.organisation o ON o.id = asked.id
        LEFT JOIN LATERAL (
            SELECT e.id, e.created_at, e.request_id FROM invoices.audit_entry e WHERE e.organisation_id = asked.id
            ORDER BY e.id DESC LIMIT 1) a ON true`
};

/** Reads the basis of an organisation's reports, in one round trip. */
export async function readReportBasis({ query }: Database, organisationId: string): Promise<ReportBasis> {
    const [row] = await query<Row>(selectBasis, [organisationId]);
    return {
        currency: row?.currency ?? undefined,
        vatCurrency: row?.vatCurrency ?? undefined,
        state: row === undefined || row.newest === null
            ? undefined : { newest: row.newest, underWay: transactionsIn(row.snapshot) }
    };
}

/** The transactions under way in a snapshot, which PostgreSQL writes as `xmin:xmax:xid,xid`. */
function transactionsIn(snapshot: string): readonly string[] {
    return (snapshot.split(':')[2] ?? '').split(',').filter((transaction) => transaction !== '');
}
