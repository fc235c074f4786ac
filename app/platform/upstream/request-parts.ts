import type { CallContext } from './call-context.ts';

/** Pattern of a header value that we pass on: printable ASCII, and not longer than any id or token in use. */
const passedOnPattern = /^[\x20-\x7e]{1,8192}$/;

/** A base URL in one form: no trailing slash, no query. */
export function baseUrlOf(url: string): string {
    const { origin, pathname } = new URL(url);
    return `${origin}${pathname.replace(/\/+$/, '')}`;
}

/** The address of a resource; each part is escaped, so an id can not reach another path. */
export function urlOf(baseUrl: string, path: readonly string[], query: Readonly<Record<string, string>> = {}): URL {
    const url = new URL(`${baseUrl}/${path.map((part) => encodeURIComponent(part)).join('/')}`);
    url.search = new URLSearchParams(query).toString();
    return url;
}

/**
 * True when an id can be asked for at all. `.` and `..` cannot: a URL drops them even when they are escaped, and the
 * call would reach another path. A lone surrogate cannot either: it has no encoding.
 */
export function canBeAskedFor(id: string): boolean {
    return id.length > 0 && id.length <= 200 && id !== '.' && id !== '..' && id.isWellFormed();
}

/** The headers of one call. A value that no header may hold is left out rather than failing the call. */
export function headersOf(
    { requestId, traceparent, token }: CallContext, body: string | undefined
): Record<string, string> {
    const wanted = {
        'x-request-id': requestId,
        traceparent,
        authorization: token === undefined ? undefined : `Bearer ${token}`,
        'content-type': body === undefined ? undefined : 'application/json'
    };
    const headers: Record<string, string> = {};

    for (const [name, value] of Object.entries(wanted)) {
        if (value !== undefined && passedOnPattern.test(value)) {
            headers[name] = value;
        }
    }
    return headers;
}
