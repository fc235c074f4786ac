import { setTimeout as sleep } from 'node:timers/promises';
import type { JobLog, JobObserver } from './job-observer.ts';

/** A job that runs over and over in this process. */
export type PeriodicJob = {
    /** Waits for the batch at hand, and starts no other. */
    stop(): Promise<void>;
};

/** A job and what it needs to run. */
export type PeriodicJobOptions = {
    readonly name: string;
    /** Mean time between the end of one run and the start of the next. */
    readonly intervalMs: number;
    /** False while a run could only fail. */
    mayRun(): Promise<boolean>;
    /**
     * One run: batch after batch until there is nothing left.
     * @param signal - Aborted when the job is stopped: the batch at hand is then the last.
     * @returns How many records were dealt with.
     */
    run(signal: AbortSignal): Promise<number>;
    readonly observer: JobObserver;
    readonly log: JobLog;
};

/** The first run, and the next look after a run could only have failed, are no further away than this. */
const soonMs = 5_000;

/**
 * Starts a job: never two runs at once here. A run that fails is logged and counted, and the next one comes in its time. Pauses
 * vary, so that workers which started together do not run together.
 */
export function startPeriodicJob(options: PeriodicJobOptions): PeriodicJob {
    const { name, intervalMs, mayRun, observer } = options;
    const stopping = new AbortController();
    const { signal } = stopping;
    const soon = Math.min(intervalMs, soonMs);
    observer.started(name);
    const running = (async () => {
        let pauseMs = Math.random() * soon;
        while (await pause(pauseMs, signal)) {
            const may = await mayRun().catch(() => false);
            if (may && !signal.aborted) {
                await runOnce(options, signal);
            }
            pauseMs = (may ? intervalMs : soon) * (0.9 + Math.random() * 0.2);
        }
    })();
    return {
        stop: async () => {
            stopping.abort();
            await running;
        }
    };
}

async function runOnce({ name, run, observer, log }: PeriodicJobOptions, signal: AbortSignal): Promise<void> {
    const startedAt = performance.now();
    const elapsedMs = () => Math.round(performance.now() - startedAt);
    try {
        const handled = await run(signal);
        observer.ran(name, 'succeeded', elapsedMs() / 1_000);
        if (handled > 0) {
            log.info({ job: name, handled, durationMs: elapsedMs() }, 'Job done');
        }
    } catch (error) {
        observer.ran(name, 'failed', elapsedMs() / 1_000);
        log.error({ job: name, durationMs: elapsedMs(), err: error }, 'Job failed');
    }
}

/** False when the job was stopped, before or meanwhile. */
function pause(ms: number, signal: AbortSignal): Promise<boolean> {
    return sleep(ms, true, { signal }).catch(() => false);
}
