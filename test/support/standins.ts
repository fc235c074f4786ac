import { afterAll, afterEach, beforeAll } from '@jest/globals';
import { DomainError } from '../../app/foundation/errors/domain-error.ts';
import type { CallContext } from '../../app/platform/upstream/call-context.ts';
import type { BreakerState, CacheOutcome, UpstreamOutcome } from '../../app/platform/upstream/upstream-observer.ts';
import type { Upstreams, UpstreamsOptions } from '../../app/platform/upstream/upstreams.ts';
import { openUpstreams } from '../../app/platform/upstream/upstreams.ts';
import type { Standins } from '../../app/dev/standins/standins.ts';
import { startStandins } from '../../app/dev/standins/standins.ts';

/** A call made for the organisation `acme`. */
export const context: CallContext = { organisationId: 'acme', requestId: 'request-1' };

/** Observations in order. */
export type Observed = { calls: UpstreamOutcome[]; breaker: BreakerState[]; cache: CacheOutcome[]; warnings: string[] };

/** Clients of the stand-ins, and their observations. */
export type GivenUpstreams = { readonly upstreams: Upstreams; readonly observed: Observed };

/**
 * Stand-ins of the CRM's services and of NBP for a test file, reset to their usual behaviour after each test, and a way
 * to open clients of them that are closed after each test.
 */
export function givenStandins(): {
    standins(): Standins;
    open(overrides?: Partial<UpstreamsOptions>): Promise<GivenUpstreams>;
} {
    let standins: Standins | undefined;
    const opened: Upstreams[] = [];
    const running = () => {
        if (standins === undefined) {
            throw new Error('The stand-ins run only while a test runs');
        }
        return standins;
    };

    beforeAll(async () => {
        standins = await startStandins();
    });
    afterEach(async () => {
        await Promise.all(opened.splice(0).map((upstreams) => upstreams.close()));
        Object.values(running().control).forEach((control) => control.reset());
    });
    afterAll(async () => {
        await standins?.close();
    });

    return {
        standins: running,
        open: async (overrides = {}) => {
            const { urls } = running();
            const observed: Observed = { calls: [], breaker: [], cache: [], warnings: [] };
            const upstreams = await openUpstreams({
                contacts: { url: urls.contacts }, products: { url: urls.products }, services: { url: urls.services },
                quotes: { url: urls.quotes },
                // Long enough for a loaded machine: only the tests of the deadline itself wait for it.
                timeoutMs: 10_000, freshSeconds: 60, staleSeconds: 3_600,
                observer: {
                    called: (_upstream, outcome) => void observed.calls.push(outcome),
                    breaker: (_upstream, state) => void observed.breaker.push(state),
                    cache: (_upstream, outcome) => void observed.cache.push(outcome)
                },
                log: { warn: (_fields, message) => void observed.warnings.push(message) },
                ...overrides
            });
            opened.push(upstreams);
            return { upstreams, observed };
        }
    };
}

/** Parts of a DomainError that a test compares. */
export type Failure = {
    readonly code: unknown;
    readonly message: string;
    readonly upstream: unknown;
    readonly reason: unknown;
    readonly retryAfterSeconds: unknown;
};

/** The failure of a call that must fail. */
export async function failureOf(call: Promise<unknown>): Promise<Failure> {
    const [result] = await Promise.allSettled([call]);
    if (result.status === 'fulfilled' || !(result.reason instanceof DomainError)) {
        throw new Error('Expected a DomainError', result.status === 'rejected' ? { cause: result.reason } : {});
    }

    const { code, message, details, retryAfterSeconds } = result.reason;
    return { code, message, upstream: details['upstream'], reason: details['reason'], retryAfterSeconds };
}
