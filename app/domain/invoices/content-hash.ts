import { createHash } from 'node:crypto';
import type { Invoice } from './invoice.ts';
import { canonicalContent } from './canonical-content.ts';

/** SHA-256 of a document's canonical content, hex. */
export function contentHashOf(invoice: Invoice): string {
    return sha256(canonicalContent(invoice));
}

/**
 * The chain hash of a document: SHA-256 over the previous chain hash, its printed number and its content hash, one per
 * line. The database computes the same when it issues (`takingNumber`).
 * @param before - Chain hash of the previous document in the series; for the first one the id of the series.
 */
export function chainHashOf(before: string, number: string, contentHash: string): string {
    return sha256(`${before}\n${number}\n${contentHash}`);
}

function sha256(text: string): string {
    return createHash('sha256').update(text, 'utf8').digest('hex');
}
