import { afterEach, jest } from '@jest/globals';

/**
 * Moves the date forward until the end of the test; the date then stands still, while timers and sockets work as usual.
 */
export function passMs(ms: number): void {
    jest.useFakeTimers({
        now: Date.now() + ms,
        doNotFake: [
            'hrtime', 'nextTick', 'performance', 'queueMicrotask', 'setImmediate', 'clearImmediate',
            'setInterval', 'clearInterval', 'setTimeout', 'clearTimeout'
        ]
    });
}

afterEach(() => {
    jest.useRealTimers();
});
