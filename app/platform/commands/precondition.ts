import { createHash } from 'node:crypto';
import { DomainError } from '../../foundation/errors/domain-error.ts';
import type { Command } from './command.ts';

/** Length of the second part of an ETag, in characters of base64url: 96 bits. */
const derivedLength = 16;

/**
 * The strong ETag of a state: `"version.derived"`. The version names the state that If-Match asks for. The second part
 * covers what the answer shows beside it, such as what follows from the date or from other documents.
 * @param shown - Content whose every change must show in the ETag; the order of its members does not count.
 */
export function etagOf(version: number, shown: object): string {
    const derived = createHash('sha256').update(JSON.stringify(shown, sortedMembers)).digest('base64url');
    return `"${version}.${derived.slice(0, derivedLength)}"`;
}

/**
 * Tells whether a caller has another state than the present one, so that it is sent. Where it has the present one, the
 * answer is 304.
 * @param ifNoneMatch - The header as it came: `*`, or one or more ETags. Weak ones match too (RFC 9110, 13.1.2).
 */
export function isNoneOf(ifNoneMatch: string | undefined, etag: string): boolean {
    return ifNoneMatch === undefined
        || ifNoneMatch.trim() !== '*' && !Array.from(ifNoneMatch.matchAll(/"[^"]*"/g), ([tag]) => tag).includes(etag);
}

function sortedMembers(_name: string, value: unknown): unknown {
    return typeof value === 'object' && value !== null && !Array.isArray(value)
        ? Object.fromEntries(Object.entries(value).sort(([left], [right]) => (left < right ? -1 : 1))) : value;
}

/**
 * Checks that a change is made to the state that the caller saw.
 * @param ifMatch - The header as it came: `*`, or one or more ETags. Weak ones never match (RFC 9110, 13.1.1). Of an
 *     ETag the version counts, the part before the dot; what is derived may have changed since.
 * @param required - True when the organisation asks for the header.
 * @throws DomainError `PRECONDITION_REQUIRED` | `PRECONDITION_FAILED`
 */
export function assertMatches(ifMatch: string | undefined, version: number, required: boolean): void {
    if (ifMatch === undefined) {
        if (required) {
            throw new DomainError(
                'PRECONDITION_REQUIRED', 'If-Match: your organisation requires the ETag of the state that you change; '
                + 'an administrator can switch that off (requireIfMatch)');
        }
        return;
    }
    const tags = ifMatch.split(',').map((tag) => tag.trim());
    const versions = tags.map((tag) => /^"(\d+)(?:\.[^"]*)?"$/.exec(tag)?.[1]);
    if (!tags.includes('*') && !versions.includes(String(version))) {
        throw new DomainError('PRECONDITION_FAILED',
            `If-Match: the state you saw is stale, the present one is "${version}"`, { version });
    }
}

/**
 * Refuses a change that was decided on an older state, or without one where the organisation wants it.
 * @throws DomainError `PRECONDITION_FAILED` | `PRECONDITION_REQUIRED`
 */
export function assertMayChange(
    { ifMatch }: Command, { requireIfMatch }: { readonly requireIfMatch: boolean },
    { version }: { readonly version: number }
): void {
    assertMatches(ifMatch, version, requireIfMatch);
}
