import { randomUUID } from 'node:crypto';
import type { Invoice } from './invoice.ts';

/**
 * Placeholder texts for number and chain hash in the records stored with a document, until the statement that takes the
 * number knows them. Random, so that no text of a customer can contain them.
 */
export type StandIns = { readonly number: string; readonly chainHash: string };

/** New stand-ins, for one document. */
export function newStandIns(): StandIns {
    return { number: randomUUID(), chainHash: randomUUID() };
}

/** The texts with which the statement replaces placeholders: placeholder → text. */
export function textsFor(
    { number, chainHash }: StandIns, taken: Pick<Invoice, 'number' | 'chainHash'>
): ReadonlyMap<string, string> {
    return new Map([[number, taken.number ?? ''], [chainHash, taken.chainHash ?? '']]);
}
