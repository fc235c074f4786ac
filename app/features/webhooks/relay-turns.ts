import type { Database } from '../../platform/database/database.ts';
import { findDue, type DueDelivery } from './due-deliveries.repository.ts';
import { relayLimits, type RelayLimits } from './relay-limits.ts';
import { claimDeliveries, type ClaimedDelivery } from './webhook-delivery.repository.ts';

/** Deliveries whose attempts begin now. */
export type Taken = {
    readonly deliveries: readonly ClaimedDelivery[];
    /** True when another look may find more. */
    readonly more: boolean;
};

/** Turns of the organisations: which due deliveries this process attempts next. */
export type RelayTurns = {
    /** Claims due deliveries within the limits. */
    take(database: Pick<Database, 'query'>, now: Date): Promise<Taken>;
    /** Frees what an attempt took of the limits. */
    end(delivery: ClaimedDelivery): void;
};

/** Maximum organisations whose last turn is remembered. */
const maxRemembered = 10_000;

/**
 * Makes turns at full capacity. Each organisation gets one attempt before any gets another, and those first that have
 * waited longest for a turn. When not all could be looked at, the next look goes on where the last one ended.
 */
export function relayTurns(limits: RelayLimits = relayLimits()): RelayTurns {
    let after = '';
    /** Organisation → number of its last turn, the longest ago first. */
    const turns = new Map<string, number>();
    let turn = 0;
    const lastTurnOf = ([first]: readonly DueDelivery[]): number => turns.get(first?.organisationId ?? '') ?? 0;
    return {
        take: async (database, now) => {
            const found = await findInTurn(database, now, limits, after);
            after = found.after;
            const inTurn = found.due.toSorted((one, other) => lastTurnOf(one) - lastTurnOf(other));
            const chosen = chooseByTurns(inTurn, limits);
            const deliveries = await claimOrFree(database, now, chosen, limits);
            for (const { organisationId } of chosen) {
                turns.delete(organisationId);
                turns.set(organisationId, turn += 1);
            }
            for (const forgotten of [...turns.keys()].slice(0, Math.max(0, turns.size - maxRemembered))) {
                turns.delete(forgotten);
            }
            const passedBy = found.isCut || chosen.length < found.due.flat().length;
            return { deliveries, more: deliveries.length > 0 && passedBy };
        },
        end: (delivery) => limits.end(delivery)
    };
}

type Found = {
    readonly due: readonly (readonly DueDelivery[])[];
    /** Id of the organisation after which the next look begins. */
    readonly after: string;
    /** True when there may be more organisations than there was room for. */
    readonly isCut: boolean;
};

/** Looks from one organisation on to the last, and then from the first up to it. */
async function findInTurn(
    database: Pick<Database, 'query'>, now: Date, limits: RelayLimits, after: string
): Promise<Found> {
    const room = limits.room();
    if (room.maxOrganisations === 0) {
        return { due: [], after, isCut: false };
    }
    const first = await findDue(database, now, { after, upTo: null }, room);
    const left = room.maxOrganisations - first.length;
    const second = after === '' || left === 0
        ? [] : await findDue(database, now, { after: '', upTo: after }, { ...room, maxOrganisations: left });
    const due = [...first, ...second];
    const isCut = due.length === room.maxOrganisations;
    return { due, after: isCut ? due.at(-1)?.[0]?.organisationId ?? '' : '', isCut };
}

/** Begins what the limits allow: one of each organisation, then a second of each, and so on. */
function chooseByTurns(due: readonly (readonly DueDelivery[])[], limits: RelayLimits): readonly DueDelivery[] {
    const waiting = due.map((deliveries) => [...deliveries]);
    const chosen: DueDelivery[] = [];
    while (waiting.some((deliveries) => deliveries.length > 0)) {
        for (const deliveries of waiting) {
            const next = firstBegun(deliveries, limits);
            if (next !== undefined) chosen.push(next);
        }
    }
    return chosen;
}

/** Takes deliveries off a list up to the first that could begin. */
function firstBegun(deliveries: DueDelivery[], limits: RelayLimits): DueDelivery | undefined {
    for (let next = deliveries.shift(); next !== undefined; next = deliveries.shift()) {
        if (limits.begin(next)) return next;
    }
    return undefined;
}

/** Claims what was chosen; what another worker was faster with, or a fault, is freed. */
async function claimOrFree(
    database: Pick<Database, 'query'>, now: Date, chosen: readonly DueDelivery[], limits: RelayLimits
): Promise<readonly ClaimedDelivery[]> {
    let claimed: readonly ClaimedDelivery[] = [];
    try {
        claimed = await claimDeliveries(database, now, chosen);
        return claimed;
    } finally {
        const kept = new Set(claimed.map(({ endpointId, eventId }) => `${endpointId} ${eventId}`));
        chosen.filter(({ endpointId, eventId }) => !kept.has(`${endpointId} ${eventId}`)).forEach(limits.end);
    }
}
