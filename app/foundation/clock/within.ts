/**
 * The result of `work`, or an error after `maxMs` milliseconds. The timer is cleared when the work ends.
 * @param maxMs - Maximum duration of the work in milliseconds.
 * @param work - Its signal is aborted when the time is up: pass it to every operation that waits.
 * @throws DOMException `TimeoutError` when the time is up, even if the work goes on; otherwise what `work` throws
 */
export async function within<T>(maxMs: number, work: (timeUp: AbortSignal) => Promise<T>): Promise<T> {
    const timeUp = new AbortController();
    const error = () => new DOMException(`No answer within ${maxMs} ms`, 'TimeoutError');
    const timer = setTimeout(() => timeUp.abort(error()), maxMs);
    try {
        return await unlessAborted(timeUp.signal, () => work(timeUp.signal));
    } finally {
        clearTimeout(timer);
    }
}

/**
 * The result of `work`, or an error once the signal is aborted. If the signal is aborted already, the work is not
 * started.
 * @throws The signal's reason when it is aborted, even if the work goes on; otherwise what `work` throws
 */
export async function unlessAborted<T>(signal: AbortSignal, work: () => Promise<T>): Promise<T> {
    signal.throwIfAborted();
    const aborted = Promise.withResolvers<never>();
    const abort = () => aborted.reject(signal.reason);
    signal.addEventListener('abort', abort, { once: true });
    try {
        return await Promise.race([work(), aborted.promise]);
    } finally {
        signal.removeEventListener('abort', abort);
    }
}
