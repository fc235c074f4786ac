import type { Database, Statement } from '../../platform/database/database.ts';
import type { DayPosition } from '../../foundation/schema/day-cursor.ts';
import { decimalsOf } from '../../foundation/money/currencies.ts';
import { readStoredMinor } from '../../foundation/money/stored.ts';
import { balance, counts, mayBeOpen } from './counting.sql.ts';
import type { BucketSum, OverdueInvoice, OverdueQuery } from './overdue-report.ts';
import { agingRanges, notOverdue, type AgingBucket } from '../../foundation/vocabulary/aging-buckets.ts';

type InvoiceRow = {
    readonly id: string;
    readonly number: string;
    readonly contact_id: string | null;
    readonly customer_name: string | null;
    readonly currency: string;
    readonly issue_date: string;
    readonly due_date: string;
    readonly gross: string;
    readonly paid: string;
    readonly credited: string;
    readonly balance: string;
    readonly days: number;
    readonly bucket: AgingBucket;
};
type BucketRow = {
    readonly currency: string; readonly bucket: AgingBucket; readonly count: string; readonly balance: string
};
type Row = { readonly page: readonly InvoiceRow[]; readonly buckets: readonly BucketRow[] };

const days = '($2::date - i.due_date)';
// The bucket that begins last comes first. Without a due date nothing can be overdue: the CASE falls through.
const bucket = `CASE ${agingRanges.toReversed().flatMap(({ bucket: name, fromDays }) =>
    (fromDays === null ? [] : [`WHEN ${days} >= ${fromDays} THEN '${name}'`])).join(' ')} ELSE '${notOverdue}' END`;

/**
 * The report as a statement.
 * @param invoices - SQL of the unpaid invoices: a FROM with `i`, and a WHERE that more conditions may follow.
 * @param before - CTEs that it reads, each with a comma behind it.
 */
function reportOf(name: string, invoices: string, before = ''): Statement {
    const unpaid = `${invoices} AND ($3::uuid IS NULL OR i.contact_id = $3::uuid)
        AND ($4::text IS NULL OR i.currency = $4::text)`;
    return {
        name,
        text: `WITH ${before} page AS (
            SELECT i.id, i.number, i.contact_id, i.customer_name, i.currency, i.issue_date, i.due_date,
                i.total_gross::text AS gross, i.paid_amount::text AS paid,
                i.credited_amount::text AS credited, ${balance}::text AS balance, ${days} AS days, ${bucket} AS bucket
            ${unpaid} AND i.due_date < $2::date AND ($5::date IS NULL OR (i.due_date, i.id) > ($5::date, $6::uuid))
            ORDER BY i.due_date, i.id LIMIT $7::int),
        buckets AS (SELECT i.currency, ${bucket} AS bucket, COUNT(*)::text AS count,
        SUM(${balance})::text AS balance ${unpaid} GROUP BY 1, 2)
        SELECT COALESCE((SELECT json_agg(p ORDER BY p.due_date, p.id) FROM page p), '[]') AS page,
            COALESCE((SELECT json_agg(b) FROM buckets b), '[]') AS buckets`
    };
}

const today = reportOf('report_overdue', `FROM invoices.invoice i WHERE i.organisation_id = $1 AND ${mayBeOpen}
    AND ${balance} > 0 AND i.issue_date <= $2::date`);

/**
 * The report of a past day. What was open then is open still, or was settled later: only those two kinds are read. What
 * was settled later is taken back from the sums as they are now.
 */
const pastDay = reportOf('report_overdue_past', `FROM owed i WHERE ${balance} > 0`, `settled AS (
        SELECT e.invoice_id, COALESCE(SUM(e.amount) FILTER (WHERE e.account = 'paid'), 0) AS paid,
            COALESCE(SUM(e.amount) FILTER (WHERE e.account = 'credited'), 0) AS credited
        FROM invoices.settlement s JOIN invoices.settlement_entry e ON e.settlement_id = s.id
        WHERE s.organisation_id = $1 AND s.settled_on > $2::date AND e.account IN ('paid', 'credited')
        GROUP BY e.invoice_id),
    concerned AS (
        SELECT invoice_id FROM settled
        UNION SELECT i.id FROM invoices.invoice i WHERE i.organisation_id = $1 AND ${mayBeOpen} AND ${balance} > 0),
    owed AS (
        SELECT i.id, i.number, i.contact_id, i.customer_name, i.currency, i.issue_date, i.due_date, i.total_gross,
            i.paid_amount - COALESCE(s.paid, 0) AS paid_amount,
            i.credited_amount - COALESCE(s.credited, 0) AS credited_amount
        FROM concerned c JOIN invoices.invoice i ON i.id = c.invoice_id LEFT JOIN settled s ON s.invoice_id = i.id
        WHERE i.organisation_id = $1 AND ${counts} AND i.invoice_type <> 'corrective'
            AND i.issue_date <= $2::date),`);

/** A page of overdue invoices, the longest overdue first, with the sums of all unpaid ones. */
export type OverduePart = {
    /** Invoices of the page; one more than `limit` when another page follows. */
    readonly invoices: readonly OverdueInvoice[];
    readonly buckets: readonly BucketSum[];
};

/**
 * Reads one page plus one row, to know whether another page follows, and the buckets over all pages.
 * @param isPast - True when `asOf` lies before today.
 */
export async function readOverduePart(
    { query: run }: Database, organisationId: string,
    { asOf, isPast, contactId, currency, limit }: OverdueQuery & { readonly asOf: string; readonly isPast: boolean },
    after: DayPosition | undefined
): Promise<OverduePart> {
    const [row] = await run<Row>(isPast ? pastDay : today, [
        organisationId, asOf, contactId ?? null, currency ?? null, after?.day ?? null, after?.id ?? null, limit + 1
    ]);
    return {
        invoices: (row?.page ?? []).map(toOverdueInvoice),
        buckets: (row?.buckets ?? []).map(({ balance: text, count, ...sum }) =>
            ({ ...sum, count: Number(count), balanceMinor: readStoredMinor(text, decimalsOf(sum.currency)) }))
    };
}

function toOverdueInvoice(row: InvoiceRow): OverdueInvoice {
    const decimals = decimalsOf(row.currency);
    return {
        invoiceId: row.id,
        invoiceNumber: row.number,
        contactId: row.contact_id,
        customerName: row.customer_name,
        currency: row.currency,
        issueDate: row.issue_date,
        dueDate: row.due_date,
        grossMinor: readStoredMinor(row.gross, decimals),
        paidMinor: readStoredMinor(row.paid, decimals),
        creditedMinor: readStoredMinor(row.credited, decimals),
        balanceMinor: readStoredMinor(row.balance, decimals),
        daysOverdue: row.days,
        bucket: row.bucket
    };
}
