import { bulkhead } from 'cockatiel';
import { yieldToEventLoop } from '../../foundation/clock/yield-to-event-loop.ts';

/**
 * Maximum upstream calls at once, equal to the connection pools' limit: more would only wait while their deadlines run.
 */
export const maxCallsAtOnce = 16;

/**
 * Applies an asynchronous step to every item, to {@link maxCallsAtOnce} at a time, and keeps their order. The next item
 * starts when one is done; after a failure, no other item starts.
 * @param step - Receives the item and its position, from 0.
 * @throws The error of the first step to fail
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
