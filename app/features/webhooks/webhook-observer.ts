import type { AttemptOutcome } from './attempt-delivery.ts';

/**
 * Observer that is notified of every attempt, so that the metrics need not be known here. Its functions must not throw.
 */
export type WebhookObserver = {
    attempted(outcome: AttemptOutcome, seconds: number): void;
};
