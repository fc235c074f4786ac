import { setTimeout as sleep } from 'node:timers/promises';
import { maxInBatch, placeEvents } from '../../domain/events/place-events.ts';
import type { Database } from '../../platform/database/database.ts';
import { attemptDelivery, type AttemptOutcome, type AttemptDependencies } from './attempt-delivery.ts';
import { deferBlocked } from './blocked-deliveries.repository.ts';
import { claimDeliveries, type ClaimedDelivery } from './webhook-delivery.repository.ts';
import { relayLimits, type RelayLimits } from './relay-limits.ts';
import type { WebhookObserver } from './webhook-observer.ts';

/** Events on their way from the outbox to the webhooks, in this process. */
export type Relay = {
    /** Begins no other attempt, lets those under way end within the grace, and gives the rest to other workers. */
    stop(): Promise<void>;
};

/** What the relay works with. */
export type RelayOptions = Omit<AttemptDependencies, 'database'> & {
    readonly database: Pick<Database, 'query' | 'pool'>;
    /** False while the database is not there or not the one that this build needs. */
    ready(): Promise<boolean>;
    /** How long attempts may go on after `stop`. */
    readonly graceMs: number;
    readonly observer: WebhookObserver;
    readonly log: RelayLog;
    /** @default 500 */
    readonly pollMs?: number;
};

/** The part of a pino logger that is used here. */
type RelayLog = Readonly<Record<'info' | 'warn' | 'error', (fields: object, message: string) => void>>;

const defaultPollMs = 500;
/** After a look that failed, and while the database is not ready. */
const pauseMs = 2_000;
/** So often what waits behind a failure is taken out of the way of the looks. */
const deferEveryMs = 10_000;
/** Attempts that end together are followed by one look. */
const gatherMs = 20;

/**
 * Places events in the feed and makes the deliveries that are due, until it is stopped. Never throws for what the database or a receiver
 * does. Any number of processes may do so at the same time; what one of them had under way when it died, another takes up.
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

async function run(options: RelayOptions, underWay: Set<Promise<void>>, stopping: AbortSignal, graceOver: AbortSignal): Promise<void> {
    const capacity = relayLimits();
    let wake: () => void = () => undefined;
    let well = true;
    let deferAt = -Infinity;
    // Nothing is done before the schema is there; afterwards a look that fails tells as much.
    while (!stopping.aborted && !await options.ready().catch(() => false)) {
        await pause(pauseMs, stopping);
    }
    while (!stopping.aborted) {
        const woken = new Promise<void>((resolve) => {
            wake = resolve;
        });
        let next = options.pollMs ?? defaultPollMs;
        try {
            const more = await pollOnce(options, { underWay, capacity }, graceOver, () => wake());
            if (more) next = 0;
            if (performance.now() - deferAt >= deferEveryMs) {
                await deferBlocked(options.database, options.clock.now());
                deferAt = performance.now();
            }
            well = true;
        } catch (error) {
            // One line when it begins, not one with each look.
            if (well) options.log.error({ err: error }, 'Events cannot be relayed at the moment');
            well = false;
            next = pauseMs;
        }
        await Promise.race([pause(next, stopping), woken.then(() => pause(gatherMs, stopping))]);
    }
}

/**
 * Places what is new, and begins as many attempts as there is room for. Of much that is new a batch a look: attempts do not wait for all of it.
 * @returns Whether there is more to place.
 */
async function pollOnce(
    options: RelayOptions, { underWay, capacity }: { readonly underWay: Set<Promise<void>>; readonly capacity: RelayLimits }, graceOver: AbortSignal, ended: () => void
): Promise<boolean> {
    const { database, clock } = options;
    const more = await placeEvents(database, 1) === maxInBatch;
    for (const bounds of [() => capacity.ofWell(), () => capacity.ofFailing()]) {
        for (const delivery of await claimDeliveries(database, clock.now(), bounds())) {
            capacity.begin(delivery.endpointId);
            const attempt = attempted(options, delivery, graceOver).then((outcome) => {
                capacity.end(delivery.endpointId, outcome);
                underWay.delete(attempt);
                ended();
            });
            underWay.add(attempt);
        }
    }
    return more;
}

/** Makes one attempt and tells how it ended. Never throws. @returns Undefined when its end could not be stored */
async function attempted(
    { database, clock, observer, log, ...services }: RelayOptions, delivery: ClaimedDelivery, graceOver: AbortSignal
): Promise<AttemptOutcome | undefined> {
    const startedAt = performance.now();
    const fields = { webhookId: delivery.endpointId, eventId: delivery.eventId, organisation: delivery.organisationId };
    try {
        const { outcome, paused } = await attemptDelivery({ ...services, database, clock }, delivery, graceOver);
        observer.attempted(outcome, (performance.now() - startedAt) / 1_000);
        if (outcome === 'failed') log.warn(fields, 'An event was given up: its receiver did not take it for three days');
        if (paused) log.warn(fields, 'A webhook was paused');
        return outcome;
    } catch (error) {
        // The claim ends by itself, and the attempt is made again.
        log.error({ ...fields, err: error }, 'The end of a delivery could not be stored');
        return undefined;
    }
}

function pause(ms: number, signal: AbortSignal): Promise<void> {
    return sleep(ms, undefined, { signal }).catch(() => undefined);
}
