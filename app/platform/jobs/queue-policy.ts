import type Joi from 'joi';

/**
 * Order of a queue: which of its jobs may run at the same time.
 * - `free`: any.
 * - `once`: one job of a key (or one in all) waits or runs at a time; another is not even enqueued.
 * - `by_key`: jobs of one key strictly in the order they were enqueued in. While one is being retried, the later ones
 *   of its key wait.
 */
export type JobOrder = 'free' | 'once' | 'by_key';

/** Retries of a job that fails: their number and the pauses between them. */
export type Retries = {
    readonly limit: number;
    /** The first pause is 1 to 2 times this, each later one twice as long. */
    readonly firstPauseSeconds: number;
    readonly maxPauseSeconds: number;
};

/** Settings for all jobs of a queue. */
export type QueuePolicy<Data = unknown> = {
    /**
     * Schema of a job's data: ids and little else. New fields are optional, as jobs of the build before wait in the
     * database.
     */
    readonly data: Joi.ObjectSchema<Data>;
    readonly order: JobOrder;
    readonly retries: Retries;
    /** Maximum seconds of a run. One that takes longer has failed, and its signal is aborted. */
    readonly timeoutSeconds: number;
    /** Maximum runs at once in one worker process. */
    readonly concurrency: number;
    /**
     * True when a job that failed for good is kept in {@link deadJobs}; false for one that is enqueued again anyway.
     */
    readonly keepsDead: boolean;
    /**
     * Maximum seconds beyond the worker's grace in which a run may end what it can't break off, though its signal is
     * aborted. Absent: half a second, to undo something. A worker's whole stop must fit into the grace of its pod.
     */
    readonly endingSeconds?: number;
    /** Limits on the jobs of one organisation; absent where the jobs belong to none. */
    readonly perOrganisation?: OrganisationLimits;
};

/** Limits on the jobs that one organisation has in a queue, over all workers. */
export type OrganisationLimits = {
    /** Maximum jobs at work. */
    readonly maxRunning: number;
    /** Maximum jobs beyond those that are or may be at work; another one is refused. Absent: any number waits. */
    readonly maxWaiting?: number;
};

/** Limits with a number of jobs that may wait. */
export type CountedLimits = Required<OrganisationLimits>;

/** Maximum jobs of an organisation that have not ended. */
export function maxUnfinishedOf({ maxRunning, maxWaiting }: CountedLimits): number {
    return maxRunning + maxWaiting;
}

/** Queues by their names. */
export type QueueTable = Readonly<Record<string, QueuePolicy>>;

/** Data of a queue's job. */
export type DataOf<Policy> = Policy extends { readonly data: Joi.ObjectSchema<infer Data> } ? Data : never;

/** Name of the queue that keeps jobs which failed for good, until a person looks at them. No worker takes from it. */
export const deadJobs = 'dead-jobs';

const daySeconds = 86_400;

/** Retries of a job that is enqueued again soon anyway. */
export const fewRetries: Retries = { limit: 3, firstPauseSeconds: 5, maxPauseSeconds: 60 };

/**
 * Seconds without a heartbeat for a job after which its worker is taken for dead. So a job is taken up again within
 * heartbeat + poll + pause before a retry = 15 + 10 + 10 s after a `kill -9`.
 */
export const heartbeatSeconds = 15;
/** Interval at which a worker says that it still has a job. */
export const heartbeatEverySeconds = 5;
/** Interval at which the queue is polled for jobs of dead workers. */
export const pollForDeadEverySeconds = 10;

/** Maximum time that a job waits for a worker before it is deleted: every queue has a limit. */
const keptWaitingSeconds = 90 * daySeconds;
const keptDoneSeconds = 2 * daySeconds;

/** A queue as the library stores it, in the words of its columns, which are those of a job as well. */
export type StoredPolicy = ReturnType<typeof storedPolicy>;

/** Settings that the library stores for a policy. */
export function storedPolicy({ order, retries, timeoutSeconds, keepsDead }: QueuePolicy) {
    return {
        policy: ({ free: 'standard', once: 'exclusive', by_key: 'key_strict_fifo' } as const)[order],
        retry_limit: retries.limit,
        retry_delay: retries.firstPauseSeconds,
        retry_backoff: true,
        retry_delay_max: retries.maxPauseSeconds,
        expire_seconds: timeoutSeconds,
        retention_seconds: keptWaitingSeconds,
        // A job that failed for good holds its key until it is deleted. Its copy is among the dead jobs, so the next
        // ones need not wait.
        deletion_seconds: order === 'by_key' ? 1 : keptDoneSeconds,
        dead_letter: keepsDead ? deadJobs : null,
        heartbeat_seconds: heartbeatSeconds
    };
}
