import type { Database, Statement } from '../../platform/database/database.ts';
import { decimalsOf } from '../../foundation/money/currencies.ts';
import { readStoredMinor } from '../../foundation/money/stored.ts';
import { balance, mayBeOpen, openDueDate } from './counting.sql.ts';
import type { DateRange } from './report-period.ts';
import type { DocumentGroup } from './statistics.ts';
import type { InvoiceStatus } from '../../foundation/vocabulary/invoice-statuses.ts';
import type { PaymentStatus } from '../../foundation/vocabulary/payment-statuses.ts';
import type { DocumentType } from '../../foundation/vocabulary/document-types.ts';

/** One group as PostgreSQL writes it: every number as text, so that nothing passes through a float. */
type GroupRow = {
    readonly status: InvoiceStatus;
    readonly payment_status: PaymentStatus;
    readonly invoice_type: DocumentType;
    readonly currency: string;
    readonly issued: boolean;
    readonly annulled: boolean;
    readonly overdue: boolean;
    readonly count: string;
    readonly net: string;
    readonly vat: string;
    readonly gross: string;
    readonly paid: string;
    readonly credited: string;
};

type Row = { readonly groups: readonly GroupRow[] };

/** Selects a part of the documents in groups; each part has its own index. */
const grouped = (condition: string): string => `
    SELECT i.status, i.payment_status, i.invoice_type, i.currency, i.number IS NOT NULL AS issued,
        i.annulled_at IS NOT NULL AS annulled,
        (${mayBeOpen} AND COALESCE(${openDueDate} < $6::date, false) AND ${balance} > 0) AS overdue,
        COUNT(*)::text AS count,
        SUM(i.total_net)::text AS net, SUM(i.total_vat)::text AS vat, SUM(i.total_gross)::text AS gross,
        SUM(i.paid_amount)::text AS paid, SUM(i.credited_amount)::text AS credited
    FROM invoices.invoice i WHERE i.organisation_id = $1 AND ${condition} GROUP BY 1, 2, 3, 4, 5, 6, 7`;

const readStatisticsStatement: Statement = {
    name: 'report_statistics',
    text: `WITH groups AS (
            ${grouped('i.number IS NOT NULL AND i.issue_date BETWEEN $2::date AND $3::date')}
            UNION ALL ${grouped(`i.number IS NULL AND i.created_at >= $4::timestamptz
                AND i.created_at < $5::timestamptz`)})
        SELECT COALESCE((SELECT json_agg(g) FROM groups g), '[]') AS groups`
};

/** Query for documents: issued ones by their issue date, drafts by the time they were made. */
export type StatisticsQuery = DateRange & {
    readonly createdFrom: Date;
    /** End of the time, exclusive. */
    readonly createdBefore: Date;
    /** Calendar date that overdue is counted from. */
    readonly today: string;
};

/** Reads the documents of a period in groups. */
export async function readDocumentGroups(
    { query }: Database, organisationId: string,
    { startDate, endDate, createdFrom, createdBefore, today }: StatisticsQuery
): Promise<readonly DocumentGroup[]> {
    const [row] = await query<Row>(
        readStatisticsStatement, [organisationId, startDate, endDate, createdFrom, createdBefore, today]);
    return (row?.groups ?? []).map(toGroup);
}

function toGroup(row: GroupRow): DocumentGroup {
    const decimals = decimalsOf(row.currency);
    return {
        status: row.status,
        paymentStatus: row.payment_status,
        invoiceType: row.invoice_type,
        currency: row.currency,
        issued: row.issued,
        annulled: row.annulled,
        overdue: row.overdue,
        count: Number(row.count),
        netMinor: readStoredMinor(row.net, decimals),
        vatMinor: readStoredMinor(row.vat, decimals),
        grossMinor: readStoredMinor(row.gross, decimals),
        paidMinor: readStoredMinor(row.paid, decimals),
        creditedMinor: readStoredMinor(row.credited, decimals)
    };
}
