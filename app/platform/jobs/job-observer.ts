/**
 * Observer that is notified of every run of a job, so that jobs need not know the metrics. Its functions must not
 * throw.
 */
export type JobObserver = {
    /** From now on the job is enqueued regularly, so that the time of its last success is worth showing. */
    scheduled(job: string): void;
    ran(job: string, outcome: JobOutcome, seconds: number): void;
    idempotencyKeysRemoved(count: number): void;
};

/**
 * Outcome of a run. `failed`: it will be tried again; `dead`: it will not; `handed_back`: the worker stopped, another
 * takes it.
 */
export type JobOutcome = 'succeeded' | 'failed' | 'dead' | 'handed_back';

/** The part of a pino logger that is used here. */
export type JobLog = Readonly<Record<'info' | 'warn' | 'error', (fields: object, message: string) => void>>;
