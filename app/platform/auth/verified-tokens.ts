import { LRUCache } from 'lru-cache';
import type { Clock } from '../../foundation/clock/clock.ts';
import type { VerifiedCaller } from './caller.ts';

/** Memory of tokens that were found valid a moment ago. */
export type VerifiedTokens = {
    find(token: string): VerifiedCaller | undefined;
    /** @param expiresAtMs - When the token itself ends, milliseconds since 1970. */
    keep(token: string, verified: VerifiedCaller, expiresAtMs: number): void;
};

const maxTokens = 1_000;
/** Maximum time that a token is kept: a key or a claim rule that changes takes effect within it. */
const maxKeepMs = 60_000;

type Kept = { readonly verified: VerifiedCaller; readonly from: number; readonly until: number };

/** Keeps the most recently used tokens in memory, each for a minute at most. */
export function verifiedTokens(clock: Clock): VerifiedTokens {
    // The library's own ages are not used: they end a millisecond late, and a clock that was set back would lengthen
    // them.
    const kept = new LRUCache<string, Kept>({ max: maxTokens });
    return {
        find: (token) => {
            const entry = kept.get(token);
            const now = clock.now().getTime();
            if (entry !== undefined && now >= entry.from && now < entry.until) {
                return entry.verified;
            }
            kept.delete(token);
            return undefined;
        },
        keep: (token, verified, expiresAtMs) => {
            const from = clock.now().getTime();
            kept.set(token, { verified, from, until: Math.min(expiresAtMs, from + maxKeepMs) });
        }
    };
}
