import { setTimeout as sleep } from 'node:timers/promises';
import type { PgBoss } from 'pg-boss';
import type { Database } from '../database/database.ts';
import type { JobHandlers } from './job-handler.ts';
import { openJobLibrary, settleQueue, type Upkeep } from './job-library.ts';
import type { JobLog, JobObserver } from './job-observer.ts';
import { enqueueForSlot, giveBackJob } from './jobs.repository.ts';
import { heartbeatEverySeconds, type QueuePolicy, type QueueTable } from './queue-policy.ts';
import { pollIntervalSeconds, slotAt, type Schedule, type Schedules } from './schedule.ts';
import { runJob, type FetchedJob, type JobVerdict, type RunOptions } from './run-job.ts';

/** Jobs that are being worked on. */
export type JobWork = {
    /** Takes no more jobs, lets those at hand end within the grace, and gives the rest to other workers. */
    stop(): Promise<void>;
};

/** Options of the work on jobs. */
export type JobWorkOptions<Queues extends QueueTable> = {
    readonly database: Pick<Database, 'query' | 'pool' | 'schema'>;
    readonly queues: Queues;
    readonly handlers: JobHandlers<Queues>;
    /** Jobs that are enqueued by themselves, and their times: once in each slot, for any number of workers. */
    readonly schedules: Schedules<Extract<keyof Queues, string>>;
    /** False while the database is not there or not the one that this build needs. */
    ready(): Promise<boolean>;
    /** Milliseconds that jobs may go on after `stop`. */
    readonly graceMs: number;
    /** @default `usualUpkeep` */
    readonly upkeep?: Upkeep;
    readonly observer: JobObserver;
    readonly log: JobLog;
};

/** Seconds between two polls of a queue that had nothing. */
const pollingSeconds = 1;
/** Maximum milliseconds until the first poll of the clock, and until the next one after the database was not ready. */
const soonMs = 5_000;
const untilReadyMs = 500;
/** Minimum milliseconds between two log lines about a queue that does not answer. */
const logAgainMs = 60_000;
/** Milliseconds beyond the grace that the library may take until it has let go of all jobs. */
const releaseMs = 2_000;

/**
 * Works on the jobs of all queues, from when the database is ready until it is stopped. Never throws for a fault of the
 * database.
 */
export function workJobs<Queues extends QueueTable>(options: JobWorkOptions<Queues>): JobWork {
    const begun = new AbortController();
    const graceOver = new AbortController();
    const stopping = { begun: begun.signal, graceOver: graceOver.signal };
    const enqueueing = Object.entries<Schedule | undefined>(options.schedules).flatMap(([name, schedule]) =>
        (schedule === undefined ? [] : [enqueueScheduled(options, name, schedule, begun.signal)]));
    const starting = start(options, stopping);
    return {
        stop: async () => {
            begun.abort();
            const timer = setTimeout(() => graceOver.abort(), options.graceMs);
            const library = await starting;
            const endingMs = Math.max(0, ...Object.values<QueuePolicy>(options.queues).map(endingMsOf));
            await library?.stop({ graceful: true, timeout: options.graceMs + endingMs + releaseMs });
            clearTimeout(timer);
            await Promise.all(enqueueing);
        }
    };
}

function endingMsOf({ endingSeconds = 0 }: QueuePolicy): number {
    return endingSeconds * 1_000;
}

/** Starts the library; undefined when the work was stopped before the database was ready. */
async function start<Queues extends QueueTable>(
    options: JobWorkOptions<Queues>, stopping: RunOptions['stopping']
): Promise<PgBoss | undefined> {
    const logOnce = loggingOnce(options.log);
    while (!stopping.begun.aborted) {
        const library = await isReady(options) ? await startOnce(options, stopping, logOnce).catch(logOnce) : undefined;
        if (library !== undefined) {
            logOnce.well();
            return library;
        }
        await pause(untilReadyMs, stopping.begun);
    }
    return undefined;
}

async function startOnce<Queues extends QueueTable>(
    { database, queues, handlers, upkeep, observer, log }: JobWorkOptions<Queues>, stopping: RunOptions['stopping'],
    logOnce: (error: unknown) => void
): Promise<PgBoss> {
    const library = openJobLibrary(database, upkeep);
    library.on('error', logOnce);
    // Not the warning's data: the data of a slow statement has what jobs carry.
    library.on('warning', ({ message }) => log.warn({ warning: message }, 'The job queue warns'));
    try {
        await library.start();
        for (const [name, policy] of Object.entries<QueuePolicy>(queues)) {
            await settleQueue(library, name, policy);
            const handler = handlers[name];
            if (handler === undefined) {
                throw new TypeError(`Queue ${name} has no handler`);
            }
            const run = (job: FetchedJob) =>
                runJob(job, {
                    handler, stopping, observer, log, giveBack: (given) => giveBackJob(database, given),
                    ...(policy.endingSeconds === undefined ? {} : { endingMs: endingMsOf(policy) })
                });
            await Promise.all(
                Array.from({ length: policy.concurrency }, () => workOn(library, { name, policy }, run)));
        }
        return library;
    } catch (error) {
        await library.stop({ graceful: false }).catch(() => undefined);
        throw error;
    }
}

/**
 * Works on one job of a queue at a time. After each it polls for the next at once: the library would wait for its
 * interval.
 */
async function workOn(
    library: PgBoss, { name, policy }: { readonly name: string; readonly policy: QueuePolicy },
    run: (job: FetchedJob) => Promise<JobVerdict>
): Promise<void> {
    const id: string = await library.work(name, {
        perJobResults: true, includeMetadata: true, pollingIntervalSeconds: pollingSeconds,
        heartbeatRefreshSeconds: heartbeatEverySeconds,
        // Counted in the database, so it holds for all workers together.
        ...(policy.perOrganisation === undefined ? {} : { groupConcurrency: policy.perOrganisation.maxRunning })
    }, async (jobs) => {
        const verdicts = await Promise.all(jobs.map(run));
        library.notifyWorker(id);
        return verdicts;
    });
}

/** Enqueues the jobs of a schedule. Pauses vary, so that workers which started together do not poll together. */
async function enqueueScheduled<Queues extends QueueTable>(
    options: JobWorkOptions<Queues>, name: string, schedule: Schedule, signal: AbortSignal
): Promise<void> {
    const policy = options.queues[name];
    if (policy === undefined) {
        throw new TypeError(`There is no queue ${name}`);
    }
    options.observer.scheduled(name);
    const pollMs = pollIntervalSeconds(schedule) * 1_000;
    const soon = Math.min(pollMs, soonMs);
    let pauseMs = Math.random() * soon;
    while (await pause(pauseMs, signal)) {
        const enqueued = () => enqueueForSlot(options.database, name, policy, slotAt(schedule, new Date()));
        const done = await isReady(options) && await enqueued().then(() => true, () => false);
        pauseMs = (done ? pollMs : soon) * (0.9 + Math.random() * 0.1);
    }
}

async function isReady({ ready }: Pick<JobWorkOptions<QueueTable>, 'ready'>): Promise<boolean> {
    return ready().catch(() => false);
}

/** Waits; false when it was stopped, before or meanwhile. */
function pause(ms: number, signal: AbortSignal): Promise<boolean> {
    return sleep(ms, true, { signal }).catch(() => false);
}

/** Logs one line when the queue stops answering, not one for each of its queues each second. */
function loggingOnce(log: JobLog): ((error: unknown) => undefined) & { well(): void } {
    let loggedAt = -Infinity;
    const logOnce = (error: unknown): undefined => {
        if (performance.now() - loggedAt > logAgainMs) {
            log.error({ err: error }, 'The job queue does not answer');
            loggedAt = performance.now();
        }
    };
    return Object.assign(logOnce, { well: () => { loggedAt = -Infinity; } });
}
