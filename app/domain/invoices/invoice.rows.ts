import { decimalsOf } from '../../foundation/money/currencies.ts';
import { parseDecimal } from '../../foundation/money/decimal.ts';
import { readStoredMicros, readStoredMinor, readStoredNanos } from '../../foundation/money/stored.ts';
import type { TaxPointRule } from '../../foundation/vocabulary/tax-point-rules.ts';
import type { VatCategory, VatWord } from '../../foundation/vocabulary/vat-categories.ts';
import {
    maxAdvances, type Cancellation, type Correction, type ExchangeRate, type Invoice, type InvoiceLine,
    type PaymentLink
} from './invoice.ts';
import type { AdvanceInvoiceLink, AdvanceOrder } from './advance.ts';
import { advanceInvoices, deductedBy } from './advance-links.sql.ts';
import { rateOf } from './advances.columns.ts';
import { earlierDocuments } from './earlier-documents.sql.ts';
import { invoiceColumns } from './invoice.columns.ts';
import { lineColumns } from './line.columns.ts';
import { memberReader, namesOf, selected, type RowOf } from './stored-columns.ts';

/** SQL of data from other documents about invoice `i`; a draft has none, so it is not queried. */
const links = `CASE WHEN i.corrects_id IS NOT NULL THEN (
        SELECT json_build_object('invoiceId', o.id, 'invoiceNumber', o.number, 'invoiceIssueDate', o.issue_date,
            'sequence', i.correction_number, 'reason', i.correction_reason, 'effect', i.correction_effect,
            'effectDate', i.correction_effect_date, 'changedData', i.corrected_data,
            'customerId', COALESCE(o.contact_id, o.converted_from_id, o.advance_of_id, o.id), 'vatBefore',
            CASE WHEN i.exchange_rate IS NOT NULL THEN (
                SELECT json_agg(json_build_array(v.vat_category, v.vat_rate::text, v.vat_word, v.net::text,
                    v.vat::text, v.tax_point_rule, v.tax_point))
                FROM invoices.invoice_vat v
                    WHERE v.invoice_id = ANY(${earlierDocuments('i')})) END)
        FROM invoices.invoice o WHERE o.id = i.corrects_id) END AS correction,
    CASE WHEN i.invoice_type IN ('vat_invoice', 'advance_invoice') AND i.number IS NOT NULL THEN (
        SELECT json_agg(json_build_array(c.id, c.number, c.issue_date, c.total_gross::text, c.due_date)
        ORDER BY c.correction_number)
        FROM invoices.invoice c WHERE c.corrects_id = i.id) END AS correctives,
    CASE WHEN i.invoice_type = 'proforma' THEN (
        SELECT c.id FROM invoices.invoice c
            WHERE c.converted_from_id = i.id AND c.status <> 'cancelled') END AS converted_to_id,
    ${advanceInvoices},
    ${deductedBy}`;

/**
 * SQL of the payments that document `i` still has. A list shows none of a document without money, so it searches for
 * none.
 */
const paymentsWhere = (condition: string): string => `CASE WHEN ${condition} THEN (
        SELECT json_agg(json_build_array(p.id, p.settled_on, p.payment_method, p.amount::text, p.reference)
            ORDER BY p.settled_on, p.id)
        FROM (SELECT s.id, s.settled_on, s.payment_method, e.amount, s.reference
            FROM invoices.settlement_entry e JOIN invoices.settlement s ON s.id = e.settlement_id
            WHERE e.invoice_id = i.id AND e.account IN ('paid', 'advance') AND s.kind IN ('payment', 'credit_use')
                AND NOT EXISTS (SELECT FROM invoices.settlement r WHERE r.reverses_id = s.id)
            ORDER BY s.settled_on DESC, s.id DESC LIMIT ${maxAdvances}) p) END AS payments`;

/** SQL of line `l` as an array ({@link LineRow}): the keys of 500 objects would be most of the bytes. */
export const lineArray = `json_build_array(${selected(lineColumns, 'l').join(', ')})`;

/** SQL of the lines of invoice `i`, in order. */
const lines = `(SELECT COALESCE(json_agg(${lineArray} ORDER BY l.position), '[]') FROM invoices.invoice_line l
    WHERE l.invoice_id = i.id) AS lines`;

/** SQL of the lines of the order of advance invoice `i`, in order. */
const orderLines = `CASE WHEN i.advance_order IS NOT NULL THEN (
    SELECT json_agg(${lineArray} ORDER BY o.place)
    FROM jsonb_array_elements(i.advance_order->'lines') WITH ORDINALITY o(line, place),
        jsonb_populate_record(NULL::invoices.invoice_line, o.line) l) END AS order_lines`;

/** Columns that a list does not show, selected as empty values. */
const leftOut: Readonly<Record<string, string>> = {
    given_buyer: "'{}'::json AS given_buyer", seller: 'NULL AS seller',
    advance_order: "i.advance_order - 'lines' AS advance_order"
};

const columns = selected(invoiceColumns, 'i');
const summaryColumns = namesOf(invoiceColumns).map((name, place) => leftOut[name] ?? columns[place]);

const oneJson = (values: readonly (string | undefined)[]): string =>
    `(SELECT row_to_json(r) FROM (SELECT ${values.join(', ')}) r) AS invoice`;

/**
 * SELECT column of invoice `i` with its lines, as one JSON value: describing and reading 50 columns per
 * call costs the client more than parsing it.
 */
export const invoiceColumn = oneJson([...columns, links, paymentsWhere('i.number IS NOT NULL'), orderLines, lines]);

/** SELECT column of an invoice in a list, which shows neither lines nor seller. */
export const summaryColumn = oneJson(
    [...summaryColumns, links, paymentsWhere('i.paid_amount <> 0'), 'NULL AS order_lines', "'[]'::json AS lines"]);

/** The value of `invoiceColumn`: columns, and data from other tables. CHECK constraints limit the closed lists. */
export type InvoiceRow = RowOf<typeof invoiceColumns> & {
    readonly correction: CorrectionRow | null;
    readonly correctives: readonly CorrectiveRow[] | null;
    readonly converted_to_id: string | null;
    readonly advance_invoices: readonly AdvanceInvoiceRow[] | null;
    readonly order_lines: readonly LineRow[] | null;
    readonly deducted_by: readonly [id: string, number: string] | null;
    readonly payments: readonly PaymentLinkRow[] | null;
    readonly lines: readonly LineRow[];
};

/** The row of `correction`; `vatBefore` is null without an exchange rate. */
type CorrectionRow = Omit<Correction, 'vatBefore' | 'changedData'> & {
    readonly vatBefore: readonly TaxPointRow[] | null; readonly changedData: Correction['changedData'] | null
};

/** One element of `vatBefore`; the word is empty where there is none. */
type TaxPointRow = readonly [
    category: VatCategory, rate: string, word: VatWord | '', net: string, vat: string, rule: TaxPointRule, date: string
];

/** One element of `correctives`. */
type CorrectiveRow = readonly [
    id: string, number: string, issueDate: string, gross: string, dueDate: string | null
];

/** One element of `advance_invoices`. */
type AdvanceInvoiceRow = readonly [
    id: string, number: string, issueDate: string, receivedOn: string, paymentId: string,
    status: AdvanceInvoiceLink['status'], version: number, gross: string,
    rates: readonly (readonly [
        category: VatCategory, rate: string, net: string, vat: string, word: VatWord | null
    ])[] | null
];

/** One element of `payments`. */
type PaymentLinkRow = readonly [
    id: string, date: string, method: PaymentLink['method'], amount: string, reference: string | null
];

/** A line by its columns' names. */
type LineColumnRow = RowOf<typeof lineColumns>;

/** One element of `lines`: the columns of a line in the order of their table. */
export type LineRow = readonly LineColumnRow[keyof LineColumnRow][];

const readMembers = memberReader(invoiceColumns, (row: InvoiceRow, name) => row[name]);
const readLineMembers = memberReader(lineColumns, (row: LineRow, _name, place) => row[place]);

/** An invoice from its JSON value. */
export function toInvoice(row: InvoiceRow): Invoice {
    const amount = amountReader(row.currency);
    return {
        ...readMembers<Invoice>(row, decimalsOf(row.currency)),
        lines: row.lines.map((line) => toLine(line, row.currency)),
        cancellation: toCancellation(row),
        correction: row.correction && {
            ...row.correction,
            changedData: (row.correction.changedData ?? []).map(({ field, before, after }) =>
                ({ field, before, after })),
            vatBefore: (row.correction.vatBefore ?? []).map(([category, rate, word, net, vat, rule, date]) => ({
                category, ratePercentMicros: readStoredMicros(rate), word: word === '' ? null : word,
                netMinor: amount(net), vatMinor: amount(vat), rule, date
            }))
        },
        correctives: (row.correctives ?? []).map(([invoiceId, invoiceNumber, issueDate, gross, dueDate]) =>
            ({ invoiceId, invoiceNumber, issueDate, grossMinor: amount(gross), dueDate })),
        convertedToId: row.converted_to_id,
        advanceOf: toOrder(row),
        advanceInvoices: (row.advance_invoices ?? []).map((advance) => toAdvanceInvoice(advance, amount)),
        deductedBy: row.deducted_by && { invoiceId: row.deducted_by[0], invoiceNumber: row.deducted_by[1] },
        payments: (row.payments ?? []).map(([paymentId, date, method, paid, reference]) =>
            ({ paymentId, date, method, amountMinor: amount(paid), reference })),
        exchange: toExchangeRate(row),
        vatInVatCurrencyMinor: row.vat_currency === null || row.total_vat_in_vat_currency === null
            ? null : amountReader(row.vat_currency)(row.total_vat_in_vat_currency)
    };
}

function toOrder(
    { advance_of_id: proformaId, advance_payment_id: paymentId, ...row }: InvoiceRow
): AdvanceOrder | null {
    const { advance_order: order, order_lines: lines, currency } = row;
    return proformaId === null || paymentId === null || order === null ? null : {
        proformaId, proformaNumber: order.proformaNumber, paymentId,
        grossMinor: parseDecimal(order.gross, decimalsOf(currency)),
        lines: (lines ?? []).map((line) => {
            const { correction, ...ordered } = toLine(line, currency);
            return ordered;
        })
    };
}

function toAdvanceInvoice(
    [invoiceId, invoiceNumber, issueDate, receivedOn, paymentId, status, version, gross, rates]: AdvanceInvoiceRow,
    amount: (text: string) => bigint
): AdvanceInvoiceLink {
    return {
        invoiceId, invoiceNumber, issueDate, receivedOn, paymentId, status, version, grossMinor: amount(gross),
        rates: (rates ?? []).map(([category, rate, net, vat, word]) => rateOf({
            category, ratePercentMicros: readStoredMicros(rate), word, netMinor: amount(net), vatMinor: amount(vat)
        }))
    };
}

function toCancellation(row: InvoiceRow): Cancellation | null {
    const { cancelled_at: at, cancellation_date: date, cancellation_reason: reason } = row;
    return at === null || date === null || reason === null
        ? null : { at: new Date(at), date, reason, annulled: row.annulled_at !== null };
}

function toExchangeRate(
    { exchange_rate: rate, exchange_rate_date: date, exchange_rate_source: source }: InvoiceRow
): ExchangeRate | null {
    return rate === null || date === null || source === null
        ? null : { rateNanos: readStoredNanos(rate), date, source };
}

/** A line from its array. */
export function toLine(row: LineRow, currency: string): InvoiceLine {
    const amount = amountReader(currency);
    const correctsLineId = stored(row, 'corrects_line_id');
    const correctionPart = stored(row, 'correction_part');
    return {
        ...readLineMembers<InvoiceLine>(row, decimalsOf(currency)),
        vat: {
            category: stored(row, 'vat_category'),
            ratePercentMicros: readStoredMicros(stored(row, 'vat_rate')),
            word: stored(row, 'vat_word'),
            exemptionReason: stored(row, 'exemption_reason')
        },
        totals: {
            priceMinor: amount(stored(row, 'price_amount')),
            discountMinor: amount(stored(row, 'line_discount')),
            documentDiscountMinor: amount(stored(row, 'document_discount')),
            netMinor: amount(stored(row, 'net')),
            vatMinor: amount(stored(row, 'vat')),
            grossMinor: amount(stored(row, 'gross'))
        },
        correction: correctsLineId === null || correctionPart === null
            ? null : { lineId: correctsLineId, part: correctionPart }
    };
}

const places = Object.fromEntries(namesOf(lineColumns).map((name, place) => [name, place]));

function stored<Name extends keyof LineColumnRow>(row: LineRow, name: Name): LineColumnRow[Name] {
    // `lineArray` builds the array in the order of the table of columns.
    return row[places[name] ?? -1] as LineColumnRow[Name];
}

function amountReader(currency: string): (text: string) => bigint {
    const decimals = decimalsOf(currency);
    return (text) => readStoredMinor(text, decimals);
}
