import { fail } from './exit.ts';

const undoMs = 1_000;

/**
 * Runs work that comes to an end by itself. A signal ends it, with the code that a shell reports for one: as process 1 of a container
 * a signal that nobody handles is ignored. The work then has a moment to undo what it has begun.
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
