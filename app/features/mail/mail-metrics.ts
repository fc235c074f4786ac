import { Counter, Gauge, Histogram, type Registry } from 'prom-client';
import { mailStates } from '../../foundation/vocabulary/mail-states.ts';
import { sharedCheck } from '../../platform/observability/shared-check.ts';
import type { MailObserver } from './mail-observer.ts';
import type { MailBacklog } from './mail-backlog.repository.ts';

/** Milliseconds that a reading is kept: one scrape asks each gauge, and all show the same reading. */
const keepReadingMs = 1_000;

/**
 * Registers the metrics of e-mails: the tries of this worker, and what waits, which every worker reports alike.
 * @param readBacklog - Called once for each scrape; when it fails, the gauges have no values.
 */
export function mailMetrics(registry: Registry, readBacklog: () => Promise<MailBacklog>): MailObserver {
    const registers = [registry];
    const tries = new Counter({
        name: 'mail_attempts_total', help: 'Dialogues with the mail server: sent, refused, postponed, unknown',
        labelNames: ['outcome'], registers
    });
    const duration = new Histogram({
        name: 'mail_attempt_duration_seconds', help: 'Duration of the dialogues with the mail server',
        buckets: [0.05, 0.25, 1, 5, 15, 60, 240], registers
    });
    const ended = new Counter({
        name: 'mail_ended_total', help: 'E-mails that ended: sent, failed (given up), withdrawn',
        labelNames: ['state'], registers
    });
    // Initialised with 0: a series that begins with its first event does not show it as an increase.
    for (const outcome of ['sent', 'refused', 'postponed', 'unknown']) tries.inc({ outcome }, 0);
    for (const state of mailStates.filter((name) => ['sent', 'failed', 'withdrawn'].includes(name))) {
        ended.inc({ state }, 0);
    }
    const backlog = sharedCheck(() => readBacklog().catch(() => undefined), keepReadingMs);
    const gauge = (name: string, help: string, read: (found: MailBacklog) => number): void => {
        new Gauge({
            name, help, registers,
            async collect() {
                const found = await backlog();
                this.reset();
                if (found !== undefined) this.set(read(found));
            }
        });
    };
    gauge('mail_waiting', 'E-mails that have not ended', ({ waiting }) => waiting);
    gauge('mail_oldest_waiting_seconds', 'How long the oldest of them has waited',
        ({ oldestSeconds }) => oldestSeconds);
    return {
        mailTried: (outcome, seconds) => {
            tries.inc({ outcome });
            duration.observe(seconds);
        },
        mailEnded: (state) => ended.inc({ state })
    };
}
