import type { Redis } from 'ioredis';
import { unauthorized } from './unauthorized.ts';

/** The key under which the CRM lists a session (`sid`) or token (`jti`) that it ended; any value counts. */
export const revokedSessionKey = (id: string): string => `session:revoked:${id}`;

/** A list that does not answer in this time is done without. */
const limitMs = 250;

/**
 * Refuses a token whose session was ended. When Redis does not answer the token is taken at its word: it is signed and
 * short-lived, while refusing would turn every outage of a cache into an outage of the service (spec 8: Redis down is `degraded`).
 * @param unchecked - Told each time the list could not be read.
 * @throws DomainError `UNAUTHORIZED`
 */
export async function assertNotRevoked(redis: Pick<Redis, 'exists'>, sessionIds: readonly string[], unchecked: () => void): Promise<void> {
    if (sessionIds.length > 0 && await anyRevoked(redis, sessionIds, unchecked)) {
        throw unauthorized('revoked', 'The session of this token was ended');
    }
}

async function anyRevoked(redis: Pick<Redis, 'exists'>, sessionIds: readonly string[], unchecked: () => void): Promise<boolean> {
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<'late'>((resolve) => {
        timer = setTimeout(() => resolve('late'), limitMs);
    });
    // One command an id: the keys may live on different nodes of a cluster.
    const asked = Promise.all(sessionIds.map((id) => redis.exists(revokedSessionKey(id)))).catch(() => 'late' as const);
    const found = await Promise.race([asked, late]);
    clearTimeout(timer);
    if (found === 'late') {
        unchecked();
        return false;
    }
    return found.some((count) => count > 0);
}
