import { setTimeout as sleep } from 'node:timers/promises';
import { maxInBatch, placeEvents } from '../../domain/events/place-events.ts';
import type { Database } from '../../platform/database/database.ts';
import { attemptDelivery, type AttemptDependencies } from './attempt-delivery.ts';
import { deferBlocked } from './blocked-deliveries.repository.ts';
import { relayTurns, type RelayTurns } from './relay-turns.ts';
import type { ClaimedDelivery } from './webhook-delivery.repository.ts';
import type { WebhookObserver } from './webhook-observer.ts';

/** The running relay of this process, which brings events from the outbox to the webhooks. */
export type Relay = {
    /**
     * Begins no further attempt, lets those under way end within the grace period, and hands the rest back to other
     * workers.
     */
    stop(): Promise<void>;
};

/** Dependencies and settings of the relay. */
export type RelayOptions = Omit<AttemptDependencies, 'database'> & {
    readonly database: Pick<Database, 'query' | 'pool'>;
    /** False while the database is unreachable or not the one that this build needs. */
    ready(): Promise<boolean>;
    /** Time that attempts may go on after `stop`. */
    readonly graceMs: number;
    readonly observer: WebhookObserver;
    readonly log: RelayLog;
    /** Pause between two polls. @default 500 */
    readonly pollMs?: number;
};

/** The part of a pino logger that is used here. */
type RelayLog = Readonly<Record<'info' | 'warn' | 'error', (fields: object, message: string) => void>>;

const defaultPollMs = 500;
/** Pause after a failed poll, and while the database is not ready. */
const pauseMs = 2_000;
/** Interval at which deliveries blocked by an earlier failure are deferred. */
const deferEveryMs = 10_000;
/** Pause after the end of an attempt, so that one poll follows all that end together. */
const gatherMs = 20;

/**
 * Places events in the feed and makes the deliveries that are due, until it is stopped. It never throws for a fault of
 * the database or of a receiver. Any number of processes may run it at the same time; when one dies, another takes over
 * its attempts.
 */
export function startRelay(options: RelayOptions): Relay {
    const stopping = new AbortController();
    const graceOver = new AbortController();
    const underWay = new Set<Promise<void>>();
    const running = run(options, underWay, stopping.signal, graceOver.signal);
    return {
        stop: async () => {
            stopping.abort();
            const timer = setTimeout(() => graceOver.abort(), options.graceMs);
            await running;
            await Promise.all(underWay);
            clearTimeout(timer);
        }
    };
}

async function run(
    options: RelayOptions, underWay: Set<Promise<void>>, stopping: AbortSignal, graceOver: AbortSignal
): Promise<void> {
    const turns = relayTurns();
    let wake: () => void = () => undefined;
    let well = true;
    let deferAt = -Infinity;
    // Nothing is done before the schema is there; afterwards a failed poll shows a fault of the database.
    while (!stopping.aborted && !await options.ready().catch(() => false)) {
        await pause(pauseMs, stopping);
    }
    while (!stopping.aborted) {
        const woken = new Promise<void>((resolve) => {
            wake = resolve;
        });
        let next = options.pollMs ?? defaultPollMs;
        try {
            const more = await pollOnce(options, { underWay, turns }, graceOver, () => wake());
            if (more) next = 0;
            if (performance.now() - deferAt >= deferEveryMs) {
                await deferBlocked(options.database, options.clock.now());
                deferAt = performance.now();
            }
            well = true;
        } catch (error) {
            // One line when the fault begins, not one with each poll.
            if (well) options.log.error({ err: error }, 'Events cannot be relayed at the moment');
            well = false;
            next = pauseMs;
        }
        await Promise.race([pause(next, stopping), woken.then(() => pause(gatherMs, stopping))]);
    }
}

/**
 * Places new events, and begins as many attempts as the limits allow. One poll places one batch, so that attempts do
 * not wait for all events.
 * @returns True when there may be more to place, or to attempt.
 */
async function pollOnce(
    options: RelayOptions,
    { underWay, turns }: { readonly underWay: Set<Promise<void>>; readonly turns: RelayTurns },
    graceOver: AbortSignal, ended: () => void
): Promise<boolean> {
    const { database, clock } = options;
    const morePlaced = await placeEvents(database, 1) === maxInBatch;
    const { deliveries, more } = await turns.take(database, clock.now());
    for (const delivery of deliveries) {
        const attempt = attempted(options, delivery, graceOver).then(() => {
            turns.end(delivery);
            underWay.delete(attempt);
            ended();
        });
        underWay.add(attempt);
    }
    return morePlaced || more;
}

/** Makes one attempt and reports its outcome. Never throws. */
async function attempted(
    { database, clock, observer, log, ...services }: RelayOptions, delivery: ClaimedDelivery, graceOver: AbortSignal
): Promise<void> {
    const startedAt = performance.now();
    const fields = { webhookId: delivery.endpointId, eventId: delivery.eventId, organisation: delivery.organisationId };
    try {
        const { outcome, paused } = await attemptDelivery({ ...services, database, clock }, delivery, graceOver);
        observer.attempted(outcome, (performance.now() - startedAt) / 1_000);
        if (outcome === 'failed')
            log.warn(fields, 'An event was given up: its receiver did not take it for three days');
        if (paused) log.warn(fields, 'A webhook was paused');
    } catch (error) {
        // The claim expires, and the attempt is made again.
        log.error({ ...fields, err: error }, 'The end of a delivery could not be stored');
    }
}

function pause(ms: number, signal: AbortSignal): Promise<void> {
    return sleep(ms, undefined, { signal }).catch(() => undefined);
}
