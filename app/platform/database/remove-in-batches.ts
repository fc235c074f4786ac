/**
 * Removes in batches until one is not full, so that no statement takes long and a worker that is told to stop does so soon.
 * @param removeBatch - Removes `most` at most, and says how many.
 * @param signal - Aborted: no other batch is begun.
 * @returns How many were removed.
 */
export async function removeInBatches(removeBatch: (most: number) => Promise<number>, most: number, signal: AbortSignal): Promise<number> {
    let removed = 0;
    let inBatch = most;
    while (inBatch === most && !signal.aborted) {
        inBatch = await removeBatch(most);
        removed += inBatch;
    }
    return removed;
}
