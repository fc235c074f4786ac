import { setTimeout as sleep } from 'node:timers/promises';
import { DomainError } from '../../foundation/errors/domain-error.ts';

/** Tries after the first one. */
export const maxRetries = 2;

/** Mean pause before the first retry; it doubles for the second. */
const firstPauseMs = 60;

/** Failures that a second try may not meet. A timeout has used the whole deadline, an open breaker refuses for seconds. */
const passing: readonly unknown[] = ['connection', 'server_error', 'busy'];

/**
 * Runs `attempt` again, at most {@link maxRetries} times, while it fails in a way that may pass. Only for idempotent calls.
 * @param signal - The call's deadline: it covers the pauses too, and no retry starts after it.
 * @throws what the last attempt threw
 */
export async function withRetries<T>(attempt: () => Promise<T>, signal: AbortSignal): Promise<T> {
    for (let retry = 0; ; retry += 1) {
        try {
            return await attempt();
        } catch (error) {
            if (retry === maxRetries || !mayPass(error) || !await pause(retry, signal)) {
                throw error;
            }
        }
    }
}

function mayPass(error: unknown): boolean {
    return error instanceof DomainError && error.code === 'UPSTREAM_UNAVAILABLE' && passing.includes(error.details['reason']);
}

/** Waits between a half and one and a half of the mean, so that callers who failed together do not come back together. */
async function pause(retry: number, signal: AbortSignal): Promise<boolean> {
    const pauseMs = firstPauseMs * 2 ** retry * (0.5 + Math.random());

    // The only way this sleep fails is the signal: then there is no time left for another try.
    return sleep(pauseMs, true, { signal }).catch(() => false);
}
