import { performance } from 'node:perf_hooks';

/** Results of one uninterrupted stretch of load. */
export type Slice = {
    readonly done: number;
    readonly seconds: number;
    /** Milliseconds from the start of an operation to its end. */
    readonly medianMs: number;
    readonly p99Ms: number;
    /** Processor time of the process that made the load, milliseconds for each operation. */
    readonly cpuMsEach: number;
};

/** Limits of a load, by count and by time in milliseconds: it ends with the first that is reached. */
export type Load = { readonly count: number; readonly limitMs: number; readonly concurrency: number };

/**
 * Runs operations, `concurrency` of them at any time, until `count` are done or the time is over. Operations under way
 * are finished and counted.
 * @param operation - Receives its place, from 0, and the number of the concurrent worker that runs it.
 */
export async function runSlice(
    { count, limitMs, concurrency }: Load, operation: (index: number, worker: number) => Promise<void>
): Promise<Slice> {
    const durations: number[] = [];
    const usedBefore = process.cpuUsage();
    const startedAt = performance.now();
    let next = 0;
    const work = async (worker: number): Promise<void> => {
        while (next < count && performance.now() - startedAt < limitMs) {
            const begun = performance.now();
            await operation(next++, worker);
            durations.push(performance.now() - begun);
        }
    };
    await Promise.all(Array.from({ length: concurrency }, (_, worker) => work(worker)));
    const seconds = (performance.now() - startedAt) / 1_000;
    const { user, system } = process.cpuUsage(usedBefore);

    durations.sort((one, other) => one - other);
    const at = (share: number): number =>
        durations[Math.min(durations.length - 1, Math.floor(durations.length * share))] ?? 0;
    return {
        done: durations.length, seconds, medianMs: at(0.5), p99Ms: at(0.99),
        cpuMsEach: (user + system) / 1_000 / durations.length
    };
}

/** The middle value; the mean of the middle two. */
export function median(values: readonly number[]): number {
    const sorted = [...values].sort((one, other) => one - other);
    const middle = sorted.length / 2;
    return ((sorted[Math.ceil(middle) - 1] ?? 0) + (sorted[Math.floor(middle)] ?? sorted.at(-1) ?? 0)) / 2;
}
