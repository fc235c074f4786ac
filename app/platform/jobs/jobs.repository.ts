import type { Database, Statement } from '../database/database.ts';
import { enqueuingInto } from './enqueue.ts';
import { deadJobs, type QueuePolicy } from './queue-policy.ts';
import type { Slot } from './schedule.ts';

/**
 * `retry_count` is the try: a job that was taken up again meanwhile belongs to another worker. The next claim counts as
 * a try, so the job gets one more. It is due at once, regardless of the queue's pauses.
 */
const giveBack: Statement = {
    name: 'give_back_job',
    text: `UPDATE invoices.job
        SET state = 'retry', retry_limit = retry_limit + 1, start_after = now(), heartbeat_on = NULL
        WHERE name = $1 AND id = $2::uuid AND state = 'active' AND retry_count = $3::int`
};

/** Gives a job that this process will not finish to the next worker that polls. */
export async function giveBackJob(
    { query }: Pick<Database, 'query'>, job: { readonly name: string; readonly id: string; readonly retryCount: number }
): Promise<void> {
    await query(giveBack, [job.name, job.id, job.retryCount]);
}

/**
 * Enqueues the job of a slot of time, unless another worker did. Slots of so many seconds are counted from 1970 by the
 * database's clock, so that all workers mean the same; a slot's job is kept longer than the slot.
 */
export async function enqueueForSlot(
    { query }: Pick<Database, 'query'>, name: string, policy: QueuePolicy, slot: Slot
): Promise<void> {
    const counted = 'to_timestamp(floor(extract(epoch FROM now()) / $1::int) * $1::int)';
    await query({
        name: `enqueue_${name}`,
        text: `WITH ${enqueuingInto(name, policy, {
            from: '(VALUES (1)) AS one', slot: `COALESCE($2::timestamptz, ${counted}) AT TIME ZONE 'UTC'`
        })} SELECT id FROM enqueued`
    }, 'everySeconds' in slot ? [slot.everySeconds, null] : [null, slot.startedAt]);
}

/** Fill of a queue, in jobs. */
export type QueueState = {
    readonly name: string;
    readonly waiting: number;
    /** Jobs that failed and wait for the next try. */
    readonly retrying: number;
    readonly running: number;
    /** Age in seconds of the job that has been due for the longest time; 0 when there is none. */
    readonly oldestSeconds: number;
    /** Jobs that failed for good and are kept. */
    readonly dead: number;
};

/**
 * A job behind an earlier one of its key, or beside another one of its organisation, does not count as late: it waits
 * for that one, not for a worker.
 */
const queueStates: Statement = {
    name: 'queue_states',
    text: `SELECT q.name, COALESCE(waiting, 0) AS waiting, COALESCE(retrying, 0) AS retrying,
            COALESCE(running, 0) AS running,
            COALESCE("oldestSeconds", 0) AS "oldestSeconds",
            (SELECT count(*)::int FROM invoices.job d WHERE d.name = '${deadJobs}' AND d.source_name = q.name) AS dead
        FROM unnest($1::text[]) AS q(name) LEFT JOIN (
            SELECT j.name, (count(*) FILTER (WHERE j.state = 'created'))::int AS waiting,
                (count(*) FILTER (WHERE j.state = 'retry'))::int AS retrying,
                (count(*) FILTER (WHERE j.state = 'active'))::int AS running,
                (extract(epoch
                FROM now() - min(j.start_after) FILTER (WHERE j.state < 'active' AND j.start_after <= now()
                    AND (j.group_id IS NULL OR NOT EXISTS (
                        SELECT FROM invoices.job a WHERE a.name = j.name AND a.group_id = j.group_id
                            AND a.state = 'active'))
                    AND NOT (
                    j.state = 'created' AND j.policy = 'key_strict_fifo' AND EXISTS (
                        SELECT FROM invoices.job b WHERE b.name = j.name AND b.singleton_key = j.singleton_key
                            AND b.policy = 'key_strict_fifo'
                            AND b.state IN ('active', 'retry', 'failed'))))))::float8 AS "oldestSeconds"
            FROM invoices.job j WHERE j.state IN ('created', 'retry', 'active') GROUP BY j.name) s USING (name)`
};

/** The state of each of the named queues. */
export async function readQueueStates(
    { query }: Pick<Database, 'query'>, names: readonly string[]
): Promise<readonly QueueState[]> {
    return query<QueueState>(queueStates, [names]);
}
