import type { DomainError } from '../../foundation/errors/domain-error.ts';
import { MoneyError } from '../../foundation/money/money-error.ts';
import { microsDecimals, parseMicros } from '../../foundation/money/decimal.ts';
import { acceptText, isBlankText } from '../../foundation/schema/accepted-text.ts';
import { textOfNumber } from './exact-json.ts';

/**
 * Maximum length of a text. No name, unit or street is longer; a longer text would only fail later, in a column or on a
 * page.
 */
const maxTextCharacters = 1_000;

/** Makes the error for an answer that breaks the contract; `problem` continues "its answer …". */
export type ContractBreak = (problem: string) => DomainError;

/**
 * Reads the fields of one object of an answer. Each reader takes every name that a form of the contract has for the
 * field and reads the first that is there and not null. Other fields are allowed and ignored.
 */
export type Fields = {
    /** A text that must be there, as the service takes texts; not empty. */
    text(...names: readonly string[]): string;
    /** A text as `text` reads it, of at most `maxCharacters`. */
    textOfAtMost(maxCharacters: number, ...names: readonly string[]): string;
    /** A text or null; an absent field and an empty text are null too. */
    textOrNull(...names: readonly string[]): string | null;
    /** A text that may be done without: null also where it is no text that the service takes. */
    textIfGood(maxCharacters: number, ...names: readonly string[]): string | null;
    /** A text that a person typed, or the fault of it, which its reader decides on. */
    typedText(maxCharacters: number, ...names: readonly string[]): TypedText;
    /** A text as it came, but for blanks around it, which its reader has to check; null for an absent or empty one. */
    uncheckedTextOrNull(...names: readonly string[]): string | null;
    /** A decimal in millionths that must be there. */
    decimal(...names: readonly string[]): bigint;
    /** A decimal in millionths, or null; one of the names must be there, so that a renamed price is noticed. */
    decimalOrNull(...names: readonly string[]): bigint | null;
    /** A decimal as `decimalOrNull` reads it, but null also when no name is there. */
    optionalDecimal(...names: readonly string[]): bigint | null;
    /** True, false or null; an absent field is null too. */
    flagOrNull(...names: readonly string[]): boolean | null;
    /** True when one of the fields is there, even as null. */
    has(...names: readonly string[]): boolean;
    /** The object of that name; undefined when there is none. */
    object(name: string): Fields | undefined;
    /** The objects of the list of that name, which must be there. */
    list(name: string): readonly Fields[];
};

/** A text of an answer. */
export type TypedText = {
    /** Null where it is absent, empty or not taken. */
    readonly text: string | null;
    /** Reason why it is not taken: its name in the answer, and a clause that follows it. */
    readonly fault?: { readonly name: string; readonly clause: string };
};

/**
 * Opens an answer, or one object within it, for reading.
 * @throws DomainError what `broken` makes, here and from every reader, when a value is not what the contract says
 */
export function fieldsOf(value: unknown, broken: ContractBreak, where = ''): Fields {
    if (typeof value !== 'object' || value === null || Array.isArray(value) || textOfNumber(value) !== undefined) {
        throw broken(`${where === '' ? '' : `has ${where.replace(/\.$/, '')}, which `}is not an object`);
    }

    const members = new Map<string, unknown>(Object.entries(value));
    const has = (...names: readonly string[]) => names.some((name) => members.has(name));
    const find = (names: readonly string[]): Found => {
        const name = names.find((candidate) => members.get(candidate) !== undefined && members.get(candidate) !== null);
        return { name: `${where}${name ?? names[0] ?? ''}`, value: name === undefined ? null : members.get(name) };
    };

    const missing = (names: readonly string[]) => `has no ${where}${names.join(' or ')}`;
    return {
        has,
        text: (...names) => textOf(find(names), broken) ?? fail(broken, missing(names)),
        textOfAtMost: (maxCharacters, ...names) =>
            textOf(find(names), broken, maxCharacters) ?? fail(broken, missing(names)),
        textOrNull: (...names) => textOf(find(names), broken),
        textIfGood: (maxCharacters, ...names) => typedTextOf(find(names), broken, maxCharacters).text,
        typedText: (maxCharacters, ...names) => typedTextOf(find(names), broken, maxCharacters),
        uncheckedTextOrNull: (...names) => uncheckedOf(find(names), broken),
        decimal: (...names) => decimalOf(find(names), broken) ?? fail(broken, missing(names)),
        decimalOrNull: (...names) =>
            has(...names) ? decimalOf(find(names), broken) : fail(broken, missing(names)),
        optionalDecimal: (...names) => decimalOf(find(names), broken),
        flagOrNull: (...names) => flagOf(find(names), broken),
        object: (name) => has(name) ? fieldsOf(members.get(name), broken, `${where}${name}.`) : undefined,
        list: (name) => listOf({ name: `${where}${name}`, value: members.get(name) }, broken)
    };
}

type Found = { readonly name: string; readonly value: unknown };

function listOf({ name, value }: Found, broken: ContractBreak): readonly Fields[] {
    if (!Array.isArray(value)) {
        throw broken(`has ${name}, which is not a list`);
    }
    return value.map((element: unknown, index) => fieldsOf(element, broken, `${name}[${index}].`));
}

function fail(broken: ContractBreak, problem: string): never {
    throw broken(problem);
}

function textOf(found: Found, broken: ContractBreak, maxCharacters = maxTextCharacters): string | null {
    const { text, fault } = typedTextOf(found, broken, maxCharacters);
    if (fault !== undefined) {
        throw broken(`has ${fault.name}, which ${fault.clause}`);
    }
    return text;
}

function typedTextOf(found: Found, broken: ContractBreak, maxCharacters: number): TypedText {
    const raw = uncheckedOf(found, broken);
    if (raw === null) {
        return { text: null };
    }
    const accepted = acceptText(raw, maxCharacters);
    if ('text' in accepted) {
        return accepted;
    }
    return accepted.fault === 'empty'
        ? { text: null } : { text: null, fault: { name: found.name, clause: accepted.clause } };
}

function uncheckedOf({ name, value }: Found, broken: ContractBreak): string | null {
    if (value !== null && typeof value !== 'string') {
        throw broken(`has ${name}, which is not a text`);
    }
    return value === null || isBlankText(value) ? null : value.trim();
}

function decimalOf({ name, value }: Found, broken: ContractBreak): bigint | null {
    if (value === null) {
        return null;
    }

    const text = typeof value === 'string' ? value : textOfNumber(value);
    if (text === undefined) {
        throw broken(`has ${name}, which is neither a number nor a decimal as text`);
    }

    try {
        return nonNegative(parseMicros(withoutSpareZeros(text)));
    } catch (error) {
        if (error instanceof MoneyError) {
            throw broken(`has ${name}, which ${error.message}`);
        }
        throw error;
    }
}

/** Removes zeros beyond the sixth decimal: a column may have a larger scale than ours, and they change nothing. */
function withoutSpareZeros(text: string): string {
    const [, kept, spare] = new RegExp(`^([^.]*\\.\\d{${microsDecimals}})(0+)$`).exec(text) ?? [];
    return kept !== undefined && spare !== undefined ? kept : text;
}

/** Checks that a price, rate or margin is not below zero. */
function nonNegative(micros: bigint): bigint {
    if (micros < 0n) {
        throw new MoneyError('NOT_A_PLAIN_DECIMAL', 'must not be negative');
    }
    return micros;
}

function flagOf({ name, value }: Found, broken: ContractBreak): boolean | null {
    if (value !== null && typeof value !== 'boolean') {
        throw broken(`has ${name}, which is neither true nor false`);
    }
    return value;
}
