import { unlessAborted, within } from '../../foundation/clock/within.ts';
import { PermanentJobError, type JobHandler } from './job-handler.ts';
import type { JobLog, JobObserver, JobOutcome } from './job-observer.ts';

/** A job as the library hands it out. */
export type FetchedJob = {
    readonly id: string;
    readonly name: string;
    readonly data: unknown;
    readonly retryCount: number;
    readonly retryLimit: number;
    /** Aborted when the job was lost or its time is up. */
    readonly signal: AbortSignal;
};

/** Signals to the jobs of a worker that stops. */
export type Stopping = {
    /** Aborted when the worker has to stop. */
    readonly begun: AbortSignal;
    /** Aborted when the time that jobs have to end is over. */
    readonly graceOver: AbortSignal;
};

/** Dependencies of the run of a queue's jobs. */
export type RunOptions = {
    readonly handler: JobHandler<unknown>;
    readonly stopping: Stopping;
    /** Maximum milliseconds beyond the grace. @default 500 */
    readonly endingMs?: number;
    readonly observer: Pick<JobObserver, 'ran'>;
    readonly log: JobLog;
    giveBack(job: FetchedJob): Promise<void>;
};

/**
 * Result of a job, in the library's words. A job that was given back is another worker's: a result for it no longer
 * counts.
 */
export type JobVerdict = {
    readonly id: string; readonly status: 'completed' | 'failed' | 'deadletter'; readonly output?: unknown
};

/** Milliseconds after its signal in which a handler may still undo something, where its queue names no other time. */
const undoMs = 500;
const handedBack = 'handed back';

/** Runs one job to its end, or until the worker may wait no longer. Never throws for a failure of the handler. */
export async function runJob(
    job: FetchedJob, { handler, stopping, endingMs = undoMs, observer, log, giveBack }: RunOptions
): Promise<JobVerdict> {
    const startedAt = performance.now();
    const lastAttempt = job.retryCount >= job.retryLimit;
    const ended = (outcome: JobOutcome): { job: string; jobId: string; attempt: number; durationMs: number } => {
        const durationMs = Math.round(performance.now() - startedAt);
        observer.ran(job.name, outcome, durationMs / 1_000);
        return { job: job.name, jobId: job.id, attempt: job.retryCount + 1, durationMs };
    };
    try {
        const handled = await untilGraceIsOver({ ...stopping, endingMs }, async () => handler(job.data ?? {}, {
            signal: AbortSignal.any([job.signal, stopping.graceOver]), stopping: stopping.begun,
            attempt: job.retryCount + 1, lastAttempt, jobId: job.id
        }));
        if (handled === handedBack) {
            await giveBack(job);
            log.info(ended('handed_back'), 'Job handed back');
            return { id: job.id, status: 'completed' };
        }
        const fields = ended('succeeded');
        if (handled > 0) {
            log.info({ ...fields, handled }, 'Job done');
        }
        return { id: job.id, status: 'completed' };
    } catch (error) {
        const permanent = lastAttempt || error instanceof PermanentJobError;
        log.error(
            { ...ended(permanent ? 'dead' : 'failed'), err: error }, permanent ? 'Job failed for good' : 'Job failed');
        return { id: job.id, status: permanent
            ? 'deadletter' : 'failed', output: { message: error instanceof Error ? error.message : String(error) } };
    }
}

/**
 * Waits for a handler within the grace. One that ends soon after the signal has not failed: its job is handed back too.
 */
async function untilGraceIsOver(
    { graceOver, endingMs }: Pick<Stopping, 'graceOver'> & { readonly endingMs: number }, handle: () => Promise<number>
): Promise<number | typeof handedBack> {
    const handling = handle().catch((error: unknown) => {
        if (graceOver.aborted) {
            return handBackUnlessPermanent(error);
        }
        throw error;
    });
    try {
        return await unlessAborted(graceOver, () => handling);
    } catch (error) {
        if (!graceOver.aborted || error !== graceOver.reason) {
            throw error;
        }
        return within(endingMs, () => handling).catch(handBackUnlessPermanent);
    }
}

function handBackUnlessPermanent(error: unknown): typeof handedBack {
    if (error instanceof PermanentJobError) {
        throw error;
    }
    return handedBack;
}
