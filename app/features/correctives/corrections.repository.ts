import type { Database, Statement } from '../../platform/database/database.ts';
import { lineArray, toLine, type LineRow } from '../../domain/invoices/invoice.rows.ts';
import type { ExchangeRate, Invoice } from '../../domain/invoices/invoice.ts';
import { decimalsOf } from '../../foundation/money/currencies.ts';
import { nanosDecimals, parseDecimal } from '../../foundation/money/decimal.ts';
import { readStoredMinor } from '../../foundation/money/stored.ts';
import type { DiscountStep } from './agreed-discount.ts';
import type { CorrectableData } from './corrected-data.ts';
import { noCorrections, type Corrections } from './corrected-state.ts';

const selectCorrections: Statement = {
    name: 'select_corrections',
    text: `WITH documents AS (
            SELECT c.id, c.correction_number, c.buyer, c.given_buyer, c.sale_date, c.tax_point_date, c.order_number,
                c.tax_points
            FROM invoices.invoice c WHERE c.organisation_id = $1 AND c.corrects_id = $2::uuid),
        after AS (
            SELECT l.*, d.correction_number FROM documents d JOIN invoices.invoice_line l ON l.invoice_id = d.id
            WHERE l.correction_part = 'after'),
        last AS (
            SELECT DISTINCT ON (corrects_line_id) * FROM after ORDER BY corrects_line_id, correction_number DESC),
        steps AS (
            SELECT corrects_line_id AS line_id, MIN(correction_number) AS first_number,
                (array_agg(position ORDER BY correction_number))[1] AS first_position,
                json_agg(json_build_array(price_amount::text, line_discount::text, discount_amount::text)
                    ORDER BY correction_number) AS steps
            FROM after GROUP BY corrects_line_id)
        SELECT
            (SELECT COALESCE(json_agg(json_build_array(${lineArray}, s.steps)
                ORDER BY s.first_number, s.first_position), '[]')
                FROM last l JOIN steps s ON s.line_id = l.corrects_line_id) AS lines,
            (SELECT json_build_object('buyer', d.buyer, 'givenBuyer', d.given_buyer, 'saleDate', d.sale_date,
                'taxPointDate', d.tax_point_date, 'orderNumber', d.order_number,
                'hasTaxPoints', d.tax_points IS NOT NULL)
                FROM documents d ORDER BY d.correction_number DESC LIMIT 1) AS data,
            (SELECT COALESCE(json_agg(DISTINCT jsonb_build_array(t.date, t."exchangeRate", t."exchangeRateDate",
                t."exchangeRateSource")), '[]')
                FROM documents d CROSS JOIN LATERAL jsonb_to_recordset(d.tax_points) AS t(
                    date text, "exchangeRate" text, "exchangeRateDate" text, "exchangeRateSource" text)
                WHERE t."exchangeRate" IS NOT NULL) AS rates`
};

type StepRow = readonly [price: string, lineDiscount: string, discountAmount: string];
type RateRow = readonly [taxPoint: string, rate: string, date: string, source: string];
type CorrectionsRow = {
    readonly lines: readonly (readonly [line: LineRow, steps: readonly StepRow[]])[];
    /** False for a corrective of a version without tax points. */
    readonly data: (CorrectableData & { readonly hasTaxPoints: boolean }) | null;
    readonly rates: readonly RateRow[];
};

/**
 * Reads what an invoice's correctives changed so far. Call it after the invoice was read: a corrective stored between
 * the two reads changes the invoice's version, so the write of a caller that missed it is refused.
 */
export async function readCorrections({ query }: Database, original: Invoice): Promise<Corrections> {
    const { organisationId, id, currency, correctives } = original;
    const [row] = correctives.length === 0
        ? [] : await query<CorrectionsRow>(selectCorrections, [organisationId, id]);
    return row === undefined ? noCorrections : {
        lines: row.lines.map(([line, steps]) =>
            ({ line: toLine(line, currency), steps: steps.map((step) => toStep(step, currency)) })),
        data: row.data === null ? null : toData(row.data, original),
        rates: new Map(row.rates.map(toRate))
    };
}

function toStep([price, lineDiscount, discountAmount]: StepRow, currency: string): DiscountStep {
    const decimals = decimalsOf(currency);
    const [priceMinor, amountMinor] = [readStoredMinor(price, decimals), readStoredMinor(discountAmount, decimals)];
    return {
        priceMinor, amountMinor, discountedMinor: priceMinor - readStoredMinor(lineDiscount, decimals) + amountMinor
    };
}

function toData(
    { hasTaxPoints, ...data }: NonNullable<CorrectionsRow['data']>, { taxPointDate }: Invoice
): CorrectableData {
    return { ...data, taxPointDate: hasTaxPoints ? data.taxPointDate : taxPointDate };
}

function toRate([taxPoint, rate, date, source]: RateRow): readonly [string, ExchangeRate] {
    return [taxPoint, { rateNanos: parseDecimal(rate, nanosDecimals), date, source }];
}
