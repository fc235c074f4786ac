import { setTimeout as wait } from 'node:timers/promises';
import { TaskCancelledError, timeout, TimeoutStrategy } from 'cockatiel';
import { DomainError } from '../../foundation/errors/domain-error.ts';
import { openBreaker, type Asked, type Breaker } from './breaker.ts';
import { openRetries } from './retry.ts';
import { unavailable } from './upstream-errors.ts';
import type { UpstreamName, UpstreamObserver } from './upstream-observer.ts';

/**
 * Time before the deadline at which the tries are ended, in ms, at most a tenth of it. Calls that began together and
 * hang are all counted by the breaker before the first of them fails and makes way for another one.
 */
const maxCountingMs = 100;

/** Policy of every call to one upstream: a deadline over all tries, retries, a circuit breaker. */
export type CallPolicy = Pick<Breaker, 'state' | 'refusedOrganisations'> & {
    /**
     * @param asked - Record that the call asks for: the breaker counts by it.
     * @param attempt - One try; its signal is aborted shortly before the deadline.
     * @throws DomainError `UPSTREAM_UNAVAILABLE` when the time is up, even if the try goes on, or when the breaker is
     *     open;
     *   otherwise what the last try threw
     */
    run<T>(asked: Asked, attempt: (signal: AbortSignal) => Promise<T>): Promise<T>;
    /** Ends all running calls and waits for them; no call starts after that. */
    close(): Promise<void>;
};

/**
 * Opens the policy of one upstream.
 * @param timeoutMs - Time for one call as a whole, its retries included.
 */
export function openCallPolicy(
    upstream: UpstreamName, timeoutMs: number, observer: Pick<UpstreamObserver, 'called' | 'breaker'>
): CallPolicy {
    const countingMs = Math.min(maxCountingMs, timeoutMs / 10);
    const deadline = timeout(timeoutMs - countingMs, { strategy: TimeoutStrategy.Aggressive, abortOnReturn: false });
    const retries = openRetries();
    const breaker = openBreaker(upstream, (state) => observer.breaker(upstream, state));
    const closing = new AbortController();
    const running = new Set<Promise<unknown>>();
    observer.breaker(upstream, breaker.state());

    const refusal = async (error: unknown): Promise<unknown> => {
        if (error instanceof DomainError && error.details['reason'] === 'breaker_open') {
            observer.called(upstream, 'breaker_open', 0);
        }
        if (!(error instanceof TaskCancelledError)) {
            return error;
        }
        await wait(countingMs, undefined, { signal: closing.signal }).catch(() => undefined);
        return unavailable(upstream, 'timeout');
    };

    return {
        state: breaker.state,
        refusedOrganisations: breaker.refusedOrganisations,
        // Not by `wrap`: a retry begins after the deadline.
        run: (asked, attempt) => deadline.execute(({ signal }) => {
            const tries = retries.execute(() => {
                if (signal.aborted) {
                    throw unavailable(upstream, 'timeout');
                }
                return breaker.run(asked, () => attempt(signal), signal);
            }, signal);
            running.add(tries);
            return tries.finally(() => running.delete(tries));
        }, closing.signal).catch(async (error: unknown) => {
            throw await refusal(error);
        }),
        close: async () => {
            closing.abort();
            await Promise.allSettled(running);
        }
    };
}
