import { monitorEventLoopDelay, performance } from 'node:perf_hooks';

/** Delay of the process's event loop, on the average of a window. */
export type EventLoop = {
    /** Mean delay of the current window, milliseconds. */
    meanDelayMs(): number;
    close(): void;
};

const resolutionMs = 10;
/**
 * Window of the mean. A single long task must not get the process killed, a loop that stays late must: the mean tells
 * them apart.
 */
const windowMs = 15_000;

/** Watches the event loop of this process. */
export function watchEventLoop(): EventLoop {
    const delay = monitorEventLoopDelay({ resolution: resolutionMs });
    let startedAt = performance.now();
    delay.enable();
    return {
        meanDelayMs: () => {
            const mean = Number.isNaN(delay.mean) ? 0 : Math.max(0, delay.mean / 1e6 - resolutionMs);
            if (performance.now() - startedAt > windowMs) {
                startedAt = performance.now();
                delay.reset();
            }
            return Math.round(mean * 10) / 10;
        },
        close: () => {
            delay.disable();
        }
    };
}
