import { setTimeout as sleep } from 'node:timers/promises';
import { placeEvents } from '../events/place-events.ts';
import type { Database } from '../database/database.ts';
import { attemptDelivery, type AttemptServices } from './attempt-delivery.ts';
import { claimDeliveries, type ClaimedDelivery } from './delivery.repository.ts';
import type { WebhookObserver } from './webhook-observer.ts';

/** Events on their way from the outbox to the webhooks, in this process. */
export type Relay = {
    /** Begins no other attempt, lets those under way end within the grace, and gives the rest to other workers. */
    stop(): Promise<void>;
};

/** What the relay works with. */
export type RelayOptions = Omit<AttemptServices, 'database'> & {
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

/** Attempts of this process at once: they wait for others more than they work. */
const mostAtOnce = 64;
/** Of them for one webhook: a slow receiver takes no more, and is not overrun. */
const mostPerEndpoint = 4;
const defaultPollMs = 500;
/** After a look that failed, and while the database is not ready. */
const pauseMs = 2_000;
/** Attempts that end together are followed by one look. */
const gatherMs = 20;

/**
 * Places events in the feed and makes the deliveries that are due, until it is stopped. Never throws for what the database or a receiver
 * does. Any number of processes may do so at the same time; what one of them had under way when it died, another takes up.
 */
export function startRelay(options: RelayOptions): Relay {
    const stopping = new AbortController();
    const graceOver = new AbortController();
    const underWay = new Map<ClaimedDelivery, Promise<void>>();
    const running = run(options, underWay, stopping.signal, graceOver.signal);
    return {
        stop: async () => {
            stopping.abort();
            const timer = setTimeout(() => graceOver.abort(), options.graceMs);
            await running;
            await Promise.all(underWay.values());
            clearTimeout(timer);
        }
    };
}

async function run(options: RelayOptions, underWay: Map<ClaimedDelivery, Promise<void>>, stopping: AbortSignal, graceOver: AbortSignal): Promise<void> {
    let wake: () => void = () => undefined;
    let well = true;
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
            await lookOnce(options, underWay, graceOver, () => wake());
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

/** Places what is new, and begins as many attempts as there is room for. */
async function lookOnce(
    { database, clock, observer, log, ...services }: RelayOptions, underWay: Map<ClaimedDelivery, Promise<void>>, graceOver: AbortSignal, ended: () => void
): Promise<void> {
    await placeEvents(database, 50);
    const room = mostAtOnce - underWay.size;
    if (room <= 0) {
        return;
    }
    const claimed = await claimDeliveries(database, clock.now(), { mostPerEndpoint, underWay: countByEndpoint(underWay.keys()), most: room });
    for (const delivery of claimed) {
        const startedAt = performance.now();
        const fields = { webhookId: delivery.endpointId, eventId: delivery.eventId, organisation: delivery.organisationId };
        const attempt = attemptDelivery({ ...services, database, clock }, delivery, graceOver).then(({ outcome, paused }) => {
            observer.attempted(outcome, (performance.now() - startedAt) / 1_000);
            if (outcome === 'failed') log.warn(fields, 'An event was given up: its receiver did not take it for three days');
            if (paused) log.warn(fields, 'A webhook was paused');
        }).catch((error: unknown) => {
            // The claim ends by itself, and the attempt is made again.
            log.error({ ...fields, err: error }, 'The end of a delivery could not be stored');
        }).finally(() => {
            underWay.delete(delivery);
            ended();
        });
        underWay.set(delivery, attempt);
    }
}

function countByEndpoint(deliveries: Iterable<ClaimedDelivery>): Readonly<Record<string, number>> {
    const counts: Record<string, number> = {};
    for (const { endpointId } of deliveries) {
        counts[endpointId] = (counts[endpointId] ?? 0) + 1;
    }
    return counts;
}

function pause(ms: number, signal: AbortSignal): Promise<void> {
    return sleep(ms, undefined, { signal }).catch(() => undefined);
}
