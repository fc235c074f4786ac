import { bulkhead } from 'cockatiel';
import { unlessAborted } from '../../foundation/clock/within.ts';
import type { Upstreams } from './upstreams.ts';

/** What the calls of one request are held to. */
export type CallLimits = {
    /** So many calls at once; the others wait. */
    readonly atOnce: number;
    /** From now, for all of them together. */
    readonly timeMs: number;
    /** What a call fails with that is not answered by then. */
    late(): Error;
};

/** What a request with many records asks of the CRM's services. */
export type LimitedUpstreams = Pick<Upstreams, 'contacts' | 'products' | 'services'>;

/**
 * Gives `work` the CRM's services within limits: each record is asked for once, also one that is not found; no more calls are under way
 * than the connections carry; and none is waited for longer than the request has time.
 */
export async function withLimitedUpstreams<Result>(
    { contacts, products, services }: LimitedUpstreams, limits: CallLimits, work: (upstreams: LimitedUpstreams) => Promise<Result>
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
            }
        });
    } finally {
        close();
    }
}

type Find<Context, Found> = (context: Context, id: string) => Promise<Found>;

/** All calls come from one request, so they have one context. */
function onceEach<Context, Found>(find: Find<Context, Found>): Find<Context, Found> {
    const found = new Map<string, Promise<Found>>();
    return (context, id) => {
        const known = found.get(id) ?? find(context, id);
        found.set(id, known);
        return known;
    };
}

type Calls = { call<Answer>(ask: () => Promise<Answer>): Promise<Answer>; close(): void };

function limitedCalls({ atOnce, timeMs, late }: CallLimits): Calls {
    const places = bulkhead(atOnce, Infinity);
    const timeUp = new AbortController();
    const timer = setTimeout(() => timeUp.abort(late()), timeMs);

    return {
        // The library is not given the signal: of what waits for a place it would let some wait for ever.
        call: (ask) => places.execute(() => unlessAborted(timeUp.signal, ask)),
        close: () => clearTimeout(timer)
    };
}
