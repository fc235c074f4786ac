import { MoneyError } from './money-error.ts';

/**
 * Orders two entries, given by their positions, that have the same claim on a remaining unit; the first one gets it.
 * It must compare the entries' contents and not their positions, so that the result does not depend on their order.
 */
export type CompareTies = (leftIndex: number, rightIndex: number) => number;

/**
 * The shares of a total with all intermediate values, so that an explanation shows the computation itself and not a
 * second one.
 */
export type Allocation = {
    /** The sum of the shares. */
    readonly total: bigint;
    /** The exact share of each entry is its numerator over the common denominator. */
    readonly numerators: readonly bigint[];
    readonly denominator: bigint;
    /** The entries with a remainder after rounding down, in the order in which they get a remaining unit. */
    readonly claims: readonly Claim[];
    /** Number of units that remained after rounding down; the first claims get one unit each. */
    readonly remaining: number;
    readonly shares: readonly bigint[];
};

/** The remainder of an entry after rounding down: `remainder` over the common denominator, less than one unit. */
export type Claim = { readonly index: number; readonly remainder: bigint };

/**
 * Spreads a total over weights by largest remainder: each share is its exact part rounded down or up, and the shares
 * add up to the total. A share never exceeds its weight when the total does not exceed the sum of the weights.
 * @param total - Not negative.
 * @param weights - None negative. If all are 0, only a total of 0 can be spread.
 * @throws MoneyError `CANNOT_ALLOCATE`
 */
export function allocation(total: bigint, weights: readonly bigint[], compareTies: CompareTies): Allocation {
    const sum = weights.reduce((left, right) => left + right, 0n);

    if (sum === 0n && total === 0n) {
        const zeros = weights.map(() => 0n);
        return { total, numerators: zeros, denominator: 1n, claims: [], remaining: 0, shares: zeros };
    }

    return roundedToTotal(total, weights.map((weight) => total * weight), sum, compareTies);
}

/**
 * Rounds the exact parts `numerators[i] / denominator` down or up so that they add up to an already rounded total. The
 * largest remainders are rounded up first. Unlike spreading the total in proportion, this keeps every share within one
 * unit of its exact part, even when the total itself was rounded.
 * @param total - The sum of the exact parts, rounded either way.
 * @param numerators - None negative.
 * @throws MoneyError `CANNOT_ALLOCATE` when no such rounding exists.
 */
export function roundedToTotal(
    total: bigint, numerators: readonly bigint[], denominator: bigint, compareTies: CompareTies
): Allocation {
    if (denominator <= 0n || numerators.some((numerator) => numerator < 0n)) {
        throw new MoneyError('CANNOT_ALLOCATE', 'shares need weights that are not negative and not all zero');
    }

    const roundedDown = numerators.map((numerator) => numerator / denominator);
    const remaining = Number(roundedDown.reduce((left, share) => left - share, total));
    const claims = claimsInOrder(numerators, denominator, compareTies);
    if (remaining < 0 || remaining > claims.length) {
        throw new MoneyError('CANNOT_ALLOCATE', 'the total is not the rounded sum of its parts');
    }

    const roundedUp = new Set(claims.slice(0, remaining).map(({ index }) => index));
    const shares = roundedDown.map((share, index) => (roundedUp.has(index) ? share + 1n : share));
    return { total, numerators, denominator, claims, remaining, shares };
}

/** The entries with a remainder after rounding down, the largest remainder first. */
function claimsInOrder(numerators: readonly bigint[], denominator: bigint, compareTies: CompareTies): Claim[] {
    return numerators
        .map((numerator, index) => ({ index, remainder: numerator % denominator }))
        .filter(({ remainder }) => remainder > 0n)
        .sort((left, right) => compareBigints(right.remainder, left.remainder) || compareTies(left.index, right.index));
}

/** Compares two whole numbers for `sort`. */
export function compareBigints(left: bigint, right: bigint): number {
    return left < right ? -1 : Number(left > right);
}
