/**
 * Pauses before the second and each further attempt, in seconds: short at first, for a receiver that restarts, then up
 * to 23 hours.
 */
const pausesSeconds = [5, 60, 300, 1_800, 7_200, 18_000, 36_000, 50_400, 61_200, 82_800] as const;

/** Time after the first attempt at which a delivery is given up: three days. */
const giveUpAfterMs = 72 * 3_600_000;

/** Maximum pause that a receiver may ask for with `Retry-After`: one day. */
const maxAskedSeconds = 24 * 3_600;

/** Facts that decide on the next attempt. */
export type Tried = {
    /** Attempts so far, at least 1. */
    readonly attempts: number;
    readonly firstAttemptAt: Date;
    readonly now: Date;
    /** Pause that the receiver asked for, if it did. */
    readonly retryAfterSeconds: number | undefined;
    /**
     * Random number from 0 to 1: pauses vary by a tenth, so that deliveries that failed together are not retried
     * together.
     */
    readonly random: number;
};

/**
 * The time at which a failed delivery is retried; undefined when it is given up: after the last of 11 attempts, or
 * three days after the first. Pure.
 */
export function nextAttemptAt(
    { attempts, firstAttemptAt, now, retryAfterSeconds = 0, random }: Tried
): Date | undefined {
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
 * @returns Seconds from `now`, not negative; undefined when the header is absent or unreadable.
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
