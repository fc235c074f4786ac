/** Gives pieces of work a deadline each, and ends all of them at once when their owner closes. */
export type Deadlines = {
    /**
     * Runs `work` until it ends or its time is up.
     * @param work - Is told by the signal that its time is up.
     * @throws what `late` makes when the time is up, even if the work does not end yet
     */
    run<T>(work: (signal: AbortSignal) => Promise<T>): Promise<T>;
    /** Ends everything that runs and waits for it; nothing is started any more. */
    close(): Promise<void>;
};

/** Deadlines of `timeoutMs` each. */
export function createDeadlines(timeoutMs: number, late: () => Error): Deadlines {
    const running = new Map<AbortController, Promise<unknown>>();
    let closed = false;

    return {
        run: async (work) => {
            if (closed) {
                throw late();
            }

            const deadline = new AbortController();
            const timer = setTimeout(() => deadline.abort(), timeoutMs);
            const tooLate = new Promise<never>((_resolve, reject) => {
                deadline.signal.addEventListener('abort', () => reject(late()), { once: true });
            });
            const working = work(deadline.signal).finally(() => {
                clearTimeout(timer);
                running.delete(deadline);
            });
            running.set(deadline, working);
            return Promise.race([working, tooLate]);
        },
        close: async () => {
            closed = true;
            const left = [...running.values()];
            for (const deadline of running.keys()) {
                deadline.abort();
            }
            await Promise.allSettled(left);
        }
    };
}
