/**
 * Removes in batches until one is not full, so that no statement takes long and a worker stops soon after its signal.
 * @param removeBatch - Removes at most the given number, and returns how many it removed.
 * @param signal - Aborted: no other batch is begun.
 * @returns Number removed.
 */
export async function removeInBatches(
    removeBatch: (max: number) => Promise<number>, max: number, signal: AbortSignal
): Promise<number> {
    let removed = 0;
    let inBatch = max;
    while (inBatch === max && !signal.aborted) {
        inBatch = await removeBatch(max);
        removed += inBatch;
    }
    return removed;
}
