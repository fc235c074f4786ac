import type { Database, Statement } from '../../platform/database/database.ts';
import { currencyCodes, decimalsOf } from '../../foundation/money/currencies.ts';
import { readStoredMicros, readStoredMinor } from '../../foundation/money/stored.ts';
import { earlierDocuments } from '../../domain/invoices/earlier-documents.sql.ts';
import type { VatCategory, VatWord } from '../../foundation/vocabulary/vat-categories.ts';
import { counts, taxPoint } from './counting.sql.ts';
import type { DateRange } from './report-period.ts';
import type { VatDateBasis, VatGrouping } from './vat-periods.ts';
import type { VatGroup } from './vat-report.ts';

type GroupRow = {
    readonly period: string;
    readonly currency: string;
    readonly vat_currency: string;
    readonly corrective: boolean;
    readonly vat_category: VatCategory | null;
    readonly vat_rate: string | null;
    /** Empty where there is none; null in a group without a rate. */
    readonly vat_word: VatWord | '' | null;
    readonly documents: string;
    readonly without_rate: string;
    readonly net: string;
    readonly vat: string;
    readonly declared_net: string;
    readonly declared_vat: string;
};
type Row = { readonly groups: readonly GroupRow[] };

/** Decimals of every currency, to which an exchanged amount is rounded. */
const decimalsByCurrency = JSON.stringify(Object.fromEntries(currencyCodes.map((code) => [code, decimalsOf(code)])));

/** Condition for a document in another currency whose rate is not known. */
const withoutRate = 'd.exchanged AND d.exchange_rate IS NULL';

const exchanged = (amount: string): string => `ROUND((${amount}) * d.exchange_rate, d.decimals)`;

/**
 * Change of an exchanged amount by a corrective: the amount of the rate after it, less the amount before it. Computed
 * row by row: a join would also cost rows that need none, and its plan would depend on the planner's estimate of their
 * number.
 */
const difference = (amount: string): string => `(
            SELECT ${exchanged(`COALESCE(SUM(b.${amount}), 0) + v.${amount}`)}
                - ${exchanged(`COALESCE(SUM(b.${amount}), 0)`)}
            FROM invoices.invoice_vat b WHERE b.organisation_id = $1 AND b.invoice_id = ANY(${earlierDocuments('d')})
                AND b.vat_category = v.vat_category AND b.vat_rate = v.vat_rate AND b.vat_word = v.vat_word)`;

/**
 * Sum of an amount of documents in their VAT currency. Only a corrective in another currency needs the amounts before
 * it.
 */
const declared = (amount: 'net' | 'vat'): string => `COALESCE(SUM(CASE WHEN NOT d.exchanged THEN v.${amount}
            WHEN d.corrects_id IS NULL THEN ${exchanged(`v.${amount}`)} ELSE ${difference(amount)} END),
            0)::numeric(38, 4)::text`;

// `invoice_vat` has one row for each document and rate: its amounts are exchanged and rounded, as on the document
// itself (numeric rounds half away from zero), unless they are in the VAT currency already. PostgreSQL adds numerics
// exactly. Groups are compared in the order of bytes, which is cheaper than a language's order.
const vatReportText = (day: string): string => `WITH documents AS MATERIALIZED (
        SELECT i.id, i.currency COLLATE "C" AS currency, c.vat_currency COLLATE "C" AS vat_currency,
            i.invoice_type = 'corrective' AS corrective,
            i.currency <> c.vat_currency AS exchanged, i.exchange_rate,
            CASE WHEN i.currency <> c.vat_currency THEN i.corrects_id END AS corrects_id, i.correction_number,
            CASE WHEN i.currency <> c.vat_currency THEN ($5::jsonb ->> c.vat_currency)::int END AS decimals,
            CASE $4::text WHEN 'month' THEN to_char(${day}, 'YYYY-MM') WHEN 'quarter' THEN to_char(${day}, 'YYYY"-Q"Q')
            ELSE $4::text END COLLATE "C" AS period
        FROM invoices.invoice i JOIN invoices.organisation o ON o.id = i.organisation_id
        CROSS JOIN LATERAL (SELECT COALESCE(i.vat_currency, o.vat_currency) AS vat_currency) c
        WHERE i.organisation_id = $1 AND ${counts} AND ${day} BETWEEN $2::date AND $3::date),
    groups AS (
        SELECT d.period, d.currency, d.vat_currency, d.corrective, v.vat_category COLLATE "C" AS vat_category,
            v.vat_rate::text AS vat_rate, v.vat_word COLLATE "C" AS vat_word,
            COUNT(*)::text AS documents, COUNT(*) FILTER (WHERE ${withoutRate})::text AS without_rate,
            SUM(v.net)::text AS net, SUM(v.vat)::text AS vat,
            ${declared('net')} AS declared_net, ${declared('vat')} AS declared_vat
        FROM documents d JOIN invoices.invoice_vat v ON v.organisation_id = $1 AND v.invoice_id = d.id
        GROUP BY 1, 2, 3, 4, 5, v.vat_rate, 7
        UNION ALL
        SELECT d.period, d.currency, d.vat_currency, d.corrective, NULL, NULL, NULL, COUNT(*)::text,
            COUNT(*) FILTER (WHERE ${withoutRate})::text,
            '0.0000', '0.0000', '0.0000', '0.0000'
        FROM documents d GROUP BY 1, 2, 3, 4)
    SELECT COALESCE((SELECT json_agg(g) FROM groups g), '[]') AS groups`;

const statements: Readonly<Record<VatDateBasis, Statement>> = {
    sale: { name: 'report_vat_by_sale', text: vatReportText(taxPoint) },
    issue: { name: 'report_vat_by_issue', text: vatReportText('i.issue_date') }
};

/** Reads the VAT of a period, summed up as far as the database can. */
export async function readVatGroups(
    { query }: Database, organisationId: string, { startDate, endDate }: DateRange,
    { groupBy, dateBasis }: { readonly groupBy: VatGrouping; readonly dateBasis: VatDateBasis }
): Promise<readonly VatGroup[]> {
    const values = [organisationId, startDate, endDate, groupBy, decimalsByCurrency];
    const [row] = await query<Row>(statements[dateBasis], values);
    return (row?.groups ?? []).map(toGroup);
}

function toGroup(row: GroupRow): VatGroup {
    const own = decimalsOf(row.currency);
    const declared = decimalsOf(row.vat_currency);
    return {
        period: row.period,
        currency: row.currency,
        vatCurrency: row.vat_currency,
        corrective: row.corrective,
        rate: row.vat_category === null || row.vat_rate === null
            ? null : {
                category: row.vat_category, ratePercentMicros: readStoredMicros(row.vat_rate),
                word: row.vat_word || null
            },
        documents: Number(row.documents),
        withoutRate: Number(row.without_rate),
        own: { netMinor: readStoredMinor(row.net, own), vatMinor: readStoredMinor(row.vat, own) },
        declared: {
            netMinor: readStoredMinor(row.declared_net, declared), vatMinor: readStoredMinor(row.declared_vat, declared)
        }
    };
}
