import type { Clock } from '../../foundation/clock/clock.ts';
import type { VerifiedToken } from './caller.ts';

/** Tokens that were found good a moment ago. */
export type VerifiedTokens = {
    find(token: string): VerifiedToken | undefined;
    /** @param expiresAtMs - When the token itself ends, milliseconds since 1970. */
    keep(token: string, verified: VerifiedToken, expiresAtMs: number): void;
};

const maxTokens = 1_000;
/** A key or a claim rule that changes is felt within this time. */
const maxKeepMs = 60_000;

/** Keeps the most recently used tokens in memory, each for a minute at most. */
export function verifiedTokens(clock: Clock): VerifiedTokens {
    const kept = new Map<string, { readonly verified: VerifiedToken; readonly from: number; readonly until: number }>();
    return {
        find: (token) => {
            const entry = kept.get(token);
            if (entry === undefined) {
                return undefined;
            }
            kept.delete(token);
            const now = clock.now().getTime();
            // A clock that was set back must not lengthen a token's life.
            if (now >= entry.until || now < entry.from) {
                return undefined;
            }
            kept.set(token, entry);
            return entry.verified;
        },
        keep: (token, verified, expiresAtMs) => {
            const from = clock.now().getTime();
            kept.set(token, { verified, from, until: Math.min(expiresAtMs, from + maxKeepMs) });
            const oldest = kept.size > maxTokens ? kept.keys().next().value : undefined;
            if (oldest !== undefined) {
                kept.delete(oldest);
            }
        }
    };
}
