import { DomainError } from '../../foundation/errors/domain-error.ts';
import type { Command } from './command.ts';

/** The strong ETag of a version. */
export function etagOf(version: number): string {
    return `"${version}"`;
}

/**
 * Checks that a change is made to the state that the caller saw.
 * @param ifMatch - The header as it came: `*`, or one or more ETags. Weak ones never match (RFC 9110, 13.1.1).
 * @param required - True when the organisation asks for the header.
 * @throws DomainError `PRECONDITION_REQUIRED` | `PRECONDITION_FAILED`
 */
export function assertMatches(ifMatch: string | undefined, version: number, required: boolean): void {
    if (ifMatch === undefined) {
        if (required) {
            throw new DomainError(
                'PRECONDITION_REQUIRED', 'If-Match: your organisation requires the ETag of the state that you change');
        }
        return;
    }
    const tags = ifMatch.split(',').map((tag) => tag.trim());
    if (!tags.includes('*') && !tags.includes(etagOf(version))) {
        throw new DomainError('PRECONDITION_FAILED',
            `If-Match: the state you saw is stale, the present one is ${etagOf(version)}`, { version });
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
