/** Other requests wait this long at most for one that computes; PostgreSQL's and other services' answers are looked at in between. */
const maxStretchMs = 10;

let lastTurnAt = performance.now();
let turn: Promise<void> | undefined;

/**
 * Lets the event loop turn when it did not for a while: awaited between the steps of long work, so that no other request waits for all of it.
 * It costs next to nothing while the loop turns by itself.
 */
export async function yieldToEventLoop(): Promise<void> {
    // Several may wait for the same turn: whoever goes on first may take up all of the next stretch.
    while (performance.now() - lastTurnAt >= maxStretchMs) {
        turn ??= new Promise((resolve) => setImmediate(() => {
            turn = undefined;
            lastTurnAt = performance.now();
            resolve();
        }));
        await turn;
    }
}
