import type { Redis } from 'ioredis';
import type { Clock } from '../../foundation/clock/clock.ts';

/** Memory of ended sessions. Each entry is forgotten by itself once no token can need it any more. */
export type SessionStore = {
    /**
     * Reads what is listed of one caller, in one round trip.
     * @param sessionKeys - Keys of sessions; any entry counts, of whatever type and content.
     * @param subjectKey - Key whose text is wanted.
     */
    read(sessionKeys: readonly string[], subjectKey: string): Promise<Listed>;
    /** Keeps an entry for a time, in place of an earlier one. @param seconds - At least 1 */
    put(key: string, text: string, seconds: number): Promise<void>;
};

/** Entries found for one caller. */
export type Listed = { readonly anySession: boolean; readonly subjectText: string | null };

/** Limit on the entries in memory. An entry beyond it is refused: one of the others would have to be forgotten. */
const maxEntries = 100_000;

/** The memory that all replicas share. A command fails when Redis does not answer. */
export function redisSessions(redis: Pick<Redis, 'pipeline' | 'set'>): SessionStore {
    return {
        read: async (sessionKeys, subjectKey) => {
            const commands = redis.pipeline([...sessionKeys.map((key) => ['exists', key]), ['get', subjectKey]]);
            const replies = (await commands.exec() ?? []).map(([error, reply]) => {
                if (error !== null) {
                    throw error;
                }
                return reply;
            });
            if (replies.length !== sessionKeys.length + 1) {
                throw new Error('Redis left out a reply');
            }
            const text = replies.at(-1);
            return {
                anySession: replies.slice(0, -1).some((count) => Number(count) > 0),
                subjectText: typeof text === 'string' ? text : null
            };
        },
        put: async (key, text, seconds) => {
            await redis.set(key, text, 'EX', seconds);
        }
    };
}

/** The memory of this process, for one replica without Redis. A restart forgets it. */
export function sessionsInMemory(clock: Clock): SessionStore {
    const entries = new Map<string, { readonly text: string; readonly until: number }>();
    const now = () => clock.now().getTime();
    const find = (key: string): string | null => {
        const entry = entries.get(key);
        return entry !== undefined && now() < entry.until ? entry.text : null;
    };
    const dropExpired = () => {
        for (const [key, { until }] of entries) {
            if (now() >= until) {
                entries.delete(key);
            }
        }
    };
    return {
        read: async (sessionKeys, subjectKey) =>
            ({ anySession: sessionKeys.some((key) => find(key) !== null), subjectText: find(subjectKey) }),
        put: async (key, text, seconds) => {
            if (entries.size >= maxEntries) {
                dropExpired();
            }
            if (entries.size >= maxEntries && !entries.has(key)) {
                throw new Error('The memory of ended sessions is full');
            }
            entries.set(key, { text, until: now() + seconds * 1_000 });
        }
    };
}
