/** Told of every run of a job, so that the metrics need not be known here. Its functions must not throw. */
export type JobObserver = {
    /** From now on the job runs in its time. */
    started(job: string): void;
    ran(job: string, outcome: 'succeeded' | 'failed', seconds: number): void;
    idempotencyKeysRemoved(count: number): void;
};

/** The part of a pino logger that is used here. */
export type JobLog = { info(fields: object, message: string): void; error(fields: object, message: string): void };
