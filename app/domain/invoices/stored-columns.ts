import type { Codec, PlainCodec, SqlType } from './column-codecs.ts';

/**
 * Tables of columns. Each column is declared once: the SELECT list, the row's type, the values of a
 * statement and the lists of columns that a statement may change follow from it.
 */

/** A stage of a document's life at which its columns may change: edited as a draft, issued, or changed after that. */
export type Stage = 'draft' | 'issue' | 'life';

/** The type of a column, and the stages at which it may change. */
export type ColumnUse = {
    readonly type: SqlType;
    /** Stages at which the column may change; empty: never. */
    readonly stages: readonly Stage[];
};

/** One stored column of a `Subject`. */
export type Column<Subject, Stored, Member> = ColumnUse & {
    /** The member that the column holds; undefined for a part of a member, which is assembled by hand. */
    readonly member: Member;
    /** The member's value. A method, so that columns of several types fit one table. */
    read(stored: Stored, decimals: number): unknown;
    /** The column's value as JSON. */
    write(subject: Subject, decimals: number): unknown;
};

/** Columns by name, in the order in which they are selected. */
export type Columns<Subject> = Readonly<Record<string, Column<Subject, unknown, keyof Subject | undefined>>>;

/** The JSON row of a table's columns. */
export type RowOf<Table> = {
    readonly [Name in keyof Table]: Table[Name] extends Column<never, infer Stored, unknown> ? Stored : never
};

/** The members that have a column each. */
export type MemberOf<Table> = {
    [Name in keyof Table]: Table[Name] extends { readonly member: infer Member extends string } ? Member : never
}[keyof Table];

/** Builders of the two kinds of column of a `Subject`: a member of its own, and a part of a member or a copy of one. */
export function columnsOf<Subject>() {
    function member<Name extends keyof Subject, Stored>(
        name: Name, codec: Codec<Subject[Name], Stored>, ...stages: readonly Stage[]): Column<Subject, Stored, Name>;
    function member<Name extends keyof Subject>(
        name: Name, codec: PlainCodec, ...stages: readonly Stage[]): Column<Subject, Subject[Name], Name>;
    function member<Name extends keyof Subject, Stored>(
        name: Name, codec: PlainCodec | Codec<Subject[Name], Stored>, ...stages: readonly Stage[]
    ): Column<Subject, Stored, Name> {
        return { ...columnOf((subject: Subject) => subject[name], codec, stages), member: name };
    }

    function part<Value, Stored>(
        valueOf: (subject: Subject) => Value, codec: Codec<Value, Stored>, ...stages: readonly Stage[]
    ): Column<Subject, Stored, undefined>;
    function part<Value>(
        valueOf: (subject: Subject) => Value, codec: PlainCodec, ...stages: readonly Stage[]
    ): Column<Subject, Value, undefined>;
    function part<Value, Stored>(
        valueOf: (subject: Subject) => Value, codec: PlainCodec | Codec<Value, Stored>, ...stages: readonly Stage[]
    ): Column<Subject, Stored, undefined> {
        return { ...columnOf(valueOf, codec, stages), member: undefined };
    }

    return { member, part };
}

function columnOf<Subject, Value, Stored>(
    valueOf: (subject: Subject) => Value, codec: PlainCodec | Codec<Value, Stored>, stages: readonly Stage[]
): Omit<Column<Subject, Stored, unknown>, 'member'> {
    const { type, read, write } = codec;
    return read === undefined
        ? { type, stages, read: (stored) => stored, write: valueOf }
        : { type, stages, read, write: (subject, decimals) => write(valueOf(subject), decimals) };
}

/** Names of the columns that may change at a stage. */
export function changedAt<Name extends string>(
    table: Readonly<Record<Name, ColumnUse>>, stage: Stage
): readonly Name[] {
    return namesOf(table).filter((name) => table[name].stages.includes(stage));
}

/** SQL for each column of `alias`. Decimals come as text: as JSON numbers they would be binary floats. */
export function selected(table: Readonly<Record<string, ColumnUse>>, alias: string): readonly string[] {
    return Object.entries(table).map(([name, { type }]) => {
        const cast = type === 'numeric' || type === 'bigint' ? '::text' : '';
        return `${alias}.${name}${cast}`;
    });
}

/** Names of all columns. */
export function namesOf<Name extends string>(table: Readonly<Record<Name, ColumnUse>>): readonly Name[] {
    // A table is a literal: it has no other keys than its type declares.
    return Object.keys(table) as Name[];
}

/**
 * A function that reads the members that have a column each.
 * @param at - Returns the stored value of a column, by its name or by its position in the table.
 */
export function memberReader<Table extends Columns<never>, Row>(
    table: Table, at: (row: Row, name: keyof Table, place: number) => unknown
) {
    const readers = Object.entries(table)
        .map(([name, { member, read }], place) => ({ name, member, read, place }))
        .filter(({ member }) => member !== undefined);

    return <Subject>(row: Row, decimals: number): Pick<Subject, MemberOf<Table> & keyof Subject> => {
        const members: Record<string, unknown> = {};
        for (const { name, member, read, place } of readers) {
            members[String(member)] = read(at(row, name, place), decimals);
        }
        // Each column wrote its member, in the type of its codec.
        return members as Pick<Subject, MemberOf<Table> & keyof Subject>;
    };
}

/** A function that writes the named columns of a table, as JSON for `jsonb_populate_record`. */
export function valueWriter<Subject, Name extends string>(
    table: Readonly<Record<Name, Pick<Column<Subject, never, unknown>, 'write'>>>, names: readonly Name[]
) {
    const writers = names.map((name) => ({ name, column: table[name] }));

    return (subject: Subject, decimals: number): Record<Name, unknown> => {
        const values: Partial<Record<Name, unknown>> = {};
        for (const { name, column } of writers) {
            values[name] = column.write(subject, decimals);
        }
        // Each name was written.
        return values as Record<Name, unknown>;
    };
}
