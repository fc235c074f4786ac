import { nextAttemptAt, readRetryAfter } from './retry-schedule.ts';
import type { SendOutcome } from './send-webhook.ts';
import type { DeliveryState, PausedReason } from '../../foundation/vocabulary/webhook-states.ts';

/** An attempt that was made: what it leads to is decided by {@link afterAttempt}. */
export type Attempt = {
    /** This one counted. */
    readonly attempts: number;
    readonly firstAttemptAt: Date;
    readonly now: Date;
    /** From 0 to 1. */
    readonly random: number;
};

/** What is stored of an attempt. */
export type AfterAttempt = {
    readonly state: DeliveryState;
    /** Null unless it is pending. */
    readonly nextAttemptAt: Date | null;
    readonly lastStatus: number | null;
    readonly lastError: string | null;
    /**
     * Why the webhook is paused, if it is. `failing` only counts when it has taken no event since the first attempt of this delivery, which
     * the statement that stores it looks up.
     */
    readonly pause: Exclude<PausedReason, 'by_request'> | null;
};

const gone = 410;

/**
 * What an attempt leads to. 2xx is delivered; everything else, redirects too, is tried again for three days; 410 pauses the webhook at once, and
 * the event waits until it is resumed. When a delivery is given up and nothing else has arrived in its three days, the webhook is paused. Pure.
 */
export function afterAttempt(outcome: SendOutcome, { attempts, firstAttemptAt, now, random }: Attempt): AfterAttempt {
    if ('status' in outcome && outcome.status >= 200 && outcome.status < 300) {
        return { state: 'delivered', nextAttemptAt: null, lastStatus: outcome.status, lastError: null, pause: null };
    }
    const retryAfterSeconds = 'status' in outcome ? readRetryAfter(outcome.retryAfter, now) : undefined;
    const next = nextAttemptAt({ attempts, firstAttemptAt, now, retryAfterSeconds, random });
    const lastResult = 'status' in outcome ? { lastStatus: outcome.status, lastError: null } : { lastStatus: null, lastError: outcome.failure };
    if (next === undefined) {
        return { ...lastResult, state: 'failed', nextAttemptAt: null, pause: 'failing' };
    }
    return { ...lastResult, state: 'pending', nextAttemptAt: next, pause: lastResult.lastStatus === gone ? 'gone' : null };
}
