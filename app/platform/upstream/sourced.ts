/** A value with its origin, from which a line tells how old its price is. */
export type Sourced<T> = {
    readonly value: T;
    /** The upstream's ETag; without one the SHA-256 of the body, hexadecimal, first 32 digits. */
    readonly version: string;
    /** ISO instant at which the upstream answered. */
    readonly fetchedAt: string;
    /** True when the value is past its freshness, because the upstream is down or too slow to refresh it. */
    readonly stale: boolean;
};

/** A value as it is kept in the cache: whether it is stale depends on when it is read. */
export type Origin<T> = Omit<Sourced<T>, 'stale'>;
