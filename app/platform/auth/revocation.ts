import type { Redis } from 'ioredis';
import { unauthorized } from './unauthorized.ts';

/** The key under which the CRM lists a session (`sid`) or token (`jti`) that it ended; any value counts. */
export const revokedSessionKey = (id: string): string => `session:revoked:${id}`;

/** A list that does not answer in this time is done without. */
const limitMs = 250;
/** Late answers in a row after which the list is left alone, so that a Redis that is frozen does not slow every call … */
const maxLate = 2;
/** … for this long; then one call tries it again. */
const restMs = 1_000;

/**
 * Refuses a token whose session was ended.
 * @throws DomainError `UNAUTHORIZED`
 */
export type AssertNotRevoked = (sessionIds: readonly string[]) => Promise<void>;

/**
 * The list of ended sessions. When Redis does not answer a token is taken at its word: it is signed and short-lived, while
 * refusing would turn every outage of a cache into an outage of the service (spec 8: Redis down is `degraded`).
 * @param unchecked - Told each time the list was not read.
 */
export function revocationList(redis: Pick<Redis, 'exists'>, unchecked: () => void): AssertNotRevoked {
    let lateInARow = 0;
    let restsUntil = -Infinity;
    const ask = async (sessionIds: readonly string[]): Promise<boolean | 'unknown'> => {
        if (performance.now() < restsUntil) {
            return 'unknown';
        }
        if (lateInARow >= maxLate) {
            // This call tries; the others go on without the list meanwhile.
            restsUntil = performance.now() + restMs;
        }
        const found = await anyRevoked(redis, sessionIds);
        lateInARow = found === 'late' ? lateInARow + 1 : 0;
        restsUntil = lateInARow >= maxLate ? performance.now() + restMs : -Infinity;
        return typeof found === 'boolean' ? found : 'unknown';
    };
    return async (sessionIds) => {
        const revoked = sessionIds.length > 0 && await ask(sessionIds);
        if (revoked === true) {
            throw unauthorized('revoked', 'The session of this token was ended');
        }
        if (revoked === 'unknown') {
            unchecked();
        }
    };
}

/** `failed` comes at once, as while Redis is away, and costs the call nothing; `late` is what one waits for. */
async function anyRevoked(redis: Pick<Redis, 'exists'>, sessionIds: readonly string[]): Promise<boolean | 'late' | 'failed'> {
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<'late'>((resolve) => {
        timer = setTimeout(() => resolve('late'), limitMs);
    });
    // One command an id: the keys may live on different nodes of a cluster.
    const asked = Promise.all(sessionIds.map((id) => redis.exists(revokedSessionKey(id))))
        .then((counts) => counts.some((count) => count > 0), () => 'failed' as const);
    const found = await Promise.race([asked, late]);
    clearTimeout(timer);
    return found;
}
