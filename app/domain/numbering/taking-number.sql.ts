/** Number of a stored document, and its place in the chain of its series. */
export type TakenNumber = { readonly number: string; readonly seriesNumber: bigint; readonly chainHash: string | null };

/**
 * SQL of the inputs of taking a number: parameters or expressions. `contentHash` is the SHA-256 of the document's
 * canonical content (`contentHashOf`), which every statement that issues must have.
 */
export type NumberSql = {
    readonly organisation: string;
    readonly series: string;
    readonly invoiceType: string;
    readonly period: string;
    readonly issueDate: string;
    /** The seller's date of today: no later date of the series counts. */
    readonly today: string;
    /** Boolean: true when the issue date may lie before the series' last one. */
    readonly mayBackdate: string;
    readonly prefix: string;
    readonly digits: string;
    readonly suffix: string;
    readonly contentHash: string;
};

/**
 * The part of a statement that takes the next number of a series and extends its hash chain: CTE `counter` with the one
 * row `(last_number, number, chain_hash)`, or none when the date is refused. The series' row stays locked until the
 * transaction ends, so number and chain are taken by exactly one document or, if anything fails, by none. A series that
 * was started has its row before its first document. The function `take_numbers` does the same for several documents.
 * @param from - Name of the CTE that has one row when the document may be issued, and none when it may not.
 */
export function takingNumber(from: string, sql: NumberSql): string {
    const { organisation, series, invoiceType, period, issueDate, today, mayBackdate } = sql;
    return `counter AS (
            INSERT INTO invoices.numbering_series AS s (organisation_id, id, invoice_type, period, last_number,
                last_issue_date, last_hash)
            SELECT ${organisation}, ${series}, ${invoiceType}, ${period}, 1, ${issueDate}::date,
                ${chained(`${series}::text`, '1', sql)} FROM ${from}
            ON CONFLICT (organisation_id, id) DO UPDATE
                SET last_number = s.last_number + 1,
                    last_issue_date = GREATEST(s.last_issue_date, excluded.last_issue_date),
                    last_hash = ${chained('COALESCE(s.last_hash, s.id)', '(s.last_number + 1)', sql)}
                WHERE LEAST(s.last_issue_date, ${today}::date) <= excluded.last_issue_date OR ${mayBackdate}::boolean
            RETURNING s.last_number, ${printed('s.last_number', sql)} AS number, s.last_hash AS chain_hash)`;
}

/**
 * `chainHashOf` in SQL. It runs under the lock of the series' row, because only there the previous document is known.
 */
function chained(before: string, counter: string, sql: NumberSql): string {
    return `encode(sha256(convert_to(${before} || E'\\n' || ${printed(counter, sql)} || E'\\n'
        || ${sql.contentHash}::text, 'UTF8')), 'hex')`;
}

/**
 * The printed number (`formatNumber`): the counter padded with zeros to at least `digits` digits. LPAD alone would
 * truncate a longer counter, and the 10 000th invoice would get the number of the 1 000th.
 */
function printed(counter: string, { prefix, digits, suffix }: NumberSql): string {
    return `${prefix}::text || LPAD(${counter}::text, GREATEST(${digits}::int, LENGTH(${counter}::text)),
        '0') || ${suffix}::text`;
}
