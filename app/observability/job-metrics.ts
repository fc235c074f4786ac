import { Counter, Gauge, Histogram, type Registry } from 'prom-client';
import type { JobObserver } from '../jobs/job-observer.ts';

/** Counts what the jobs of a worker do. The label is not `job`: Prometheus has one of that name for whom it asks. */
export function jobMetrics(registry: Registry): JobObserver {
    const registers = [registry];
    const runs = new Counter({ name: 'job_runs_total', help: 'Runs of a job that ended', labelNames: ['job_name', 'outcome'], registers });
    const duration = new Histogram({
        name: 'job_duration_seconds', help: 'Duration of the runs of a job', labelNames: ['job_name'], buckets: [0.01, 0.05, 0.25, 1, 5, 30, 120, 600], registers
    });
    const lastSuccess = new Gauge({
        name: 'job_last_success_timestamp_seconds', help: 'When a run of a job last succeeded, or its process started, seconds since 1970', labelNames: ['job_name'], registers
    });
    const removed = new Counter({ name: 'idempotency_keys_removed_total', help: 'Expired Idempotency-Keys that were removed', registers });
    return {
        // Counted from here, so that a job that has never succeeded shows as one that has not for long.
        started: (job) => lastSuccess.setToCurrentTime({ job_name: job }),
        ran: (job, outcome, seconds) => {
            runs.inc({ job_name: job, outcome });
            duration.observe({ job_name: job }, seconds);
            if (outcome === 'succeeded') {
                lastSuccess.setToCurrentTime({ job_name: job });
            }
        },
        idempotencyKeysRemoved: (count) => removed.inc(count)
    };
}
