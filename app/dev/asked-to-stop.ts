/**
 * Calls `stop` when a command of development is told to end: by a signal, or because the script that started it is gone, so that
 * nobody could tell it any more. It may be called more than once.
 */
export function whenAskedToStop(stop: () => void): void {
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, stop);
    process.once('disconnect', stop);
    process.channel?.unref();
}
