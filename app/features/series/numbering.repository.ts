import type { AuditEntry } from '../../platform/audit/audit-entry.ts';
import { assertClaimHeld } from '../../platform/commands/assert-claim-held.ts';
import type { Command, KeptAnswer } from '../../platform/commands/command.ts';
import { answering, auditing, held, mayWrite, writeValues } from '../../platform/commands/write-parts.sql.ts';
import type { Database, Statement } from '../../platform/database/database.ts';
import type { NumberingSeries } from '../../platform/database/generated/client.ts';
import type { Series } from '../../domain/numbering/number-pattern.ts';

/** A row of `numbering_series`. */
export type StoredSeries = NumberingSeries;

/**
 * Facts about the numbers of a series. All but `firstNumber` and `lastNumber` are read from the documents themselves,
 * and not from the counter.
 */
export type SeriesFacts = {
    readonly firstNumber: string;
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

// Gaps are searched from the first number to the counter, so that a missing first or last one is found as well.
const auditSeries: Statement = {
    name: 'audit_series',
    text: `WITH documents AS (
            SELECT number, series_number, issue_date,
                MAX(issue_date)
                OVER (ORDER BY series_number ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING) AS latest_before
            FROM invoices.invoice WHERE organisation_id = $1 AND series_id = $2)
        SELECT COALESCE(s.first_number, 1)::text AS "firstNumber", s.last_number::text AS "lastNumber",
            (SELECT number FROM documents ORDER BY series_number LIMIT 1) AS first,
            (SELECT number FROM documents ORDER BY series_number DESC LIMIT 1) AS last,
            (SELECT COUNT(*)::text FROM documents) AS count,
            ARRAY(SELECT g.n::text FROM generate_series(COALESCE(s.first_number, 1), s.last_number) g(n)
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

/** Reads the counter of a series; one less than its first number before its first document. */
export async function lastNumberOf({ prisma }: Database, organisationId: string, seriesId: string): Promise<bigint> {
    const row = await prisma.numberingSeries.findUnique({
        where: { organisationId_id: { organisationId, id: seriesId } }, select: { lastNumber: true }
    });
    return row?.lastNumber ?? 0n;
}

/** Reads a series; undefined when it has neither a document nor a first number set. */
export async function findSeries(
    { prisma }: Database, organisationId: string, seriesId: string
): Promise<StoredSeries | undefined> {
    const row = await prisma.numberingSeries.findUnique({
        where: { organisationId_id: { organisationId, id: seriesId } }
    });
    return row ?? undefined;
}

/** Lists all series, at most 1 000, the newest period first. */
export function listSeries({ prisma }: Database, organisationId: string): Promise<readonly StoredSeries[]> {
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

// The date before the first document lies before every issue date, so it refuses none. When a document is issued at the
// same time, one of the two statements waits for the other one's row.
const insertStarted: Statement = {
    name: 'start_series',
    text: `WITH ${held},
        started AS (
            INSERT INTO invoices.numbering_series (organisation_id, id, invoice_type, period, first_number, last_number,
                last_issue_date)
            SELECT $1, $8, $9, $10, $11::bigint, $11::bigint - 1, '0001-01-01'::date WHERE ${mayWrite}
            ON CONFLICT (organisation_id, id) DO NOTHING RETURNING id),
        ${auditing('started')},
        ${answering('started')}
        SELECT EXISTS (SELECT FROM started) AS stored WHERE ${mayWrite}`
};

/**
 * Stores a series that has no document yet, with its first number.
 * @returns False when the series exists already; then nothing was stored.
 * @throws DomainError `IDEMPOTENCY_KEY_RUNNING` when another try of the same request took over
 */
export async function insertStartedSeries(
    { query }: Database, { id, invoiceType, period }: Series, firstNumber: number,
    { command, audit, answer }: {
        readonly command: Command; readonly audit: AuditEntry; readonly answer: KeptAnswer | undefined
    }
): Promise<boolean> {
    const rows = await query<{ readonly stored: boolean }>(insertStarted,
        [...writeValues(command, audit, answer), id, invoiceType, period, firstNumber]);
    assertClaimHeld(rows);
    return rows[0]?.stored === true;
}
