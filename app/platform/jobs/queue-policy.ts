import type Joi from 'joi';

/**
 * Which jobs of a queue may run at the same time.
 * - `free`: any.
 * - `once`: one of its key (or one in all) waits or runs at a time; another is not even enqueued.
 * - `by_key`: those of one key strictly in the order they were enqueued in. While one is being retried, the later ones of its key wait.
 */
export type JobOrder = 'free' | 'once' | 'by_key';

/** How often a job that fails is tried again, and after what pauses. */
export type Retries = {
    readonly limit: number;
    /** The first pause is 1 to 2 times this, each later one twice as long. */
    readonly firstPauseSeconds: number;
    readonly maxPauseSeconds: number;
};

/** What is settled for all jobs of a queue. */
export type QueuePolicy<Data = unknown> = {
    /** What a job carries: ids and little else. Fields are added as optional ones, as jobs of the build before wait in the database. */
    readonly data: Joi.ObjectSchema<Data>;
    readonly order: JobOrder;
    readonly retries: Retries;
    /** A run that takes longer has failed, and its signal is aborted. */
    readonly timeoutSeconds: number;
    /** Runs at once in one worker process. */
    readonly concurrency: number;
    /** Whether a job that failed for good is kept in {@link deadJobs}; not one that is enqueued again anyway. */
    readonly keepsDead: boolean;
};

/** Queues by their names. */
export type QueueTable = Readonly<Record<string, QueuePolicy>>;

/** What a job of the queue carries. */
export type DataOf<Policy> = Policy extends { readonly data: Joi.ObjectSchema<infer Data> } ? Data : never;

/** The queue that holds jobs which failed for good, until somebody looks at them. Nobody works on it. */
export const deadJobs = 'dead-jobs';

const daySeconds = 86_400;

/** For what is enqueued again soon anyway. */
export const fewRetries: Retries = { limit: 3, firstPauseSeconds: 5, maxPauseSeconds: 60 };

/**
 * A worker says this often that it still has a job; one that has said nothing for `heartbeatSeconds` is taken for dead. So a job
 * is taken up again within heartbeat + look + pause before a retry = 15 + 10 + 10 s after a `kill -9`.
 */
export const heartbeatSeconds = 15;
/** Interval at which a worker says that it still has a job. */
export const heartbeatEverySeconds = 5;
/** Interval at which jobs of dead workers are looked for. */
export const lookForDeadEverySeconds = 10;

/** A job that nobody could take for this long is deleted: every queue has a bound. */
const keptWaitingSeconds = 90 * daySeconds;
const keptDoneSeconds = 2 * daySeconds;

/** A queue as the library stores it, in the words of its columns, which are those of a job as well. */
export type StoredPolicy = ReturnType<typeof storedPolicy>;

/** What the library stores for a policy. */
export function storedPolicy({ order, retries, timeoutSeconds, keepsDead }: QueuePolicy) {
    return {
        policy: ({ free: 'standard', once: 'exclusive', by_key: 'key_strict_fifo' } as const)[order],
        retry_limit: retries.limit,
        retry_delay: retries.firstPauseSeconds,
        retry_backoff: true,
        retry_delay_max: retries.maxPauseSeconds,
        expire_seconds: timeoutSeconds,
        retention_seconds: keptWaitingSeconds,
        // A job that failed for good holds its key until it is deleted, and its copy is among the dead: the next ones need not wait.
        deletion_seconds: order === 'by_key' ? 1 : keptDoneSeconds,
        dead_letter: keepsDead ? deadJobs : null,
        heartbeat_seconds: heartbeatSeconds
    };
}
