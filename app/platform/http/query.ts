import { DomainError } from '../../foundation/errors/domain-error.ts';

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
