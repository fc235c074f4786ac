import { parse } from 'csv-parse/sync';
import type { Answered } from './given-service.ts';

/** Rows of a CSV file by their headings. */
export type CsvRows = readonly Readonly<Record<string, string>>[];

/** Reads a CSV file with a library. @param delimiter - Sign between cells. @throws Error where it is not RFC 4180 */
export function readCsv(text: string, delimiter = ','): CsvRows {
    return parse(text, { columns: true, bom: true, delimiter, record_delimiter: '\r\n' });
}

/** The rows of an answer that has to be a CSV file. */
export function csvOf({ status, headers, text }: Answered, delimiter = ','): CsvRows {
    if (status !== 200 || headers['content-type'] !== 'text/csv; charset=utf-8; header=present') {
        throw new Error(`no CSV file: ${status} ${String(headers['content-type'])} ${text.slice(0, 300)}`);
    }
    return readCsv(text, delimiter);
}
