import { createHash } from 'node:crypto';
import type { Redis } from 'ioredis';
import { LRUCache } from 'lru-cache';
import type { Clock } from '../../foundation/clock/clock.ts';
import type { Rate } from '../config/limits-config.ts';

/** A token bucket that a call takes one token from. */
export type Bucket = { readonly key: string; readonly rate: Rate };

/** State of a bucket after a call. */
export type BucketState = {
    /** Whole tokens that are left. */
    readonly left: number;
    /** Milliseconds until the bucket is full again. */
    readonly fullInMs: number;
    /** Milliseconds until there is a token; 0 when there is one. */
    readonly nextInMs: number;
};

/** Result of taking a token. */
export type Taken = { readonly allowed: boolean; readonly states: readonly BucketState[] };

/** Place where buckets are kept. Each is forgotten by itself once it is full. */
export type BucketStore = {
    /** Takes a token from each of the buckets, or from none when one of them is empty. One round trip. */
    take(buckets: readonly Bucket[]): Promise<Taken>;
};

/**
 * Takes from all buckets or none. A bucket is kept as the instant, in ms, at which it is full again: a token moves that
 * instant by the time that one token takes to come. The reply is 1 or 0, and each bucket's milliseconds until it is
 * full, as text, because Redis cuts numbers off at the point.
 */
const script = `
local time = redis.call('TIME')
local now = time[1] * 1000 + time[2] / 1000
local full, allowed = {}, 1
for i, key in ipairs(KEYS) do
    local calls, fill = tonumber(ARGV[2 * i - 1]), tonumber(ARGV[2 * i])
    full[i] = math.max(now, tonumber(redis.call('GET', key) or now))
    if full[i] + fill / calls - now > fill + 0.001 then allowed = 0 end
end
local reply = { allowed }
for i, key in ipairs(KEYS) do
    local calls, fill = tonumber(ARGV[2 * i - 1]), tonumber(ARGV[2 * i])
    if allowed == 1 then
        full[i] = full[i] + fill / calls
        redis.call('SET', key, string.format('%.3f', full[i]), 'PX', math.ceil(full[i] - now))
    end
    reply[i + 1] = string.format('%.3f', full[i] - now)
end
return reply`;
const digest = createHash('sha1').update(script).digest('hex');

/** Buckets that all replicas share. Fails when Redis does not answer, or holds something else under a key. */
export function redisBuckets(redis: Pick<Redis, 'evalsha' | 'eval'>): BucketStore {
    return {
        take: async (buckets) => {
            const args = [
                ...buckets.map(({ key }) => key),
                ...buckets.flatMap(({ rate: { calls, seconds } }) => [calls, seconds * 1_000])
            ];
            const reply: unknown = await redis.evalsha(digest, buckets.length, ...args).catch((error: unknown) => {
                if (error instanceof Error && error.message.startsWith('NOSCRIPT')) {
                    return redis.eval(script, buckets.length, ...args);
                }
                throw error;
            });
            const replies: readonly unknown[] = Array.isArray(reply) ? reply : [];
            const [allowed, ...fullInMs] = replies;
            if (fullInMs.length !== buckets.length) {
                throw new Error('Redis left out a reply');
            }
            return {
                allowed: allowed === 1,
                states: buckets.map(({ rate }, at) => stateOf(rate, Number(fullInMs[at])))
            };
        }
    };
}

/**
 * Maximum buckets in memory, some 100 bytes each. The one that was used longest ago is forgotten: it counts as full.
 */
const maxBuckets = 20_000;

/** Buckets of this process, for one replica without Redis, and for all while Redis does not answer. */
export function bucketsInMemory(clock: Clock): BucketStore {
    const fullAt = new LRUCache<string, number>({ max: maxBuckets });
    return {
        take: async (buckets) => {
            const now = clock.now().getTime();
            const held = buckets.map(({ key, rate }) => ({ key, rate, at: Math.max(now, fullAt.get(key) ?? now) }));
            const allowed = held.every(({ rate, at }) => at + tokenMs(rate) - now <= rate.seconds * 1_000 + 0.001);
            const states = held.map(({ key, rate, at }) => {
                const after = allowed ? at + tokenMs(rate) : at;
                fullAt.set(key, after);
                return stateOf(rate, after - now);
            });
            return { allowed, states };
        }
    };
}

/** Milliseconds in which one token comes. */
function tokenMs({ calls, seconds }: Rate): number {
    return seconds * 1_000 / calls;
}

function stateOf(rate: Rate, fullInMs: number): BucketState {
    const left = (rate.seconds * 1_000 - fullInMs) / tokenMs(rate);
    // A thousandth of a millisecond is the precision that instants are kept with.
    const whole = Math.max(0, Math.floor(left + 1e-6 * rate.calls));
    return { left: whole, fullInMs, nextInMs: whole > 0 ? 0 : Math.max(0, (1 - left) * tokenMs(rate)) };
}
