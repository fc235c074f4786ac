import Joi from 'joi';
import { pino } from 'pino';
import { openDatabase, type Database } from '../../app/platform/database/database.ts';
import { shape } from '../../app/foundation/schema/shape.ts';
import { handling, type JobHandler } from '../../app/platform/jobs/job-handler.ts';
import type { QueuePolicy } from '../../app/platform/jobs/queue-policy.ts';
import type { Schedule } from '../../app/platform/jobs/schedule.ts';
import { workJobs, type JobWork } from '../../app/platform/jobs/work-jobs.ts';

/** Data of a test's jobs. */
const parcel = shape('Parcel', { text: Joi.string() });
/** Data of the tests' jobs. */
export type Parcel = { readonly text: string };

/** Policy of a test's own queue that retries once, after 1 s. */
export function givenPolicy(overrides: Partial<Omit<QueuePolicy<Parcel>, 'data'>> = {}): QueuePolicy<Parcel> {
    return {
        data: parcel, order: 'free', retries: { limit: 1, firstPauseSeconds: 1, maxPauseSeconds: 1 },
        timeoutSeconds: 60, concurrency: 2, keepsDead: true, ...overrides
    };
}

/** A worker in this process. */
export type GivenWorker = JobWork & {
    readonly database: Database;
    /** Messages that it logged so far. */
    readonly lines: readonly Record<string, unknown>[];
    /** Outcomes of its runs so far. */
    readonly outcomes: readonly string[];
};

/** Settings of a worker that a test may change. */
export type GivenWorkerOptions = {
    readonly graceMs?: number;
    readonly ready?: () => Promise<boolean>;
    readonly schedule?: Schedule;
};

/** Works on one queue with a pool of its own, as a process does, and maintains it each second; `stop` closes it. */
export function givenWorker(
    place: { readonly url: string; readonly schema?: string },
    { name, policy }: { readonly name: string; readonly policy: QueuePolicy<Parcel> },
    handler: JobHandler<Parcel>,
    { graceMs = 5_000, ready = async () => true, schedule }: GivenWorkerOptions = {}
): GivenWorker {
    const lines: Record<string, unknown>[] = [];
    const outcomes: string[] = [];
    const database = openDatabase({ ...place, poolSize: 4 });
    const work = workJobs({
        database, ready, graceMs, upkeep: { pollForDeadEverySeconds: 1, removeDoneEverySeconds: 1 },
        queues: { [name]: policy }, handlers: { [name]: handling(policy, handler) },
        schedules: schedule === undefined ? {} : { [name]: schedule },
        observer: { scheduled: () => undefined, ran: (_job, outcome) =>
            void outcomes.push(outcome), idempotencyKeysRemoved: () => undefined },
        log: pino({ messageKey: 'message' }, { write: (line: string) => void lines.push(
            JSON.parse(line) as Record<string, unknown>) })
    });
    return {
        database, lines, outcomes,
        stop: async () => {
            await work.stop();
            await database.close();
        }
    };
}
