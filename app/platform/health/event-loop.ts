import { monitorEventLoopDelay, performance } from 'node:perf_hooks';

/** How long the process was late, on the average of the window, before a check. */
export type EventLoop = {
    /** Mean delay of the current window, milliseconds. */
    meanDelayMs(): number;
    close(): void;
};

const resolutionMs = 10;
/** A single long task must not get the process killed, a loop that stays late must: the mean of a window tells them apart. */
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
