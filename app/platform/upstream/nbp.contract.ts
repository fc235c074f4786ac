import { MoneyError } from '../../foundation/money/money-error.ts';
import { nanosDecimals, parseNanos } from '../../foundation/money/decimal.ts';
import { textOfNumber } from './exact-json.ts';
import { fieldsOf, type ContractBreak } from './json-fields.ts';
import type { PublishedRate } from './exchange-rates.ts';
import type { Days } from './rate-days.ts';
import { rateMissing } from './rate-missing.ts';

/** Limit on a rate. No rate of NBP comes near it: a larger one is a fault, not a price of money. */
const rateLimitNanos = 1_000_000_000_000_000n;

/** A JSON number that is more than zero, in plain notation. */
const plainNumber = /^(?!0+(?:\.0+)?$)\d+(?:\.\d+)?$/;

/** Currency and days of the rates that are read. */
export type AskedRates = { readonly currency: string; readonly days: Days };

/**
 * Reads the newest rate of an answer `{table, currency, code, rates: [{no, effectiveDate, mid}]}`.
 * @throws DomainError what `broken` makes; `EXCHANGE_RATE_MISSING` where the rate has more decimals than an invoice
 *     keeps
 * @see https://api.nbp.pl/
 */
export function readNewestRate(body: unknown, { currency, days }: AskedRates, broken: ContractBreak): PublishedRate {
    const fields = fieldsOf(body, broken);
    if (fields.text('table') !== 'A' || fields.text('code').toUpperCase() !== currency) {
        throw broken('is about another rate than the one asked for');
    }
    const rows = listIn(body).map((row, index) => readRow(row, days, broken, `rates[${index}].`));
    const newest = rows.reduce<Row | undefined>(
        (latest, row) => (latest === undefined || row.date > latest.date ? row : latest), undefined);
    if (newest === undefined) {
        throw broken('has no rates');
    }
    return {
        rateNanos: nanosOf(newest.mid, currency, broken), date: newest.date, source: 'nbp-a', table: newest.table
    };
}

type Row = { readonly table: string; readonly date: string; readonly mid: string };

function listIn(body: unknown): readonly unknown[] {
    return typeof body === 'object' && body !== null && 'rates' in body && Array.isArray(body.rates) ? body.rates : [];
}

function readRow(row: unknown, days: Days, broken: ContractBreak, where: string): Row {
    const fields = fieldsOf(row, broken, where);
    const date = fields.text('effectiveDate');
    const table = fields.text('no');
    const mid = typeof row === 'object' && row !== null && 'mid' in row ? textOfNumber(row.mid) : undefined;

    if (!/^\d{4}-\d\d-\d\d$/.test(date) || date < days.from || date > days.to) {
        throw broken(`has ${where}effectiveDate, which is no day that was asked for`);
    }
    if (!/^\d{1,3}\/A\/NBP\/\d{4}$/.test(table)) {
        throw broken(`has ${where}no, which is no number of a table A`);
    }
    if (mid === undefined || !plainNumber.test(mid)) {
        throw broken(`has ${where}mid, which is no number above zero`);
    }
    return { table, date, mid };
}

/**
 * Converts exactly, or fails: a rate that lost a digit would be another rate. In table A the rupiah has the most
 * decimals, eight.
 */
function nanosOf(mid: string, currency: string, broken: ContractBreak): bigint {
    try {
        const rateNanos = parseNanos(mid.replace(new RegExp(`(\\.\\d{${nanosDecimals}})0+$`), '$1'));
        if (rateNanos < rateLimitNanos) {
            return rateNanos;
        }
    } catch (error) {
        if (error instanceof MoneyError && error.code === 'TOO_MANY_DECIMALS') {
            throw rateMissing(`NBP quotes ${currency} with more than ${nanosDecimals} decimals (${mid}), which is more `
                + 'than an invoice keeps');
        }
        if (!(error instanceof MoneyError)) {
            throw error;
        }
    }
    throw broken('has mid, which is too large');
}
