import { nextAttemptAt, readRetryAfter } from './retry-schedule.ts';
import type { SendOutcome } from './send-webhook.ts';
import type { DeliveryState, PausedReason, WebhookPace } from '../../foundation/vocabulary/webhook-states.ts';

/** An attempt that was made; {@link afterAttempt} decides what follows from it. */
export type Attempt = {
    /** Number of attempts, including this one. */
    readonly attempts: number;
    readonly firstAttemptAt: Date;
    readonly now: Date;
    /** Duration of the attempt in milliseconds. */
    readonly durationMs: number;
    /** Random number from 0 to 1. */
    readonly random: number;
};

/** Outcome of an attempt as it is stored. */
export type AfterAttempt = {
    readonly state: DeliveryState;
    /** Null unless the delivery is pending. */
    readonly nextAttemptAt: Date | null;
    readonly lastStatus: number | null;
    readonly lastError: string | null;
    /**
     * Reason to pause the webhook, or null. `failing` only counts when the webhook has taken no event since the first
     * attempt of this delivery; the statement that stores the outcome checks that.
     */
    readonly pause: Exclude<PausedReason, 'by_request'> | null;
    /** Pace of the webhook, by this attempt. */
    readonly pace: WebhookPace;
};

/** Duration in milliseconds from which on an attempt is slow. */
export const slowFromMs = 2_000;

const gone = 410;

/**
 * Decides what follows from an attempt. 2xx is delivered; everything else, including redirects, is retried for three
 * days. 410 pauses the webhook at once, and the event waits until it is resumed. A webhook is also paused when a
 * delivery is given up and no other arrived in its three days. Pure.
 */
export function afterAttempt(
    outcome: SendOutcome, { attempts, firstAttemptAt, now, durationMs, random }: Attempt
): AfterAttempt {
    if ('status' in outcome && outcome.status >= 200 && outcome.status < 300) {
        return {
            state: 'delivered', nextAttemptAt: null, lastStatus: outcome.status, lastError: null, pause: null,
            pace: durationMs < slowFromMs ? 'prompt' : 'slow'
        };
    }
    const retryAfterSeconds = 'status' in outcome ? readRetryAfter(outcome.retryAfter, now) : undefined;
    const next = nextAttemptAt({ attempts, firstAttemptAt, now, retryAfterSeconds, random });
    const lastResult = 'status' in outcome
        ? { lastStatus: outcome.status, lastError: null } : { lastStatus: null, lastError: outcome.failure };
    const pace = 'failing';
    if (next === undefined) {
        return { ...lastResult, state: 'failed', nextAttemptAt: null, pause: 'failing', pace };
    }
    return {
        ...lastResult, state: 'pending', nextAttemptAt: next, pause: lastResult.lastStatus === gone ? 'gone' : null,
        pace
    };
}
