/** Pauses before the second and each further attempt, in seconds: seconds at first, for a receiver that restarts, then up to a day. */
const pausesSeconds = [5, 60, 300, 1_800, 7_200, 18_000, 36_000, 50_400, 61_200, 82_800] as const;

/** A delivery is given up so long after its first attempt. */
const giveUpAfterMs = 72 * 3_600_000;

/** What a receiver may ask for with `Retry-After` at most. */
const maxAskedSeconds = 24 * 3_600;

/** What the next attempt depends on. */
export type Tried = {
    /** Attempts so far, at least 1. */
    readonly attempts: number;
    readonly firstAttemptAt: Date;
    readonly now: Date;
    /** What the receiver asked for, if it did. */
    readonly retryAfterSeconds: number | undefined;
    /** From 0 to 1: pauses vary by a tenth, so that what failed together does not come back together. */
    readonly random: number;
};

/**
 * When a delivery that failed is tried again; undefined when it is given up: after the last of 11 attempts, or three days after the first. Pure.
 */
export function nextAttemptAt({ attempts, firstAttemptAt, now, retryAfterSeconds = 0, random }: Tried): Date | undefined {
    const pause = pausesSeconds[attempts - 1];
    const lastMs = firstAttemptAt.getTime() + giveUpAfterMs;
    if (pause === undefined || now.getTime() >= lastMs) {
        return undefined;
    }
    const seconds = Math.max(pause * (0.9 + 0.2 * random), Math.min(retryAfterSeconds, maxAskedSeconds));
    return new Date(Math.min(now.getTime() + Math.round(seconds * 1_000), lastMs));
}

/**
 * Reads `Retry-After`: seconds or an HTTP date. Pure.
 * @returns Seconds from `now`, not negative; undefined when there is none that can be read.
 */
export function readRetryAfter(header: string | undefined, now: Date): number | undefined {
    if (header === undefined) {
        return undefined;
    }
    if (/^\d{1,9}$/.test(header)) {
        return Number(header);
    }
    const at = /^[A-Z][a-z]{2}, \d/.test(header) ? Date.parse(header) : Number.NaN;
    return Number.isNaN(at) ? undefined : Math.max(0, Math.ceil((at - now.getTime()) / 1_000));
}
