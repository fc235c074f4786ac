import { DomainError } from '../../foundation/errors/domain-error.ts';
import type { AuthFailure } from '../observability/metrics.ts';

/** A refused token: what the caller is told, and under which reason it is counted. */
export function unauthorized(reason: AuthFailure, message: string, cause?: unknown): DomainError {
    return new DomainError('UNAUTHORIZED', message, { reason }, cause === undefined ? {} : { cause });
}
