import { maxPerEndpoint, type DueDelivery, type Room } from './due-deliveries.repository.ts';
import { slowFromMs } from './webhook-delivery.ts';

/** Maximum attempts of this process that began within the last second; many, because one waits more than it works. */
const maxAtOnce = 64;
/** Maximum of these up to which an organisation may begin another; the rest is kept for those with none under way. */
const maxBesideNew = 48;
/**
 * Time after which an attempt is late. A late one only waits, so it leaves its slot to others: many prompt receivers
 * that turn slow together hold nobody up for longer than this.
 */
const lateFromMs = 1_000;
/** Maximum attempts of this process in all, late ones among them: a bound on sockets and memory. */
const maxUnderWay = 512;
/** Maximum for one organisation. */
const maxPerOrganisation = 8;
/** Maximum of these for its webhooks that are not prompt, so that its slow receivers do not hold up its prompt ones. */
const maxUnpromptPerOrganisation = 6;
/** Maximum for one host, over all organisations. */
const maxPerHost = 8;
/** Maximum of these for one organisation, so that others reach a host that many use. */
const maxPerHostAndOrganisation = 4;
/** Maximum for webhooks that are not prompt: slow, failing or untried ones. */
const maxUnprompt = 56;
/** Maximum for webhooks that are known to be slow or to fail. */
const maxSlow = 32;
/** Maximum for one webhook that fails, or that was not tried yet. */
const maxPerUnproven = 1;

/** Limits on the attempts that this process may begin: in all, and for each organisation, host and webhook. */
export type RelayLimits = {
    /** Room for further attempts. */
    room(): Room;
    /** Counts an attempt as begun when there is room for it. @returns False when there is none */
    begin(delivery: DueDelivery): boolean;
    /** Counts an attempt as ended, or as not made. */
    end(delivery: Pick<DueDelivery, 'endpointId' | 'eventId'>): void;
};

type UnderWay = { readonly delivery: DueDelivery; readonly startedAt: number };

/** Makes limits at full capacity. @param nowMs - Time of a clock that never goes back, in milliseconds. */
export function relayLimits(nowMs: () => number = () => performance.now()): RelayLimits {
    const underWay = new Map<string, UnderWay>();
    const hasLasted = ({ startedAt }: UnderWay, ms: number): boolean => nowMs() - startedAt >= ms;
    const isSlow = (each: UnderWay): boolean =>
        each.delivery.pace === 'slow' || each.delivery.pace === 'failing' || hasLasted(each, slowFromMs);
    const isLate = (each: UnderWay): boolean => hasLasted(each, lateFromMs);
    const isUnprompt = (each: UnderWay): boolean => each.delivery.pace !== 'prompt' || isSlow(each);
    const all = (): readonly UnderWay[] => [...underWay.values()];

    /** True when one more attempt at this webhook would pass no limit. */
    const isAdmitted = (delivery: DueDelivery): boolean => {
        const { organisationId, endpointId, host, pace } = delivery;
        const others = all();
        const own = others.filter((each) => each.delivery.organisationId === organisationId);
        const unprompt = pace === 'prompt'
            || (own.filter(isUnprompt).length < maxUnpromptPerOrganisation
                && others.filter(isUnprompt).length < maxUnprompt);
        const slow = pace === 'prompt' || pace === null || others.filter(isSlow).length < maxSlow;
        return slotsTaken(others, isLate) < (own.length === 0 ? maxAtOnce : maxBesideNew)
            && own.length < maxPerOrganisation && unprompt && slow
            && others.filter((each) => each.delivery.host === host).length < maxPerHost
            && own.filter((each) => each.delivery.host === host).length < maxPerHostAndOrganisation
            && own.filter((each) => each.delivery.endpointId === endpointId).length < limitOf(delivery);
    };

    return {
        room: () => roomBeside(all(), { isUnprompt, isSlow, isLate }),
        begin: (delivery) => {
            const admitted = isAdmitted(delivery);
            if (admitted) underWay.set(keyOf(delivery), { delivery, startedAt: nowMs() });
            return admitted;
        },
        end: (delivery) => void underWay.delete(keyOf(delivery))
    };
}

/** Slots of `maxAtOnce` that are taken: late attempts take one only when there are too many of them. */
function slotsTaken(all: readonly UnderWay[], isLate: (each: UnderWay) => boolean): number {
    return Math.max(all.filter((each) => !isLate(each)).length, all.length - maxUnderWay + maxAtOnce);
}

/** The room that attempts under way leave. */
function roomBeside(
    all: readonly UnderWay[],
    { isUnprompt, isSlow, isLate }: Readonly<Record<'isUnprompt' | 'isSlow' | 'isLate', (each: UnderWay) => boolean>>
): Room {
    const taken = slotsTaken(all, isLate);
    const organisations = counted(all, ({ organisationId }) => organisationId);
    const maxOfBusy = taken < maxBesideNew ? maxPerOrganisation : 1;
    const unprompt = all.filter(isUnprompt);
    return {
        maxOrganisations: Math.max(0, maxAtOnce - taken),
        maxPerOrganisation, maxPerEndpoint, maxPerUnproven,
        underWay: Object.fromEntries(counted(all, ({ endpointId }) => endpointId)),
        fullOrganisations: atLeast(organisations, maxOfBusy),
        promptOnly: atLeast(counted(unprompt, ({ organisationId }) => organisationId), maxUnpromptPerOrganisation),
        fullHosts: atLeast(counted(all, ({ host }) => host), maxPerHost),
        fullHostsOf: atLeast(
            counted(all, ({ organisationId, host }) => `${organisationId} ${host}`), maxPerHostAndOrganisation),
        paces: unprompt.length >= maxUnprompt ? ['prompt']
            : all.filter(isSlow).length >= maxSlow ? ['prompt', 'untried'] : ['prompt', 'untried', 'slow', 'failing']
    };
}

function counted(all: readonly UnderWay[], by: (delivery: DueDelivery) => string): ReadonlyMap<string, number> {
    const counts = new Map<string, number>();
    for (const { delivery } of all) counts.set(by(delivery), (counts.get(by(delivery)) ?? 0) + 1);
    return counts;
}

function atLeast(counts: ReadonlyMap<string, number>, max: number): readonly string[] {
    return [...counts].filter(([, count]) => count >= max).map(([name]) => name);
}

function limitOf({ pace }: DueDelivery): number {
    return pace === 'prompt' || pace === 'slow' ? maxPerEndpoint : maxPerUnproven;
}

function keyOf({ endpointId, eventId }: Pick<DueDelivery, 'endpointId' | 'eventId'>): string {
    return `${endpointId} ${eventId}`;
}
