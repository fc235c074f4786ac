import type { AttemptOutcome } from './attempt-delivery.ts';
import type { ClaimBounds } from './webhook-delivery.repository.ts';

/** Attempts of this process at once: they wait for others more than they work. */
const maxAtOnce = 64;
/** Of them for webhooks that fail: however many hang, the rest is for those that answer. */
const maxFailing = 32;
/** For one webhook that takes what it is sent: a slow receiver takes no more, and is not overrun. */
const maxPerEndpoint = 4;
/** For one that fails, or that this process has not tried yet. */
const maxPerUnproven = 1;

/** How many attempts this process may begin, and for which webhooks. */
export type RelayLimits = {
    begin(endpointId: string): void;
    /** @param outcome - Undefined when it could not be stored. */
    end(endpointId: string, outcome: AttemptOutcome | undefined): void;
    /** For webhooks whose last attempt did not fail: these come first. */
    ofWell(): ClaimBounds;
    /** For the others. */
    ofFailing(): ClaimBounds;
};

/** All room, and nothing known of any webhook. */
export function relayLimits(): RelayLimits {
    const underWay = new Map<string, number>();
    const proven = new Set<string>();
    const failing = new Set<string>();
    const countOf = (id: string): number => underWay.get(id) ?? 0;
    const sumOf = (ids: Iterable<string>): number => [...ids].reduce((sum, id) => sum + countOf(id), 0);
    const free = (): number => maxAtOnce - sumOf(underWay.keys());
    return {
        begin: (id) => void underWay.set(id, countOf(id) + 1),
        end: (id, outcome) => {
            const left = countOf(id) - 1;
            if (left > 0) underWay.set(id, left);
            else underWay.delete(id);
            if (outcome === 'delivered') {
                failing.delete(id);
                proven.add(id);
            } else if (outcome !== undefined && outcome !== 'handed_back') {
                proven.delete(id);
                failing.add(id);
            }
        },
        ofWell: () => ({
            limitByEndpoint: Object.fromEntries([...underWay.keys(), ...proven, ...failing].map((id) =>
                [id, failing.has(id) ? 0 : (proven.has(id) ? maxPerEndpoint : maxPerUnproven) - countOf(id)])),
            limitOfOthers: maxPerUnproven, max: free()
        }),
        ofFailing: () => ({
            limitByEndpoint: Object.fromEntries([...failing].map((id) => [id, maxPerUnproven - countOf(id)])),
            limitOfOthers: 0, max: Math.min(free(), maxFailing - sumOf(failing))
        })
    };
}
