/** Told of every run of a job, so that the metrics need not be known here. Its functions must not throw. */
export type JobObserver = {
    /** From now on the job is enqueued again and again, so it is worth telling when it last succeeded. */
    scheduled(job: string): void;
    ran(job: string, outcome: JobOutcome, seconds: number): void;
    idempotencyKeysRemoved(count: number): void;
};

/** How a run ended. `failed`: it will be tried again; `dead`: it will not; `handed_back`: the worker stopped, another takes it. */
export type JobOutcome = 'succeeded' | 'failed' | 'dead' | 'handed_back';

/** The part of a pino logger that is used here. */
export type JobLog = Readonly<Record<'info' | 'warn' | 'error', (fields: object, message: string) => void>>;
