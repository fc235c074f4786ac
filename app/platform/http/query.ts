import Joi from 'joi';
import { DomainError } from '../../foundation/errors/domain-error.ts';
import { isBlankText } from '../../foundation/schema/accepted-text.ts';
import { namesIn } from './known-names.ts';

/** A query as hapi decodes it: a name that came more than once has a list. */
export type RawQuery = Readonly<Record<string, string | readonly string[]>>;

/**
 * Reads `status[]=a&status[]=b` and `status[0]=a` (as axios writes lists) as the list `status`.
 * A name with brackets is a list even when it came once, so that a field that takes one value refuses it.
 */
export function readQuery(query: RawQuery): Record<string, string | string[]> {
    // Without a prototype, `__proto__` is a name like any other.
    const read = Object.create(null) as Record<string, string | string[]>;
    for (const [name, value] of Object.entries(query)) {
        const plain = name.replace(/\[\d*\]$/, '');
        const values = [read[plain] ?? [], value].flat();
        read[plain] = plain === name && typeof value === 'string' && read[plain] === undefined ? value : values;
    }
    return read;
}

/**
 * The query without the values that a form left empty: `?status=&search=` asks for no more than no query does. A name
 * that the route does not know stays, to be refused.
 * @param schema - Schema of the route's query.
 */
export function withoutEmptyValues(query: RawQuery, schema: unknown): RawQuery {
    const names = Joi.isSchema(schema) ? namesIn(schema) : [];
    return Object.fromEntries(Object.entries(query).flatMap(([name, value]) => {
        const given = [value].flat().filter((text) => !isBlankText(text));
        return names.includes(name) && given.length < [value].flat().length
            ? given.length === 0 ? [] : [[name, given]] : [[name, value]];
    }));
}

/**
 * Refuses a query whose percent-encoding is broken: a lenient decoder would search for other text than the caller
 * meant.
 * @param url - Path and query as they came.
 * @throws DomainError `BAD_REQUEST`
 */
export function assertQueryEncoding(url: string): void {
    const start = url.indexOf('?');
    if (start === -1 || !url.includes('%', start)) {
        return;
    }
    try {
        decodeURIComponent(url.slice(start));
    } catch (cause) {
        throw new DomainError('BAD_REQUEST', 'The query is not valid percent-encoded UTF-8', {}, { cause });
    }
}
