import { Counter, Gauge, Histogram, type Registry } from 'prom-client';
import { mailStates, type MailReason } from '../../foundation/vocabulary/mail-states.ts';
import { sharedCheck } from '../../platform/observability/shared-check.ts';
import type { SmtpOutcome } from '../../platform/mail/smtp-outcome.ts';
import type { MailObserver } from './mail-observer.ts';
import type { MailBacklog } from './mail-backlog.repository.ts';

/** Milliseconds that a reading is kept: one scrape asks each gauge, and all show the same reading. */
const keepReadingMs = 1_000;

/** Reasons of the tries that came to nothing, by their outcomes. */
const reasonsOf: Readonly<Record<Exclude<SmtpOutcome['outcome'], 'sent'>, readonly MailReason[]>> = {
    refused: ['recipient_refused', 'mailbox_full', 'message_refused', 'too_large'],
    postponed: [
        'connection', 'timeout', 'tls', 'auth_failed', 'sender_refused', 'server_busy', 'mailbox_full', 'too_large'
    ],
    unknown: ['outcome_unknown']
};

/**
 * Registers the metrics of e-mails: the tries of this worker, and what waits, which every worker reports alike.
 * @param readBacklog - Called once for each scrape; when it fails, the gauges have no values.
 */
export function mailMetrics(registry: Registry, readBacklog: () => Promise<MailBacklog>): MailObserver {
    const registers = [registry];
    const tries = new Counter({
        name: 'mail_attempts_total', help: 'Dialogues with the mail server: sent, refused, postponed, unknown',
        labelNames: ['outcome', 'reason'], registers
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
    tries.inc({ outcome: 'sent', reason: 'none' }, 0);
    for (const [outcome, reasons] of Object.entries(reasonsOf)) {
        for (const reason of reasons) tries.inc({ outcome, reason }, 0);
    }
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
    gauge('mail_oldest_waiting_seconds',
        'How long the oldest of them has waited, without those that wait for their recipient',
        ({ oldestSeconds }) => oldestSeconds);
    return {
        mailTried: (outcome, seconds) => {
            tries.inc({ outcome: outcome.outcome, reason: outcome.outcome === 'sent' ? 'none' : outcome.reason });
            duration.observe(seconds);
        },
        mailEnded: (state) => ended.inc({ state })
    };
}
