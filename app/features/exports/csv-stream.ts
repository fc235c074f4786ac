import { Readable } from 'node:stream';
import type { RowBatch, SnapshotRows } from '../../platform/database/snapshot-rows.ts';

/** Limits on a file while it is read. */
export type FileLimits = {
    /** Maximum time in ms in which a reader takes none of a batch. */
    readonly maxStallMs: number;
    /** Maximum time in ms of the whole file. */
    readonly maxFileMs: number;
};

/** Parts of a file. */
export type FileParts = {
    /** Start of the file, before its rows. */
    readonly head: string;
    /** Rows that were read already. */
    readonly first: RowBatch;
    readonly write: (rows: RowBatch['rows']) => string;
    /** Notified when the reader was too slow, in place of an error. It has to end the stream. */
    readonly stalled: () => void;
};

/**
 * The file as a stream. Rows are read only as fast as the file is, so memory holds one or two batches. A fault ends it
 * with an error, never with a clean end: half a file must not be taken for a whole one.
 */
export function csvStream(
    rows: SnapshotRows, { head, first, write, stalled }: FileParts, { maxStallMs, maxFileMs }: FileLimits
): Readable {
    let stall: NodeJS.Timeout | undefined;
    let begun: RowBatch | undefined = first;
    const nextBatch = async (): Promise<RowBatch> => {
        const batch = begun ?? await rows.next();
        begun = undefined;
        return batch;
    };
    const push = ({ rows: read, isLast }: RowBatch, start: string): void => {
        stall = isLast ? undefined : setTimeout(stalled, maxStallMs);
        stream.push(`${start}${write(read)}`);
        if (isLast) {
            stream.push(null);
        }
    };
    const stream = new Readable({
        read: () => {
            clearTimeout(stall);
            const start = begun === undefined ? '' : head;
            nextBatch().then((batch) => push(batch, start)).catch((error: unknown) => stream.destroy(toError(error)));
        },
        destroy: (error, done) => {
            clearTimeout(stall);
            clearTimeout(limit);
            rows.close().then(() => done(error), done);
        }
    });
    // Also for a stream that nobody ever reads: its first batch holds a connection already.
    stall = setTimeout(stalled, maxStallMs);
    const limit = setTimeout(
        () => stream.destroy(new Error(`The file took longer than ${maxFileMs / 60_000} minutes`)), maxFileMs);
    return stream;
}

function toError(error: unknown): Error {
    return error instanceof Error ? error : new Error(String(error));
}
