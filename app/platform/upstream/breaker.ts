import { LRUCache } from 'lru-cache';
import { DomainError } from '../../foundation/errors/domain-error.ts';
import { outcomeOf } from './call-outcome.ts';
import { openCircuit, type Circuit, type Verdict } from './circuit.ts';
import { isUnreachable, unavailable } from './upstream-errors.ts';
import type { BreakerState, UpstreamName } from './upstream-observer.ts';

/** Maximum organisations whose failures are remembered; of more, the one that was idle longest is forgotten. */
const maxOrganisations = 1_000;

/** Record that a call asks for, and the organisation that asks. */
export type Asked = { readonly organisationId: string; readonly record: string };

/** Circuit breaker of one upstream: a circuit of the whole service, and one of each organisation. */
export type Breaker = {
    /**
     * Sends one try, unless a circuit is open.
     * @param signal - Ends the wait for the trials of others.
     * @throws DomainError `UPSTREAM_UNAVAILABLE` with the reason `breaker_open`; otherwise what the try threw
     */
    run<T>(asked: Asked, attempt: () => Promise<T>, signal: AbortSignal): Promise<T>;
    /** State of the worst circuit. */
    state(): BreakerState;
    /** Number of organisations whose calls are refused while those of others are sent. */
    refusedOrganisations(): number;
};

/**
 * Opens the breaker of an upstream. Failures of records (an error of the service's own, no answer in time, a broken
 * connection) count in the circuit of the organisation that asked, each record once; in that of the whole service each
 * organisation counts once. So neither one record nor one organisation closes a service off for the others. Failures
 * to connect count in the circuit of the whole service, each by itself. Answers that break the contract never count.
 * @param changed - Notified of every change of the state.
 */
export function openBreaker(upstream: UpstreamName, changed: (state: BreakerState) => void): Breaker {
    const whole = openCircuit();
    const circuits = new LRUCache<string, Circuit>({ max: maxOrganisations });
    const troubled = new Map<string, Circuit>();
    let known: BreakerState = 'closed';
    let unreachable = 0;

    const circuitOf = (organisationId: string): Circuit => {
        const circuit = circuits.get(organisationId) ?? openCircuit();
        circuits.set(organisationId, circuit);
        return circuit;
    };
    const statesOfOrganisations = (): readonly BreakerState[] => [...troubled].flatMap(([organisationId, circuit]) => {
        const state = circuit.state();
        if (state === 'closed') {
            troubled.delete(organisationId);
        }
        return state === 'closed' ? [] : [state];
    });
    const state = (): BreakerState => {
        const states = [whole.state(), ...statesOfOrganisations()];
        const present = (['open', 'half-open'] as const).find((one) => states.includes(one)) ?? 'closed';
        if (present !== known) {
            known = present;
            changed(present);
        }
        return present;
    };
    const end = ({ organisationId, record }: Asked, own: Circuit, verdict: Verdict) => {
        unreachable += verdict === 'service_failed' ? 1 : 0;
        whole.end(keyOf(organisationId, record), verdict,
            verdict === 'service_failed' ? `connection ${unreachable}` : keyOf(organisationId, ''));
        own.end(record, verdict === 'service_failed' ? 'neutral' : verdict, record);
        if (own.state() !== 'closed') {
            troubled.set(organisationId, own);
        }
        state();
    };

    return {
        run: async (asked, attempt, signal) => {
            const { organisationId, record } = asked;
            const own = circuitOf(organisationId);
            const gates = [{ circuit: whole, key: keyOf(organisationId, record) }, { circuit: own, key: record }];
            await begun(upstream, gates, signal);
            state();
            try {
                const answer = await attempt();
                end(asked, own, 'well');
                return answer;
            } catch (error) {
                end(asked, own, verdictOf(error));
                throw error;
            }
        },
        state,
        refusedOrganisations: () => statesOfOrganisations().filter((one) => one === 'open').length
    };
}

function keyOf(organisationId: string, record: string): string {
    return JSON.stringify([organisationId, record]);
}

type Gate = { readonly circuit: Circuit; readonly key: string };

/**
 * Begins a call as soon as all circuits let it go. Asking and beginning are one step, so that calls of one moment do
 * not all take the place of one trial.
 * @throws DomainError `UPSTREAM_UNAVAILABLE` when a circuit is open
 */
async function begun(upstream: UpstreamName, gates: readonly Gate[], signal: AbortSignal): Promise<void> {
    for (;;) {
        const answers = gates.map(({ circuit, key }) => ({ circuit, admission: circuit.admission(key) }));
        const refusedMs = Math.max(...answers.map(({ admission }) => (typeof admission === 'number' ? admission : 0)));
        if (refusedMs > 0) {
            throw unavailable(upstream, 'breaker_open', { retryAfterSeconds: Math.ceil(refusedMs / 1_000) });
        }
        const busy = answers.find(({ admission }) => admission === 'wait');
        if (busy === undefined) {
            gates.forEach(({ circuit, key }) => circuit.begin(key));
            return;
        }
        await busy.circuit.trialEnded();
        if (signal.aborted) {
            throw unavailable(upstream, 'timeout');
        }
    }
}

/** Judgement of a failed try. An answer that there is no such record is a good one. */
function verdictOf(error: unknown): Verdict {
    if (!(error instanceof DomainError)) {
        return 'neutral';
    }
    if (error.code === 'UPSTREAM_UNAVAILABLE') {
        return isUnreachable(error) ? 'service_failed' : 'record_failed';
    }
    return outcomeOf(error) === 'not_found' ? 'well' : 'neutral';
}
