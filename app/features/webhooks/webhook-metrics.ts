import { Counter, Gauge, Histogram, type Registry } from 'prom-client';
import type { AttemptOutcome } from './attempt-delivery.ts';
import { deliveryStates } from '../../foundation/vocabulary/webhook-states.ts';
import type { RelayState } from './relay-state.repository.ts';
import type { WebhookObserver } from './webhook-observer.ts';
import { pausedReasons } from '../../foundation/vocabulary/webhook-states.ts';

const outcomes: readonly AttemptOutcome[] = [...deliveryStates, 'handed_back'];

/**
 * Registers the metrics of webhooks: the attempts of this worker, and the progress of events, which every worker
 * reports alike.
 * @param readState - Called once for each scrape; when it fails, the gauges have no values.
 */
export function webhookMetrics(registry: Registry, readState: () => Promise<RelayState>): WebhookObserver {
    const registers = [registry];
    const attempts = new Counter({
        name: 'webhook_attempts_total',
        help: 'Attempts to deliver an event: delivered, pending (failed, tried again), failed (given up), handed_back',
        labelNames: ['outcome'], registers
    });
    // Initialised with 0: a series that begins with its first event does not show it as an increase, so no alert would
    // fire.
    for (const outcome of outcomes) attempts.inc({ outcome }, 0);
    const duration = new Histogram({
        name: 'webhook_attempt_duration_seconds', help: 'Duration of the attempts to deliver an event',
        buckets: [0.05, 0.25, 1, 5, 15, 30], registers
    });
    const state = sharedFor(1_000, readState);
    gauge('event_unplaced_seconds', 'How long the oldest event has waited for its place in the feed',
        ({ unplacedSeconds }) => [[{}, unplacedSeconds]]);
    gauge('webhook_deliveries_pending', 'Deliveries of active webhooks that have not ended', ({ pending }) =>
        [[{}, pending]]);
    gauge('webhook_oldest_pending_seconds', 'How long the oldest of them has been tried', ({ oldestPendingSeconds }) =>
        [[{}, oldestPendingSeconds]]);
    gauge('webhook_endpoints_paused', 'Paused webhooks',
        ({ paused }) => pausedReasons.map((reason) => [{ reason }, paused[reason] ?? 0]), ['reason']);
    return {
        attempted: (outcome, seconds) => {
            attempts.inc({ outcome });
            duration.observe(seconds);
        }
    };

    function gauge(
        name: string, help: string, read: (state: RelayState) => readonly (readonly [Record<string, string>, number])[],
        labelNames: string[] = []
    ): void {
        new Gauge({
            name, help, labelNames, registers,
            async collect() {
                const values = await state().then(read, () => []);
                this.reset();
                values.forEach(([labels, value]) => this.set(labels, value));
                if (values.length === 0) this.remove({});
            }
        });
    }
}

/** Shares one query to the database between the gauges of a scrape. */
function sharedFor<Value>(ms: number, read: () => Promise<Value>): () => Promise<Value> {
    let asked: Promise<Value> | undefined;
    let askedAt = -Infinity;
    return () => {
        if (asked === undefined || performance.now() - askedAt > ms) {
            asked = read();
            askedAt = performance.now();
        }
        return asked;
    };
}
