import type { Database, Statement } from '../../platform/database/database.ts';
import { decimalsOf } from '../../foundation/money/currencies.ts';
import { readStoredMinor } from '../../foundation/money/stored.ts';
import { counts } from './counting.sql.ts';
import type { AwaitingConfirmation, AwaitingCorrective } from './awaiting-confirmation.ts';

/** Maximum correctives in a report's list: the oldest ones. */
export const maxAwaiting = 500;

type CorrectiveRow = {
    readonly id: string;
    readonly number: string;
    readonly issue_date: string;
    readonly corrected_number: string;
    readonly customer_name: string | null;
    readonly currency: string;
    readonly vat_currency: string;
    readonly net: string;
    readonly vat: string;
    readonly declared_net: string | null;
    readonly declared_vat: string | null;
};
type Row = { readonly total: string; readonly correctives: readonly CorrectiveRow[] };

/** Sum of a corrective; null where the rate of one of its tax points is not known, because a part would look whole. */
const whereKnown = (sum: string): string => `(CASE WHEN bool_and(v.declared_net IS NOT NULL) THEN ${sum} END)::text`;

const readAwaitingStatement: Statement = {
    name: 'report_awaiting_confirmation',
    text: `WITH awaiting AS (
            SELECT i.id, i.number, i.issue_date, c.number AS corrected_number, i.customer_name, i.currency,
                COALESCE(i.vat_currency, o.vat_currency) AS vat_currency,
                SUM(v.net)::text AS net, SUM(v.vat)::text AS vat,
                ${whereKnown('SUM(v.declared_net)')} AS declared_net,
                ${whereKnown('SUM(v.declared_vat)')} AS declared_vat
            FROM invoices.invoice_vat v JOIN invoices.invoice i ON i.id = v.invoice_id
            JOIN invoices.invoice c ON c.id = i.corrects_id JOIN invoices.organisation o ON o.id = i.organisation_id
            WHERE v.organisation_id = $1 AND v.counted_on IS NULL AND ${counts} AND i.issue_date <= $2::date
            GROUP BY i.id, c.number, o.vat_currency),
        listed AS (SELECT * FROM awaiting ORDER BY issue_date, id LIMIT $3::int)
        SELECT (SELECT COUNT(*)::text FROM awaiting) AS total,
            COALESCE((SELECT json_agg(l ORDER BY l.issue_date, l.id) FROM listed l), '[]') AS correctives`
};

/**
 * Reads the correctives that count in no month yet, because the buyer's confirmation is awaited.
 * @param until - Last issue date, `YYYY-MM-DD`.
 */
export async function readAwaitingConfirmation(
    { query }: Database, organisationId: string, until: string
): Promise<AwaitingConfirmation> {
    const [row] = await query<Row>(readAwaitingStatement, [organisationId, until, maxAwaiting]);
    return { total: Number(row?.total ?? 0), correctives: (row?.correctives ?? []).map(toAwaiting) };
}

function toAwaiting(row: CorrectiveRow): AwaitingCorrective {
    const { currency, vat_currency: vatCurrency } = row;
    const [own, declared] = [decimalsOf(currency), decimalsOf(vatCurrency)];
    return {
        invoiceId: row.id, invoiceNumber: row.number, issueDate: row.issue_date,
        correctedInvoiceNumber: row.corrected_number, customerName: row.customer_name, currency, vatCurrency,
        own: { netMinor: readStoredMinor(row.net, own), vatMinor: readStoredMinor(row.vat, own) },
        declared: row.declared_net === null || row.declared_vat === null ? null : {
            netMinor: readStoredMinor(row.declared_net, declared), vatMinor: readStoredMinor(row.declared_vat, declared)
        }
    };
}
