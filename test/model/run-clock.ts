import { AsyncLocalStorage } from 'node:async_hooks';
import type { Clock } from '../../app/foundation/clock/clock.ts';

/** Times of the runs, which share one server: a call is given the time of the run that it belongs to. */
const times = new AsyncLocalStorage<{ readonly now: number }>();

/** Start of every run, in milliseconds. */
export const startMs = Date.parse('2026-11-23T10:15:00.000Z');

/** The clock of the service under test: the time of the run that a call belongs to. */
export const runClock: Clock = { now: () => new Date(times.getStore()?.now ?? startMs) };

/** Runs some work at a time that moves. */
export function atTimeOf<Result>(time: { readonly now: number }, run: () => Promise<Result>): Promise<Result> {
    return times.run(time, run);
}
