import { DelegateBackoff, handleWhen, retry, type IRetryBackoffContext, type RetryPolicy } from 'cockatiel';
import { DomainError } from '../../foundation/errors/domain-error.ts';

/** Maximum tries after the first one. */
export const maxRetries = 2;

/** Mean pause before the first retry; it doubles for the second. */
const firstPauseMs = 60;

/** Failures that are transient. A timeout has used the whole deadline, and an open breaker refuses for seconds. */
const transient: readonly unknown[] = ['connection', 'server_error', 'busy'];

/**
 * Retries of a call, at most {@link maxRetries}, while its failure is transient. Only for idempotent calls.
 */
export function openRetries(): RetryPolicy {
    return retry(handleWhen(isTransient), { maxAttempts: maxRetries, backoff: new DelegateBackoff(pauseMs) });
}

function isTransient(error: unknown): boolean {
    return error instanceof DomainError && error.code === 'UPSTREAM_UNAVAILABLE'
        && transient.includes(error.details['reason']);
}

/**
 * Pause in ms, from half to one and a half of the mean, so that callers who failed together do not come back together.
 */
function pauseMs({ attempt }: IRetryBackoffContext<unknown>): number {
    return firstPauseMs * 2 ** (attempt - 1) * (0.5 + Math.random());
}
