import { chainHashOf } from '../../domain/invoices/content-hash.ts';

/** Faults of a document of a chain, with their descriptions. */
export const chainFaults = {
    document_missing: 'Documents that were counted before this one are missing',
    content_changed: 'The content is not the one that was issued',
    chain_broken: 'The number, the place in the series or a hash is not the one that was issued, or a document before '
        + 'this one was taken away',
    end_missing: 'Documents that were counted after this one, the last one there is, are missing'
} as const;

/** One of {@link chainFaults}. */
export type ChainFault = keyof typeof chainFaults;

/** A document of a series, with the hash of its content as it is now. */
export type ChainedDocument = {
    readonly counter: bigint;
    readonly number: string;
    /** Hash as stored; null on a document from before there were hashes. */
    readonly contentHash: string | null;
    readonly chainHash: string | null;
    /** Hash of the content as it is now; null when it can no longer be read. */
    readonly contentHashNow: string | null;
};

/** A document that is not as it was issued. */
export type Mismatch = { readonly invoiceNumber: string; readonly reason: ChainFault };

/** Findings of a check so far, and the place where the next document must follow. */
export type ChainCheck = {
    readonly counter: bigint;
    /**
     * Chain hash that the next document's must be made from; the id of the series before the first one that has a hash.
     */
    readonly hash: string;
    readonly documents: number;
    readonly withoutHash: number;
    readonly lastWithoutHash: string | null;
    readonly mismatches: number;
    readonly firstMismatch: Mismatch | null;
    readonly lastNumber: string | null;
};

/**
 * Begins a check after a counter.
 * @param hash - Chain hash of the last document there, or the id of the series.
 */
export function beginChainCheck(counter: bigint, hash: string): ChainCheck {
    return {
        counter, hash, documents: 0, withoutHash: 0, lastWithoutHash: null, mismatches: 0,
        firstMismatch: null, lastNumber: null
    };
}

/**
 * The check after one more document. A wrong document is noted, and the next one is compared with the hash that this
 * one has, so that one change does not put every later document in doubt. A document without hashes is counted: it was
 * issued before there were any, or while an older build still ran beside a newer one. Removed hashes break the chain at
 * the next document or at its end.
 */
export function checkNext(check: ChainCheck, document: ChainedDocument): ChainCheck {
    const reason = faultOf(check, document);
    return {
        counter: document.counter,
        hash: document.chainHash ?? check.hash,
        documents: check.documents + 1,
        withoutHash: check.withoutHash + (document.chainHash === null ? 1 : 0),
        lastWithoutHash: document.chainHash === null ? document.number : check.lastWithoutHash,
        lastNumber: document.number,
        ...mismatchAfter(check, reason === undefined ? undefined : { invoiceNumber: document.number, reason })
    };
}

/**
 * The check after the last document of the series.
 * @param lastCounter - Last counter by the series' own record.
 * @param lastHash - The series' own record of its last chain hash.
 */
export function endChainCheck(
    check: ChainCheck, lastCounter: bigint, lastHash: string | null, seriesId: string
): ChainCheck {
    const isWhole = check.counter === lastCounter && check.hash === (lastHash ?? seriesId);
    return isWhole ? check
        : { ...check, ...mismatchAfter(check, { invoiceNumber: check.lastNumber ?? seriesId, reason: 'end_missing' }) };
}

function mismatchAfter(
    { mismatches, firstMismatch }: ChainCheck, found: Mismatch | undefined
): Pick<ChainCheck, 'mismatches' | 'firstMismatch'> {
    return found === undefined
        ? { mismatches, firstMismatch } : { mismatches: mismatches + 1, firstMismatch: firstMismatch ?? found };
}

function faultOf({ counter, hash }: ChainCheck, document: ChainedDocument): ChainFault | undefined {
    const { number, contentHash, chainHash, contentHashNow } = document;
    if (document.counter !== counter + 1n) {
        return 'document_missing';
    }
    if (contentHash === null || chainHash === null) {
        return undefined;
    }
    if (contentHash !== contentHashNow) {
        return 'content_changed';
    }
    return chainHashOf(hash, number, contentHash) === chainHash ? undefined : 'chain_broken';
}
