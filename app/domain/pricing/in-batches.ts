import { yieldToEventLoop } from '../../foundation/clock/yield-to-event-loop.ts';

/** As many upstream calls as the connection pools take at once: more would only wait, and their deadlines with them. */
export const callsAtOnce = 16;

/**
 * Applies an asynchronous step to every item, a batch at a time, and keeps their order. When one fails, no later batch is begun.
 * @param step - Given the item and its place, from 0.
 */
export async function inBatches<Item, Result>(
    items: readonly Item[], step: (item: Item, index: number) => Promise<Result> | Result
): Promise<readonly Result[]> {
    const results: Result[] = [];
    for (let start = 0; start < items.length; start += callsAtOnce) {
        if (start > 0) {
            await yieldToEventLoop();
        }
        results.push(...await Promise.all(items.slice(start, start + callsAtOnce).map((item, index) => step(item, start + index))));
    }
    return results;
}
