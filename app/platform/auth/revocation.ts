import { handleType, TaskCancelledError } from 'cockatiel';
import type { Redis } from 'ioredis';
import { openRedisGuard } from '../cache/redis-guard.ts';
import { unauthorized } from './unauthorized.ts';

/** The key under which the CRM lists a session (`sid`) or token (`jti`) that it ended; any value counts. */
export const revokedSessionKey = (id: string): string => `session:revoked:${id}`;

/**
 * Refuses a token whose session was ended.
 * @throws DomainError `UNAUTHORIZED`
 */
export type AssertNotRevoked = (sessionIds: readonly string[]) => Promise<void>;

/**
 * The list of ended sessions. When Redis does not answer, a token is accepted unchecked: it is signed and short-lived,
 * while refusing would turn every outage of a cache into an outage of the service (spec 8: Redis down is `degraded`).
 * @param unchecked - Called each time the list was not read.
 */
export function revocationList(redis: Pick<Redis, 'exists'>, unchecked: () => void): AssertNotRevoked {
    // Only a late answer costs the call something. A refusal comes at once, as while Redis is down. The list is still
    // asked, so that it counts again as soon as Redis is back.
    const { run } = openRedisGuard(handleType(TaskCancelledError));

    return async (sessionIds) => {
        if (sessionIds.length === 0) {
            return;
        }
        const revoked = await run(() => anyRevoked(redis, sessionIds)).catch(() => 'unknown' as const);
        if (revoked === true) {
            throw unauthorized('revoked', 'The session of this token was ended');
        }
        if (revoked === 'unknown') {
            unchecked();
        }
    };
}

/** Sends one command per id: the keys may live on different nodes of a cluster. */
async function anyRevoked(redis: Pick<Redis, 'exists'>, sessionIds: readonly string[]): Promise<boolean> {
    const counts = await Promise.all(sessionIds.map((id) => redis.exists(revokedSessionKey(id))));
    return counts.some((count) => count > 0);
}
