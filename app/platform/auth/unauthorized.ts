import { DomainError } from '../../foundation/errors/domain-error.ts';
import type { AuthFailure } from '../observability/metrics.ts';

/** Error for a refused token: the message for the caller, and the reason under which it is counted. */
export function unauthorized(reason: AuthFailure, message: string, cause?: unknown): DomainError {
    return new DomainError('UNAUTHORIZED', message, { reason }, cause === undefined ? {} : { cause });
}
