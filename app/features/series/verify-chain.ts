import { setImmediate } from 'node:timers/promises';
import type { Database } from '../../platform/database/database.ts';
import { toInvoice } from '../../domain/invoices/invoice.rows.ts';
import {
    beginChainCheck, checkNext, endChainCheck, type ChainCheck, type ChainedDocument, type Mismatch
} from './chain-check.ts';
import { contentHashOf } from '../../domain/invoices/content-hash.ts';
import { documentsAtOnce, readChainedDocuments, readChainEnd, type ChainedRow } from './chain.repository.ts';

/** Result of checking the hashes of a series' documents, recomputed from the rows as they are now. */
export type ChainReport = {
    /** True when no checked document differs from what was issued, and, at the end, none is missing. */
    readonly verified: boolean;
    /** Number of checked documents. */
    readonly documents: number;
    /** Number of these without hashes: issued before there were any. */
    readonly withoutHash: number;
    readonly lastWithoutHash: string | null;
    readonly mismatches: number;
    readonly firstMismatch: Mismatch | null;
    /** The series' last chain hash: an auditor who keeps it can prove later that nothing before it was changed. */
    readonly lastHash: string | null;
    /** Counter to go on after, when the series was too long for one call; null at its end. */
    readonly nextAfter: number | null;
};

/** Maximum documents of one call, and the time after which it stops; an answer is due after 9 s. */
export type ChainLimits = { readonly documents: number; readonly milliseconds: number };

/** The part of a chain that one call checks. */
export type ChainPart = {
    /** Counter to go on after, from the answer before; 0 from the start. */
    readonly after: number;
    /** @default 20 000 documents, 5 s */
    readonly limits?: ChainLimits;
};

const defaultLimits: ChainLimits = { documents: 20_000, milliseconds: 5_000 };

/**
 * Recomputes the hashes of a series' documents, so that a change behind the service's back is found and named.
 * @returns undefined when there is no such series.
 */
export async function verifyChain(
    database: Database, organisationId: string, seriesId: string, { after, limits = defaultLimits }: ChainPart
): Promise<ChainReport | undefined> {
    const end = await readChainEnd(database, organisationId, seriesId, after);
    if (end === undefined) {
        return undefined;
    }
    const [lastCounter, startedAt] = [BigInt(end.lastNumber), performance.now()];
    const begin = within(BigInt(after), BigInt(end.firstNumber) - 1n, lastCounter);
    let check = beginChainCheck(begin, end.hashBefore ?? seriesId);

    const read = (from: bigint): Promise<readonly ChainedRow[]> =>
        readChainedDocuments(database, organisationId, seriesId, { after: from, upTo: lastCounter });

    let rows = await read(check.counter);
    for (;;) {
        const last = rows.length < documentsAtOnce ? undefined : rows.at(-1);
        const mayGoOn = check.documents + rows.length < limits.documents
            && performance.now() - startedAt < limits.milliseconds;
        // Read while the documents at hand are hashed: database and processor work at the same time.
        const following = last !== undefined && mayGoOn ? read(BigInt(last.counter)) : Promise.resolve(undefined);
        const [next, checked] = await Promise.all([following, checkAll(check, rows)]);
        if (last === undefined) {
            return reportOf(endChainCheck(checked, lastCounter, end.lastHash, seriesId), end.lastHash, null);
        }
        if (next === undefined) {
            return reportOf(checked, end.lastHash, Number(checked.counter));
        }
        [rows, check] = [next, checked];
    }
}

function within(counter: bigint, least: bigint, most: bigint): bigint {
    if (counter < least) {
        return least;
    }
    return counter < most ? counter : most;
}

/** Checks documents, and lets other requests run between two of them: one of 500 lines takes milliseconds. */
async function checkAll(check: ChainCheck, rows: readonly ChainedRow[]): Promise<ChainCheck> {
    let checked = check;
    for (const row of rows) {
        checked = checkNext(checked, chainedDocument(row));
        await setImmediate();
    }
    return checked;
}

function reportOf(
    { documents, withoutHash, lastWithoutHash, mismatches, firstMismatch }: ChainCheck,
    lastHash: string | null, nextAfter: number | null
): ChainReport {
    return {
        verified: mismatches === 0, documents, withoutHash, lastWithoutHash, mismatches,
        firstMismatch, lastHash, nextAfter
    };
}

function chainedDocument({ counter, searchable, invoice }: ChainedRow): ChainedDocument {
    return {
        counter: BigInt(counter),
        number: invoice.number ?? '',
        contentHash: invoice.content_hash,
        chainHash: invoice.chain_hash,
        contentHashNow: searchable && invoice.content_hash !== null ? contentHashNow(invoice) : null
    };
}

/** Hash of a row's content; null when the row was changed so that it can no longer be read as a document. */
function contentHashNow(row: ChainedRow['invoice']): string | null {
    try {
        return contentHashOf(toInvoice(row));
    } catch (error) {
        if (error instanceof RangeError || error instanceof TypeError || error instanceof SyntaxError) {
            return null;
        }
        throw error;
    }
}
