import { Counter, Gauge, Histogram, type Registry } from 'prom-client';
import type { JobObserver } from '../jobs/job-observer.ts';

/** Counts what the jobs of a worker do. */
export function jobMetrics(registry: Registry): JobObserver {
    const registers = [registry];
    const runs = new Counter({ name: 'job_runs_total', help: 'Runs of a job that ended', labelNames: ['job', 'outcome'], registers });
    const duration = new Histogram({
        name: 'job_duration_seconds', help: 'Duration of the runs of a job', labelNames: ['job'], buckets: [0.01, 0.05, 0.25, 1, 5, 30, 120, 600], registers
    });
    const lastSuccess = new Gauge({
        name: 'job_last_success_timestamp_seconds', help: 'When a run of a job last succeeded, seconds since 1970', labelNames: ['job'], registers
    });
    const removed = new Counter({ name: 'idempotency_keys_removed_total', help: 'Expired Idempotency-Keys that were removed', registers });
    return {
        ran: (job, outcome, seconds) => {
            runs.inc({ job, outcome });
            duration.observe({ job }, seconds);
            if (outcome === 'succeeded') {
                lastSuccess.setToCurrentTime({ job });
            }
        },
        idempotencyKeysRemoved: (count) => removed.inc(count)
    };
}
