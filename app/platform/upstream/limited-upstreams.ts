import { bulkhead } from 'cockatiel';
import { unlessAborted } from '../../foundation/clock/within.ts';
import type { CallContext } from './call-context.ts';
import type { Upstreams } from './upstreams.ts';

/** Limits on the calls of one request. */
export type CallLimits = {
    /** Maximum calls at once; the others wait. */
    readonly atOnce: number;
    /** Milliseconds from now, for all calls together. */
    readonly timeMs: number;
    /** Error of a call that is not answered in that time. */
    late(): Error;
};

/** Services of the CRM that a request with many records calls. */
export type LimitedUpstreams = Pick<Upstreams, 'contacts' | 'products' | 'services' | 'quotes'>;

/**
 * Gives `work` the CRM's services within limits: each record is asked for once, also one that is not found; calls at
 * once are no more than the connections carry; and no call is waited for longer than the request has time.
 */
export async function withLimitedUpstreams<Result>(
    { contacts, products, services, quotes }: LimitedUpstreams, limits: CallLimits,
    work: (upstreams: LimitedUpstreams) => Promise<Result>
): Promise<Result> {
    const { call, close } = limitedCalls(limits);
    try {
        return await work({
            contacts: { find: onceEach((context, id) => call(() => contacts.find(context, id))) },
            products: {
                find: onceEach((context, id) => call(() => products.find(context, id))),
                optimalPrice: (context, id, margin) => call(() => products.optimalPrice(context, id, margin))
            },
            services: {
                find: onceEach((context, id) => call(() => services.find(context, id))),
                calculate: (context, id, inputs) => call(() => services.calculate(context, id, inputs))
            },
            quotes: quotes && { find: onceEach((context, id) => call(() => quotes.find(context, id))) }
        });
    } finally {
        close();
    }
}

type Find<Found> = (context: CallContext, id: string) => Promise<Found>;

/** Asks once for each id and freshness. All calls come from one request, so the rest of their contexts is the same. */
function onceEach<Found>(find: Find<Found>): Find<Found> {
    const found = new Map<string, Promise<Found>>();
    return (context, id) => {
        const key = `${id} ${JSON.stringify(context.freshness)}`;
        const known = found.get(key) ?? find(context, id);
        found.set(key, known);
        return known;
    };
}

type Calls = { call<Answer>(ask: () => Promise<Answer>): Promise<Answer>; close(): void };

function limitedCalls({ atOnce, timeMs, late }: CallLimits): Calls {
    const places = bulkhead(atOnce, Infinity);
    const timeUp = new AbortController();
    const timer = setTimeout(() => timeUp.abort(late()), timeMs);

    return {
        // The library does not receive the signal: some of the calls that wait for a place would then wait for ever.
        call: (ask) => places.execute(() => unlessAborted(timeUp.signal, ask)),
        close: () => clearTimeout(timer)
    };
}
