import { handleAll } from 'cockatiel';
import { openRedisGuard } from '../cache/redis-guard.ts';
import type { CostClass, LimitsConfig, Rate } from '../config/limits-config.ts';
import type { Bucket, BucketState, BucketStore, Taken } from './bucket-store.ts';

/** Caller as far as limits know one. */
export type LimitedCaller = {
    readonly organisationId: string;
    readonly subject: string;
    readonly via: 'token' | 'trusted-network';
};

/** One of the limits that a call is held to, and its state after the call. */
export type LimitState = BucketState & { readonly name: string; readonly rate: Rate };

/** Decision on one call. */
export type RateDecision = {
    readonly allowed: boolean;
    readonly costClass: CostClass;
    readonly limits: readonly LimitState[];
};

/** Limits on how often callers call. Neither function fails or waits long: while Redis is away memory counts. */
export type RateLimits = {
    /** Counts a call of a known caller; undefined where calls are not counted. */
    ofCaller(costClass: CostClass | undefined, caller: LimitedCaller): Promise<RateDecision> | undefined;
    /** Counts a call without a token by its address; undefined where calls are not counted. */
    ofAddress(costClass: CostClass | undefined, address: string): Promise<RateDecision> | undefined;
};

/** Parts that {@link openRateLimits} works with. */
export type RateLimitsOptions = {
    readonly config: LimitsConfig;
    /** Absent without Redis. */
    readonly shared: BucketStore | undefined;
    readonly memory: BucketStore;
    /** Notified of each call that is refused. */
    readonly refused: (costClass: CostClass) => void;
    /** Notified of each call that memory counted because Redis did not. */
    readonly unshared: () => void;
};

/** First part of every key in Redis. */
const partition = 'rate';

/** Opens the limits. */
export function openRateLimits(options: RateLimitsOptions): RateLimits {
    const { config: { ratesOn, rates, subjectRates }, refused } = options;
    const take = taking(options);
    const decide = async (costClass: CostClass, named: readonly NamedBucket[]): Promise<RateDecision> => {
        const { allowed, states } = await take(named);
        if (!allowed) {
            refused(costClass);
        }
        return { allowed, costClass, limits: named.flatMap(({ name, rate }, at) =>
            (states[at] === undefined ? [] : [{ ...states[at], name, rate }])) };
    };
    return {
        ofCaller: (costClass, { organisationId, subject, via }) => {
            if (!ratesOn || costClass === undefined) {
                return undefined;
            }
            // Encoded, so that no organisation's id reads as another's with a subject.
            const key = `${partition}:${costClass}:${encodeURIComponent(organisationId)}`;
            const ofOrganisation = { name: costClass, key, rate: rates[costClass] };
            // The CRM's gateway calls as one subject for all its users.
            return decide(costClass, via === 'trusted-network' ? [ofOrganisation] : [ofOrganisation, {
                name: `${costClass}-subject`, key: `${key}:${encodeURIComponent(subject)}`,
                rate: subjectRates[costClass]
            }]);
        },
        ofAddress: (costClass, address) => (ratesOn && costClass !== undefined
            ? decide(costClass, [
                { name: costClass, key: `${partition}:${costClass}:${address}`, rate: rates[costClass] }
            ])
            : undefined)
    };
}

type NamedBucket = Bucket & { readonly name: string };

function taking(
    { shared, memory, unshared }: RateLimitsOptions
): (buckets: readonly Bucket[]) => Promise<Taken> {
    if (shared === undefined) {
        return memory.take;
    }
    const { run } = openRedisGuard(handleAll);
    return (buckets) => run(() => shared.take(buckets)).catch(() => {
        unshared();
        return memory.take(buckets);
    });
}
