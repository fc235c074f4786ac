import { decimalsOf } from '../../foundation/money/currencies.ts';
import { storedColumns } from './invoice.columns.ts';
import type { Invoice } from './invoice.ts';
import type { storedLineColumns } from './line.columns.ts';
import { lineColumns } from './line.columns.ts';
import { changedAt, namesOf, valueWriter } from './stored-columns.ts';

const writeAll = valueWriter(storedColumns, namesOf(storedColumns));
const writeLine = valueWriter(lineColumns, namesOf(lineColumns));
const writeIssued = valueWriter(storedColumns, ['id', ...changedAt(storedColumns, 'issue')]);

/** Columns by name, for `jsonb_populate_record`. */
export type ColumnValues = Readonly<Record<string, unknown>>;

/** The columns of an invoice: decimals as text, so that nothing passes through a float. */
export function invoiceValues(invoice: Invoice): ColumnValues {
    return writeAll(invoice, decimalsOf(invoice.currency));
}

/** The columns that the issuing statement may change, and the id. */
export function issuedValues(invoice: Invoice): ColumnValues {
    return writeIssued(invoice, decimalsOf(invoice.currency));
}

/** One line by its columns' names. */
export type LineValues = Readonly<Record<keyof typeof storedLineColumns, unknown>>;

/** The columns of an invoice's lines, for `jsonb_populate_recordset`, or for `lineArrays`. */
export function lineValues({ id, currency, lines }: Invoice): readonly LineValues[] {
    const decimals = decimalsOf(currency);
    return lines.map((line, index) =>
        Object.assign(writeLine(line, decimals), { invoice_id: id, position: index + 1 }));
}
