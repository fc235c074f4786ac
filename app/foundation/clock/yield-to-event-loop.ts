/**
 * Maximum time, in milliseconds, that one computation blocks the event loop; other requests and I/O are handled in
 * between.
 */
const maxStretchMs = 10;

let lastTurnAt = performance.now();
let turn: Promise<void> | undefined;

/**
 * Yields to the event loop if it has not had a tick for {@link maxStretchMs}. Awaited between the steps of long work,
 * so that no other request waits for all of it. It costs next to nothing while the loop ticks by itself.
 */
export async function yieldToEventLoop(): Promise<void> {
    // Several callers may wait for the same tick; the first one to resume may use the whole next interval.
    while (performance.now() - lastTurnAt >= maxStretchMs) {
        turn ??= new Promise((resolve) => setImmediate(() => {
            turn = undefined;
            lastTurnAt = performance.now();
            resolve();
        }));
        await turn;
    }
}
