import type { Client } from '@hapi/catbox';

/** A kept text; `missing` when there is none, `unavailable` when the cache does not answer. */
export type Found = { readonly text: string } | 'missing' | 'unavailable';

/** Texts that cost much to make and are kept for a time. A cache that fails is done without. */
export type KeptTexts = {
    /** Never fails, and waits a quarter of a second at most. @param key - From `cacheKey` */
    find(key: string): Promise<Found>;
    /** Keeps a text in place of an earlier one. Never fails; a text that is too long is not kept. */
    keep(key: string, text: string): Promise<void>;
};

/** Maximum age: what is not asked for again leaves the memory after it. */
const maxAgeMs = 3_600_000;

/** Maximum length, in UTF-16 units: the longest report is about half as long. */
const maxLength = 1_048_576;

/** Keeps texts in a cache. @param segment - Kind of text, part of the key */
export function keptTexts(cache: Client<string>, segment: string): KeptTexts {
    return {
        find: async (id) => {
            try {
                const found = await cache.get({ segment, id });
                return found === null ? 'missing' : { text: found.item };
            } catch {
                return 'unavailable';
            }
        },
        keep: async (id, text) => {
            if (text.length <= maxLength) {
                await cache.set({ segment, id }, text, maxAgeMs).catch(() => undefined);
            }
        }
    };
}
