import type { Database, Statement } from '../../platform/database/database.ts';
import type { NumberingSeries } from '../../platform/database/generated/client.ts';

/**
 * Facts about the numbers of a series; all but `lastNumber` are read from the documents themselves and not from the
 * counter.
 */
export type SeriesFacts = {
    readonly lastNumber: string;
    readonly first: string | null;
    readonly last: string | null;
    readonly count: string;
    readonly gaps: readonly string[];
    readonly duplicates: readonly string[];
    readonly orderViolations: readonly {
        readonly invoiceNumber: string; readonly issueDate: string; readonly after: string
    }[];
};

const maxSeries = 1_000;
const maxFindings = 100;

// Gaps are searched between 1 and the counter, so that a missing first or last number is found as well.
const auditSeries: Statement = {
    name: 'audit_series',
    text: `WITH documents AS (
            SELECT number, series_number, issue_date,
                MAX(issue_date)
                OVER (ORDER BY series_number ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING) AS latest_before
            FROM invoices.invoice WHERE organisation_id = $1 AND series_id = $2)
        SELECT s.last_number::text AS "lastNumber",
            (SELECT number FROM documents ORDER BY series_number LIMIT 1) AS first,
            (SELECT number FROM documents ORDER BY series_number DESC LIMIT 1) AS last,
            (SELECT COUNT(*)::text FROM documents) AS count,
            ARRAY(SELECT g.n::text FROM generate_series(1, s.last_number) g(n)
                WHERE NOT EXISTS (SELECT FROM documents d WHERE d.series_number = g.n)
                ORDER BY g.n LIMIT ${maxFindings}) AS gaps,
            ARRAY(SELECT d.series_number::text FROM documents d
                GROUP BY d.series_number HAVING COUNT(*) > 1
                ORDER BY d.series_number LIMIT ${maxFindings}) AS duplicates,
            COALESCE((SELECT json_agg(v) FROM (
                SELECT number AS "invoiceNumber", issue_date AS "issueDate", latest_before AS after FROM documents
                WHERE issue_date < latest_before ORDER BY series_number LIMIT ${maxFindings}) v),
                    '[]') AS "orderViolations"
        FROM invoices.numbering_series s WHERE s.organisation_id = $1 AND s.id = $2`
};

/** Reads the counter of a series; 0 before its first document. */
export async function lastNumberOf({ prisma }: Database, organisationId: string, seriesId: string): Promise<bigint> {
    const row = await prisma.numberingSeries.findUnique({
        where: { organisationId_id: { organisationId, id: seriesId } }, select: { lastNumber: true }
    });
    return row?.lastNumber ?? 0n;
}

/** Lists all series, at most 1 000, the newest period first. */
export function listSeries({ prisma }: Database, organisationId: string): Promise<readonly NumberingSeries[]> {
    return prisma.numberingSeries.findMany({
        where: { organisationId }, orderBy: [{ period: 'desc' }, { invoiceType: 'asc' }], take: maxSeries
    });
}

/** Reads the facts about the numbers of a series; undefined when there is no such series. */
export async function readSeriesFacts(
    { query }: Database, organisationId: string, seriesId: string
): Promise<SeriesFacts | undefined> {
    const [row] = await query<SeriesFacts>(auditSeries, [organisationId, seriesId]);
    return row;
}
