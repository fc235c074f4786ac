import type { ContractBreak } from './json-fields.ts';

/** The record itself, if it has the id that was asked for; upper and lower case are the same, as in any UUID. */
export function assertSameId<T extends { readonly id: string }>(askedId: string, found: T, broken: ContractBreak): T {
    if (found.id.toLowerCase() !== askedId.toLowerCase()) {
        throw broken('is about another record than the one asked for');
    }
    return found;
}
