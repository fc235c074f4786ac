import { performance } from 'node:perf_hooks';

/**
 * A check that many callers may ask for at once: while one runs the others wait for it, and its result is good for
 * `keepMs`. However often probes come, the check runs at most once at a time.
 */
export function sharedCheck<T>(check: () => Promise<T>, keepMs: number): () => Promise<T> {
    let running: Promise<T> | undefined;
    let last: { readonly value: T; readonly at: number } | undefined;
    return () => {
        if (last !== undefined && performance.now() - last.at < keepMs) {
            return Promise.resolve(last.value);
        }
        running ??= check().then((value) => {
            last = { value, at: performance.now() };
            return value;
        }).finally(() => {
            running = undefined;
        });
        return running;
    };
}
