import { bulkhead } from 'cockatiel';
import { yieldToEventLoop } from '../../foundation/clock/yield-to-event-loop.ts';

/** As many upstream calls as the connection pools take at once: more would only wait, and their deadlines with them. */
export const maxCallsAtOnce = 16;

/**
 * Applies an asynchronous step to every item, to {@link maxCallsAtOnce} at a time, and keeps their order. The next item is begun when
 * one is done; when one fails, no other is begun.
 * @param step - Given the item and its place, from 0.
 * @throws what the first step to fail throws
 */
export async function mapConcurrently<Item, Result>(
    items: readonly Item[], step: (item: Item, index: number) => Promise<Result> | Result
): Promise<readonly Result[]> {
    const places = bulkhead(maxCallsAtOnce, items.length);
    const failed = new AbortController();

    return Promise.all(items.map((item, index) => places.execute(async () => {
        failed.signal.throwIfAborted();
        await yieldToEventLoop();
        try {
            return await step(item, index);
        } catch (error) {
            failed.abort(error);
            throw error;
        }
    })));
}
