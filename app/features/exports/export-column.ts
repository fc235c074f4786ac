import { decimalsOf } from '../../foundation/money/currencies.ts';
import { formatMicros, formatMinor, formatNanos } from '../../foundation/money/decimal.ts';
import { readStoredMicros, readStoredMinor, readStoredNanos } from '../../foundation/money/stored.ts';
import { vatRateText } from '../../foundation/money/vat.ts';
import { countryNamed } from '../../foundation/vocabulary/countries.ts';
import type { VatCategory, VatWord } from '../../foundation/vocabulary/vat-categories.ts';
import type { TextRow } from '../../platform/database/snapshot-rows.ts';
import { csvLine, numberCell, textCell, type CsvFormat } from './csv.ts';

/**
 * Kind of a column's values, as they are stored.
 * - `text`: anything that a person may have written.
 * - `word`: a date, an instant, an id, a word of a closed list, `true` or `false`.
 * - `country`: a country by its code or name.
 * - `amount`, `declared`: an amount in the currency of the document, or in the VAT currency.
 * - `micros`, `nanos`: a number with up to 6 decimals, or an exchange rate.
 * - `vatRate`: category, percent and word of a VAT rate, with blanks between them.
 */
export type ColumnKind = 'text' | 'word' | 'country' | 'amount' | 'declared' | 'micros' | 'nanos' | 'vatRate';

/** One column of an export. */
export type ExportColumn = {
    /** Heading: the name of the same value in the API. */
    readonly name: string;
    readonly kind: ColumnKind;
    /** SQL expression of the stored value. */
    readonly sql: string;
};

/** Decimals of the currencies of one row. */
type RowDecimals = { readonly own: number; readonly declared: number };
type CellWriter = (value: string, decimals: RowDecimals, format: CsvFormat) => string;

const writers: Readonly<Record<ColumnKind, CellWriter>> = {
    text: textCell,
    word: (value) => value,
    country: (value) => countryNamed(value) ?? '',
    amount: (value, { own }, format) => numberCell(formatMinor(readStoredMinor(value, own), own), format),
    declared: (value, { declared }, format) =>
        numberCell(formatMinor(readStoredMinor(value, declared), declared), format),
    micros: (value, _decimals, format) => numberCell(formatMicros(readStoredMicros(value)), format),
    nanos: (value, _decimals, format) => numberCell(formatNanos(readStoredNanos(value)), format),
    vatRate: (value, _decimals, format) => numberCell(vatRateOf(value), format)
};

/** The heading of columns, as a line. */
export function headingOf(columns: readonly ExportColumn[], format: CsvFormat): string {
    return csvLine(columns.map(({ name }) => name), format);
}

/** A function that writes rows as lines. The columns include `currency`, and `vatCurrency` for the kind `declared`. */
export function lineWriter(
    columns: readonly ExportColumn[], format: CsvFormat
): (rows: readonly TextRow[]) => string {
    const [ownAt, declaredAt] = ['currency', 'vatCurrency'].map((wanted) =>
        columns.findIndex(({ name }) => name === wanted));
    const cells = columns.map(({ kind }) => writers[kind]);
    const lineOf = (row: TextRow): string => {
        const decimals = { own: decimalsAt(row, ownAt), declared: decimalsAt(row, declaredAt) };
        return csvLine(cells.map((write, place) => {
            const value = row[place] ?? null;
            return value === null ? '' : write(value, decimals, format);
        }), format);
    };
    return (rows) => rows.map(lineOf).join('');
}

function decimalsAt(row: TextRow, place = -1): number {
    const currency = row[place] ?? null;
    return currency === null ? 0 : decimalsOf(currency);
}

function vatRateOf(stored: string): string {
    const [category, rate = '', word = ''] = stored.split(' ');
    // CHECK constraints limit both lists.
    return vatRateText({
        category: category as VatCategory, ratePercentMicros: readStoredMicros(rate),
        word: word === '' ? null : word as VatWord
    });
}
