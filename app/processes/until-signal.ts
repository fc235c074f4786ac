import { fail } from './exit.ts';

const undoMs = 1_000;

/**
 * Runs work that ends by itself. A signal ends it too, with the code that a shell reports for that signal: in process 1
 * of a container a signal without a handler is ignored. The work then has one second to undo what it has begun.
 */
export async function untilSignal(work: (signal: AbortSignal) => Promise<void>): Promise<void> {
    const ending = new AbortController();
    let end: () => void = () => undefined;
    for (const [signal, code] of [['SIGTERM', 143], ['SIGINT', 130]] as const) {
        process.once(signal, () => {
            end = () => fail(code, `Ended by ${signal} before it was done`);
            ending.abort();
            setTimeout(end, undoMs).unref();
        });
    }
    try {
        await work(ending.signal);
    } catch (error) {
        end();
        throw error;
    }
}
