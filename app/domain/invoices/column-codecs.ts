import { formatMicros, formatMinor, formatNanos } from '../../foundation/money/decimal.ts';
import { readStoredMicros, readStoredMinor, readStoredNanos } from '../../foundation/money/stored.ts';

/** The PostgreSQL type of a column. */
export type SqlType =
    'uuid' | 'text' | 'smallint' | 'int' | 'bigint' | 'boolean' | 'numeric' | 'date' | 'timestamptz' | 'jsonb';

/** A column whose JSON value is used as it is, such as a text or a calendar date. */
export type PlainCodec = { readonly type: SqlType; readonly read?: undefined; readonly write?: undefined };

/** A column whose JSON value differs from the value that the program works with. */
export type Codec<Value, Stored> = {
    readonly type: SqlType;
    /** @param decimals - Decimals of the document's currency. */
    readonly read: (stored: Stored, decimals: number) => Value;
    /** @returns JSON for `jsonb_populate_record`: decimals as text, so that nothing passes through a float. */
    readonly write: (value: Value, decimals: number) => unknown;
};

/** A UUID. */
export const uuid: PlainCodec = { type: 'uuid' };

/** Any text. A CHECK constraint limits a closed list of texts. */
export const text: PlainCodec = { type: 'text' };

/** A small whole number, of a closed range. */
export const smallInteger: PlainCodec = { type: 'smallint' };

/** A whole number in the range of a JSON number. */
export const integer: PlainCodec = { type: 'int' };

/** `true` or `false`. */
export const yesNo: PlainCodec = { type: 'boolean' };

/** A calendar date, `YYYY-MM-DD`. */
export const date: PlainCodec = { type: 'date' };

/** An object, as JSON. */
export const json: PlainCodec = { type: 'jsonb' };

/** A decimal as the database writes it. */
export const decimal: PlainCodec = { type: 'numeric' };

/** A point in time, stored as ISO 8601 with its offset. */
export const instant: Codec<Date, string> = {
    type: 'timestamptz',
    read: (stored) => new Date(stored),
    write: (value) => value
};

/** A whole number of any size. */
export const bigInteger: Codec<bigint, string> = {
    type: 'bigint',
    read: (stored) => BigInt(stored),
    write: (value) => value.toString()
};

/** A quantity, price or percentage in millionths. */
export const micros: Codec<bigint, string> = { type: 'numeric', read: readStoredMicros, write: formatMicros };

/** An exchange rate in billionths. */
export const nanos: Codec<bigint, string> = { type: 'numeric', read: readStoredNanos, write: formatNanos };

/** An amount in minor units of the document's currency. */
export const minor: Codec<bigint, string> = { type: 'numeric', read: readStoredMinor, write: formatMinor };

/** The codec of a nullable column. */
export function orNull<Value, Stored>({ type, read, write }: Codec<Value, Stored>): Codec<Value | null, Stored | null> {
    return {
        type,
        read: (stored, decimals) => (stored === null ? null : read(stored, decimals)),
        write: (value, decimals) => (value === null ? null : write(value, decimals))
    };
}
