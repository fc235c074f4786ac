/**
 * Calls `stop` when a development command must end: it received a signal, or the script that started it is gone and can
 * no longer send one. `stop` may be called more than once.
 */
export function whenAskedToStop(stop: () => void): void {
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, stop);
    process.once('disconnect', stop);
    process.channel?.unref();
}
