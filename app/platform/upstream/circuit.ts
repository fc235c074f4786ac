import type { BreakerState } from './upstream-observer.ts';

/** Different failing records, of the last {@link breakerRecords}, at which a circuit opens. */
export const breakerFailures = 5;

/** Maximum different records whose last outcome a circuit remembers. */
export const breakerRecords = 10;

/** Milliseconds that a circuit stays open before it lets trials through. */
export const breakerOpenMs = 10_000;

/** Milliseconds after which an outcome, or an open circuit that nobody tried, is forgotten. */
export const breakerMemoryMs = 60_000;

/** Different failing trials after which a circuit opens again. One bad record must not keep it open. */
const trialFailures = 2;

/** Maximum trials at once. One slow record must not hold up the trials of others. */
const maxTrials = 3;

/**
 * Outcome of a try as a circuit counts it. `neutral` says nothing of the service: the answer broke its contract, or the
 * call was refused. `service_failed` needs no second record: nothing was there to connect to.
 */
export type Verdict = 'well' | 'neutral' | 'record_failed' | 'service_failed';

/** Answer of a circuit to a call: it may go, must wait for a trial to end, or is refused for some milliseconds. */
export type Admission = 'go' | 'wait' | number;

/** Gate that closes a service off while it fails. */
export type Circuit = {
    state(): BreakerState;
    /** @param record - Key of the record that is asked for. */
    admission(record: string): Admission;
    /** Notes that an admitted call is sent. */
    begin(record: string): void;
    /**
     * Counts the outcome of a call that was begun.
     * @param failing - Key that a failure counts by; failures of the same key count once.
     */
    end(record: string, verdict: Verdict, failing: string): void;
    /** Resolves when one of the trials under way has ended. */
    trialEnded(): Promise<void>;
};

/**
 * Opens a circuit, which begins closed. It opens when {@link breakerFailures} of the last {@link breakerRecords}
 * different records failed. After {@link breakerOpenMs} it is half-open: a few calls are let through as trials. The
 * first that succeeds closes it, and failures of two different keys open it again.
 */
export function openCircuit(): Circuit {
    const outcomes = recentOutcomes();
    const trials = new Set<string>();
    let waiting: (() => void)[] = [];
    let openedAtMs: number | undefined;

    const state = (): BreakerState => {
        const openMs = openedAtMs === undefined ? Infinity : Date.now() - openedAtMs;
        return openMs < breakerOpenMs ? 'open' : openMs < breakerOpenMs + breakerMemoryMs ? 'half-open' : 'closed';
    };
    const move = (at: number | undefined) => {
        openedAtMs = at;
        outcomes.forget();
    };

    return {
        state,
        admission: (record) => {
            switch (state()) {
                case 'closed': return 'go';
                case 'open': return (openedAtMs ?? 0) + breakerOpenMs - Date.now();
                case 'half-open': return trials.has(record) || trials.size >= maxTrials ? 'wait' : 'go';
            }
        },
        begin: (record) => {
            if (state() === 'half-open') {
                trials.add(record);
            }
        },
        end: (record, verdict, failing) => {
            const present = state();
            if (verdict === 'well') {
                outcomes.note(record, false);
            } else if (verdict !== 'neutral') {
                outcomes.note(failing, true);
            }
            if (present === 'half-open' && verdict === 'well') {
                move(undefined);
            } else if (present === 'half-open'
                ? verdict === 'service_failed' || outcomes.failed() >= trialFailures
                : present === 'closed' && outcomes.failed() >= breakerFailures) {
                move(Date.now());
            }
            trials.delete(record);
            waiting.forEach((wake) => wake());
            waiting = [];
        },
        trialEnded: () => new Promise((resolve) => { waiting.push(resolve); })
    };
}

/** The last outcome of each of the last different keys. */
type Outcomes = { note(key: string, failed: boolean): void; failed(): number; forget(): void };

function recentOutcomes(): Outcomes {
    const byKey = new Map<string, { readonly failed: boolean; readonly atMs: number }>();
    return {
        note: (key, failed) => {
            byKey.delete(key);
            byKey.set(key, { failed, atMs: Date.now() });
            for (const oldest of [...byKey.keys()].slice(0, byKey.size - breakerRecords)) {
                byKey.delete(oldest);
            }
        },
        failed: () => {
            const sinceMs = Date.now() - breakerMemoryMs;
            return [...byKey.values()].filter(({ failed, atMs }) => failed && atMs > sinceMs).length;
        },
        forget: () => byKey.clear()
    };
}
