import type { AttemptOutcome } from './attempt-delivery.ts';
import type { ClaimBounds } from './webhook-delivery.repository.ts';

/** Maximum attempts of this process at once; many, because an attempt waits more than it works. */
const maxAtOnce = 64;
/** Maximum of these for webhooks that fail; the rest is kept for webhooks that answer, however many attempts hang. */
const maxFailing = 32;
/** Maximum for one webhook that takes its events, so that a slow receiver is not overloaded. */
const maxPerEndpoint = 4;
/** Maximum for one webhook that fails, or that this process has not tried yet. */
const maxPerUnproven = 1;

/** Limits on the attempts that this process may begin, in all and for each webhook. */
export type RelayLimits = {
    begin(endpointId: string): void;
    /** Counts an attempt as ended. @param outcome - Undefined when it could not be stored. */
    end(endpointId: string, outcome: AttemptOutcome | undefined): void;
    /** Bounds for webhooks whose last attempt did not fail; they come first. */
    ofWell(): ClaimBounds;
    /** Bounds for webhooks whose last attempt failed. */
    ofFailing(): ClaimBounds;
};

/** Makes limits at full capacity, with no outcome known of any webhook. */
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
