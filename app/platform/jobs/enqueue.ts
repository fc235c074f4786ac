import { createHash } from 'node:crypto';
import { v7 as uuidv7 } from 'uuid';
import type { Database } from '../database/database.ts';
import {
    maxUnfinishedOf, storedPolicy, type CountedLimits, type OrganisationLimits, type QueuePolicy
} from './queue-policy.ts';
import { queues, type JobData, type QueueName } from './queues.ts';

/** SQL for the parts of a job, each over the rows of `from`. */
export type JobRows = {
    /** Text behind FROM: a job is enqueued for each of its rows. */
    readonly from: string;
    /** @default `gen_random_uuid()` */
    readonly id?: string;
    /** The job's data as jsonb, such as `jsonb_build_object('deliveryId', w.id)`. */
    readonly data?: string;
    /**
     * Key, needed by a queue `by_key`: jobs of one key keep their order. In a queue `once` there is one job of each
     * key.
     */
    readonly key?: string;
    /** Start of a slot of time, as timestamp: a second job of a slot is not enqueued. */
    readonly slot?: string;
    /** Earliest start, as timestamptz. @default `now()` */
    readonly startAfter?: string;
    /**
     * Organisation and turn, for a queue with limits per organisation. The turn is that of {@link takingTurn}, which a
     * queue needs that bounds how many wait; in another one each row takes the organisation's next turn.
     */
    readonly turn?: { readonly organisation: string; readonly turn?: string };
    /** Name of the CTE that enqueues. @default `enqueued` */
    readonly as?: string;
};

/**
 * CTEs that enqueue jobs inside the statement that makes them necessary, so that both are stored or neither. Like
 * `auditing()` they stand between other CTEs of a statement: ``WITH written AS (…), ${enqueuing('send-mail', { from:
 * 'written w', data: … })} SELECT …``
 */
export function enqueuing(queue: QueueName, rows: JobRows): string {
    return enqueuingInto(queue, queues[queue], rows);
}

/**
 * A CTE `place` with one row, whose `turn` is the place of an organisation's next job in the order of the queue; null
 * when the organisation has as many jobs as it may have. Calls of one organisation wait for each other, so that the
 * limit holds. The turn is given to {@link enqueuing}: a statement that enqueues nothing has taken no place.
 * @param organisation - SQL for the id of the organisation, such as `$1`.
 */
export function takingTurn(queue: QueueName, organisation: string): string {
    const policy: QueuePolicy = queues[queue];
    return takingTurnIn(queue, policy, organisation);
}

/** CTE as {@link takingTurn} makes it, for a queue that is not in the table. */
export function takingTurnIn(
    name: string, { perOrganisation }: { readonly perOrganisation?: OrganisationLimits }, organisation: string
): string {
    if (perOrganisation === undefined || !isCounted(perOrganisation)) {
        throw new TypeError(`Queue ${name} does not bound how many jobs of an organisation wait`);
    }
    return `place AS MATERIALIZED (
        SELECT invoices.next_job_turn('${name}', ${organisation}, ${maxUnfinishedOf(perOrganisation)}) AS turn)`;
}

function isCounted(limits: OrganisationLimits): limits is CountedLimits {
    return limits.maxWaiting !== undefined;
}

/** Seconds that an organisation's next job comes behind its last one in the order of the queue. */
const turnSeconds = 600;

/**
 * SQL of the turn of each row's job, as the function `next_job_turn` reckons it, but without its lock: where any number
 * waits, two statements may give the same turn. The last jobs of an organisation come late, not those of others.
 */
function nextTurn(name: string, organisation: string): string {
    return `LEAST(2147483647, GREATEST(
        extract(epoch FROM clock_timestamp() - timestamptz '2026-01-01 00:00:00Z')::bigint,
        COALESCE((SELECT max(-q.priority)::bigint FROM invoices.job q WHERE q.name = '${name}'
            AND q.group_id = ${organisation} AND q.state IN ('created', 'retry', 'active')) + ${turnSeconds}, 0))
        + ${turnSeconds} * (row_number() OVER () - 1))::int`;
}

/**
 * CTEs as {@link enqueuing} makes them, for a queue that is not in the table: the tests of the library use them too.
 */
export function enqueuingInto(
    name: string, policy: QueuePolicy, rows: JobRows
): string {
    const { from, id, data, key, slot, startAfter, turn, as = 'enqueued' } = rows;
    assertComplete(name, policy, rows);
    const { retention_seconds: retention, ...stored } = storedPolicy(policy);
    const columns = Object.keys(stored).join(', ');
    const values = Object.values(stored).map(literal).join(', ');
    // The queue's own row comes with its first job, or when a worker starts: an API that is deployed first must not
    // wait for one. `clock_timestamp()`: jobs of one statement, and statements that waited for each other, keep their
    // order.
    return `${as}_queue AS (
        INSERT INTO invoices.job_queue (name, ${columns}, retention_seconds, partition, table_name)
        SELECT '${name}', ${values}, ${retention}, false, 'job_common'
        WHERE NOT EXISTS (SELECT FROM invoices.job_queue WHERE name = '${name}')
        ON CONFLICT DO NOTHING),
    ${as} AS (
        INSERT INTO invoices.job (name, ${columns}, id, data, singleton_key, singleton_on, start_after, created_on,
            keep_until, group_id, priority)
        SELECT '${name}', ${values}, ${id ?? 'gen_random_uuid()'}, ${data ?? `'{}'::jsonb`}, ${key ?? 'NULL'},
            ${slot ?? 'NULL'}, ${startAfter ?? 'now()'},
            clock_timestamp(), ${startAfter ?? 'now()'} + interval '${retention} seconds',
            ${turn?.organisation ?? 'NULL'},
            ${turn === undefined ? '0' : `-${turn.turn ?? nextTurn(name, turn.organisation)}`}
        FROM ${from}
        ON CONFLICT DO NOTHING
        RETURNING id)`;
}

/** @throws TypeError for rows without the key, or the turn, that their queue needs */
function assertComplete(name: string, { order, perOrganisation }: QueuePolicy, { key, turn }: JobRows): void {
    if (order === 'by_key' && key === undefined) {
        throw new TypeError(`A job of queue ${name} needs a key`);
    }
    if (perOrganisation !== undefined
        && (turn === undefined || (isCounted(perOrganisation) && turn.turn === undefined))) {
        throw new TypeError(`A job of queue ${name} needs its organisation's turn`);
    }
}

/** Options of a job beside its data. */
export type EnqueueOptions = {
    /** Stable id: a job that is enqueued again under it is not enqueued twice. */
    readonly id?: string;
    readonly key?: string;
    readonly startAfter?: Date;
};

/**
 * Enqueues one job by a statement of its own.
 * @returns Its id; undefined when a job of that id exists, or when another one waits or runs where only one may.
 */
export async function enqueue<Name extends QueueName>(
    database: Pick<Database, 'query'>, queue: Name, data: JobData<Name>, options: EnqueueOptions = {}
): Promise<string | undefined> {
    return enqueueInto(database, { name: queue, policy: queues[queue] }, data, options);
}

/** Enqueues one job, as {@link enqueue} does, into a queue that is not in the table. */
export async function enqueueInto(
    { query }: Pick<Database, 'query'>, { name, policy }: { readonly name: string; readonly policy: QueuePolicy },
    data: unknown, { id, key, startAfter }: EnqueueOptions = {}
): Promise<string | undefined> {
    if (policy.order === 'by_key' && key === undefined) {
        throw new TypeError(`A job of queue ${name} needs a key`);
    }
    const text = `WITH ${enqueuingInto(name, policy, {
        from: '(VALUES (1)) AS one', id: '$1::uuid', data: '$2::jsonb', key: '$3::text',
        startAfter: 'COALESCE($4::timestamptz, now())'
    })} SELECT id FROM enqueued`;
    const [row] = await query<{ id: string }>({ name: `enqueue_${digest(text)}`, text },
        [id ?? uuidv7(), JSON.stringify(data), key ?? null, startAfter ?? null]);
    return row?.id;
}

/**
 * Digest of a statement's text: a prepared statement is known by its name alone, so another text needs another name.
 */
function digest(text: string): string {
    return createHash('sha1').update(text).digest('hex').slice(0, 16);
}

function literal(value: string | number | boolean | null): string {
    return typeof value === 'string' ? `'${value}'` : String(value);
}
