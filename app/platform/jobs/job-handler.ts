import type { QueuePolicy, QueueTable } from './queue-policy.ts';

/** Facts that a handler has about its run. */
export type JobRun = {
    /**
     * Aborted when the run no longer counts: its time is up, or another worker has the job. Pass it to everything that
     * waits.
     */
    readonly signal: AbortSignal;
    /** Aborted when the worker has to stop: end with the batch at hand. A job that runs on too long is handed back. */
    readonly stopping: AbortSignal;
    /** 1 at first; grows with each try, and when a worker died or handed the job back. */
    readonly attempt: number;
    /** True when no other try follows a failure of this one. */
    readonly lastAttempt: boolean;
    /** Id of the job, the same from try to try. */
    readonly jobId: string;
};

/**
 * Does one job. It may run more than once, even beside a run of a worker that was taken for dead, so its effect must
 * not depend on the number of runs.
 * @returns Number of records dealt with, for the log.
 * @throws Any error: the job is tried again after a pause. {@link PermanentJobError}: it is not.
 */
export type JobHandler<Data> = (data: Data, run: JobRun) => Promise<number>;

/** A handler for each queue of a table, made by {@link handling}. */
export type JobHandlers<Queues extends QueueTable> = { readonly [Name in keyof Queues]: JobHandler<unknown> };

/** Error of a job that a retry would not help. */
export class PermanentJobError extends Error {
    override readonly name = 'PermanentJobError';
}

/** A handler of the jobs of a queue, whose data is checked before the handler sees it. */
export function handling<Data>({ data: schema }: QueuePolicy<Data>, handler: JobHandler<Data>): JobHandler<unknown> {
    return async (data, run) => {
        const checked = schema.validate(data, { convert: false });
        if (checked.error !== undefined) {
            // A retry would not help.
            throw new PermanentJobError(
                `The job's data is not what its queue takes: ${checked.error.message}`, { cause: checked.error });
        }
        return handler(checked.value, run);
    };
}
