import type { Database, Statement } from '../../platform/database/database.ts';
import { decimalsOf } from '../../foundation/money/currencies.ts';
import { readStoredMicros, readStoredMinor } from '../../foundation/money/stored.ts';
import type { VatCategory, VatWord } from '../../foundation/vocabulary/vat-categories.ts';
import { counts, saleDay } from './counting.sql.ts';
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

/** Condition for amounts in another currency than the VAT currency whose rate is not known. */
const withoutRate = 'd.declared_net IS NULL';

// `invoice_vat` has a row for each tax point of each document, with its amounts in the VAT currency: a sum is all that
// is left. PostgreSQL adds numerics exactly. Groups are compared in the order of bytes, which is cheaper than a
// language's order. A document with two tax points is one document.
const vatReportText = (day: string): string => `WITH rows AS MATERIALIZED (
        SELECT v.invoice_id, i.currency COLLATE "C" AS currency,
            COALESCE(i.vat_currency, o.vat_currency) COLLATE "C" AS vat_currency,
            i.invoice_type = 'corrective' AS corrective, v.vat_category COLLATE "C" AS vat_category, v.vat_rate,
            v.vat_word COLLATE "C" AS vat_word, v.net, v.vat, v.declared_net, v.declared_vat,
            CASE $4::text WHEN 'month' THEN to_char(${day}, 'YYYY-MM') WHEN 'quarter' THEN to_char(${day}, 'YYYY"-Q"Q')
            ELSE $4::text END COLLATE "C" AS period
        FROM invoices.invoice_vat v JOIN invoices.invoice i ON i.id = v.invoice_id
        JOIN invoices.organisation o ON o.id = i.organisation_id
        WHERE v.organisation_id = $1 AND i.organisation_id = $1 AND ${counts}
            AND ${day} BETWEEN $2::date AND $3::date),
    groups AS (
        SELECT d.period, d.currency, d.vat_currency, d.corrective, d.vat_category, d.vat_rate::text AS vat_rate,
            d.vat_word, COUNT(DISTINCT d.invoice_id)::text AS documents,
            COUNT(DISTINCT d.invoice_id) FILTER (WHERE ${withoutRate})::text AS without_rate,
            SUM(d.net)::text AS net, SUM(d.vat)::text AS vat,
            COALESCE(SUM(d.declared_net), 0)::numeric(38, 4)::text AS declared_net,
            COALESCE(SUM(d.declared_vat), 0)::numeric(38, 4)::text AS declared_vat
        FROM rows d GROUP BY 1, 2, 3, 4, 5, d.vat_rate, d.vat_word
        UNION ALL
        SELECT d.period, d.currency, d.vat_currency, d.corrective, NULL, NULL, NULL,
            COUNT(DISTINCT d.invoice_id)::text, COUNT(DISTINCT d.invoice_id) FILTER (WHERE ${withoutRate})::text,
            '0.0000', '0.0000', '0.0000', '0.0000'
        FROM rows d GROUP BY 1, 2, 3, 4)
    SELECT COALESCE((SELECT json_agg(g) FROM groups g), '[]') AS groups`;

const statements: Readonly<Record<VatDateBasis, Statement>> = {
    tax_point: { name: 'report_vat_by_tax_point', text: vatReportText('v.counted_on') },
    sale: { name: 'report_vat_by_sale', text: vatReportText(saleDay) },
    issue: { name: 'report_vat_by_issue', text: vatReportText('i.issue_date') }
};

/** Reads the VAT of a period, summed up as far as the database can. */
export async function readVatGroups(
    { query }: Database, organisationId: string, { startDate, endDate }: DateRange,
    { groupBy, dateBasis }: { readonly groupBy: VatGrouping; readonly dateBasis: VatDateBasis }
): Promise<readonly VatGroup[]> {
    const [row] = await query<Row>(statements[dateBasis], [organisationId, startDate, endDate, groupBy]);
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
