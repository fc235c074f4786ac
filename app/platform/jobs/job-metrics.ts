import { Counter, Gauge, Histogram, type Registry } from 'prom-client';
import { sharedCheck } from '../observability/shared-check.ts';
import type { JobObserver } from './job-observer.ts';
import type { QueueState } from './jobs.repository.ts';

/** Reads how full the queues are. */
export type ReadQueues = () => Promise<readonly QueueState[]>;

/**
 * Counts the runs of a worker's jobs, and shows how full the queues are, which each worker shows alike. The label is
 * not `job`: Prometheus has one of that name for its targets.
 * @param readQueues - Asked with each scrape; a reading that fails shows nothing of the queues.
 */
export function jobMetrics(registry: Registry, readQueues: ReadQueues): JobObserver {
    const registers = [registry];
    const runs = new Counter({
        name: 'job_runs_total', help: 'Runs of a job that ended', labelNames: ['job_name', 'outcome'], registers
    });
    const duration = new Histogram({
        name: 'job_duration_seconds', help: 'Duration of the runs of a job', labelNames: ['job_name'],
        buckets: [0.01, 0.05, 0.25, 1, 5, 30, 120, 600], registers
    });
    const lastSuccess = new Gauge({
        name: 'job_last_success_timestamp_seconds', help: 'When a run of a job that runs again and again last '
            + 'succeeded, or its process started, seconds since 1970',
        labelNames: ['job_name'], registers
    });
    const removed = new Counter({
        name: 'idempotency_keys_removed_total', help: 'Expired Idempotency-Keys that were removed', registers
    });
    observeQueues(registry, readQueues);
    const scheduled = new Set<string>();
    return {
        // Counted from here, so that a job that has never succeeded shows as one without a success for long.
        scheduled: (job) => {
            scheduled.add(job);
            lastSuccess.setToCurrentTime({ job_name: job });
        },
        ran: (job, outcome, seconds) => {
            runs.inc({ job_name: job, outcome });
            duration.observe({ job_name: job }, seconds);
            if (outcome === 'succeeded' && scheduled.has(job)) {
                lastSuccess.setToCurrentTime({ job_name: job });
            }
        },
        idempotencyKeysRemoved: (count) => removed.inc(count)
    };
}

/** Milliseconds that a reading is kept: one scrape asks each gauge, and all show the same reading. */
const keepReadingMs = 1_000;

function observeQueues(registry: Registry, readQueues: ReadQueues): void {
    const registers = [registry];
    const states = sharedCheck(() => readQueues().catch(() => []), keepReadingMs);
    new Gauge({
        name: 'job_queue_depth', help: 'Jobs of a queue: waiting, failed and waiting for the next try, running',
        labelNames: ['job_name', 'state'], registers,
        async collect() {
            const queues = await states();
            this.reset();
            for (const { name, waiting, retrying, running } of queues) {
                this.set({ job_name: name, state: 'waiting' }, waiting);
                this.set({ job_name: name, state: 'retrying' }, retrying);
                this.set({ job_name: name, state: 'running' }, running);
            }
        }
    });
    new Gauge({
        name: 'job_queue_oldest_seconds', help: 'How long the job that waits longest could have run',
        labelNames: ['job_name'], registers,
        async collect() {
            const queues = await states();
            this.reset();
            queues.forEach(({ name, oldestSeconds }) => this.set({ job_name: name }, oldestSeconds));
        }
    });
    new Gauge({
        name: 'job_queue_dead', help: 'Jobs that failed for good and are kept', labelNames: ['job_name'], registers,
        async collect() {
            const queues = await states();
            this.reset();
            queues.forEach(({ name, dead }) => this.set({ job_name: name }, dead));
        }
    });
}
