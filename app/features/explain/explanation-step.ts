import { formatMicros, formatMinor, microsDecimals } from '../../foundation/money/decimal.ts';
import type { Allocation } from '../../foundation/money/allocate.ts';
import { exactText } from '../../foundation/money/exact-text.ts';
import { roundQuotient, type Quotient } from '../../foundation/money/rounding.ts';
import type { RuleName } from './rules.ts';

/** Directions in which a result was rounded, by magnitude. */
export const roundingDirections = ['exact', 'down', 'up'] as const;
type RoundingDirection = (typeof roundingDirections)[number];

/** Reasons why a line got one of the units that remained after rounding down, or none. */
export const allocationReasons =
    ['nothing_left_over', 'largest_remainder', 'won_tie', 'remainder_too_small', 'lost_tie'] as const;

/** Allocation of one share. Texts are decimals or fractions in the currency. */
export type AllocatedShare = {
    readonly roundedDown: string;
    /** Remainder of rounding down, exactly. */
    readonly remainder: string;
    /** Place in the order in which remaining units are given, from 1; null without a remainder. */
    readonly rank: number | null;
    readonly extraUnit: boolean;
    readonly reason: (typeof allocationReasons)[number];
};

/** One step of the arithmetic: its inputs, the exact value, and the rounded result. */
export type Step = {
    readonly step: string;
    readonly rule: RuleName;
    readonly inputs: Readonly<Record<string, string>>;
    /** Value before rounding: a decimal, or a fraction where a decimal has no end. */
    readonly exact: string;
    readonly rounding: RoundingDirection;
    readonly result: string;
    readonly allocation?: AllocatedShare;
};

/** Writer of steps whose results are amounts in a currency. */
export type StepWriter = {
    readonly amount: (minor: bigint) => string;
    /** A step that is rounded to the minor unit. */
    readonly rounded: (step: string, rule: RuleName, inputs: Step['inputs'], exact: Quotient) => Step;
    /** A sum or difference: nothing to round. */
    readonly plain: (step: string, rule: RuleName, inputs: Step['inputs'], minor: bigint) => Step;
    /** A share of an allocation, by its place in it. */
    readonly shared: (step: string, rule: RuleName, inputs: Step['inputs'], share: SharePlace) => Step;
};

/** A place in an allocation. */
export type SharePlace = {
    readonly allocation: Allocation; readonly position: number; readonly ranks: ReadonlyMap<number, number>
};

/** Makes the writer of steps in a currency. @param decimals - Decimals of the currency. */
export function stepsIn(decimals: number): StepWriter {
    const amount = (minor: bigint): string => formatMinor(minor, decimals);
    const outcome = (exact: Quotient, minor: bigint): Pick<Step, 'exact' | 'rounding' | 'result'> =>
        ({ exact: exactText(exact, decimals), rounding: directionOf(exact, minor), result: amount(minor) });

    return {
        amount,
        rounded: (step, rule, inputs, exact) => ({ step, rule, inputs, ...outcome(exact, roundQuotient(exact)) }),
        plain: (step, rule, inputs, minor) =>
            ({ step, rule, inputs, ...outcome({ numerator: minor, denominator: 1n }, minor) }),
        shared: (step, rule, inputs, place) => {
            const { allocation: { numerators, denominator, shares }, position } = place;
            const exact = { numerator: numerators[position] ?? 0n, denominator };
            const allocation = allocatedShare(place, exact, decimals);
            return { step, rule, inputs, ...outcome(exact, shares[position] ?? 0n), allocation };
        }
    };
}

/** A step whose result is a unit price, in millionths. */
export function unitPriceStep(step: string, rule: RuleName, inputs: Step['inputs'], exact: Quotient): Step {
    const micros = roundQuotient(exact);
    return {
        step, rule, inputs, exact: exactText(exact, microsDecimals), rounding: directionOf(exact, micros),
        result: formatMicros(micros)
    };
}

/** A value in millionths that needs no rounding. */
export function exactMicros(micros: bigint): Quotient {
    return { numerator: micros, denominator: 1n };
}

/** Rank from 1 of each entry that has a claim on a remaining unit, by its place in the allocation. */
export function ranksOf({ claims }: Allocation): ReadonlyMap<number, number> {
    return new Map(claims.map(({ index }, place) => [index, place + 1]));
}

function allocatedShare(
    { allocation, position, ranks }: SharePlace, { numerator, denominator }: Quotient, decimals: number
): AllocatedShare {
    const rank = ranks.get(position);
    const remainder = numerator % denominator;
    return {
        roundedDown: formatMinor(numerator / denominator, decimals),
        remainder: exactText({ numerator: remainder, denominator }, decimals),
        rank: rank ?? null,
        extraUnit: rank !== undefined && rank <= allocation.remaining,
        reason: reasonOf(allocation, rank, remainder)
    };
}

/** Names a tie only when the last entry with a unit and the first without one both have this remainder. */
function reasonOf(
    { claims, remaining }: Allocation, rank: number | undefined, remainder: bigint
): AllocatedShare['reason'] {
    if (rank === undefined) {
        return 'nothing_left_over';
    }
    const tied = remaining > 0 && claims[remaining - 1]?.remainder === remainder
        && claims[remaining]?.remainder === remainder;
    if (rank <= remaining) {
        return tied ? 'won_tie' : 'largest_remainder';
    }
    return tied ? 'lost_tie' : 'remainder_too_small';
}

function directionOf({ numerator, denominator }: Quotient, result: bigint): RoundingDirection {
    const difference = result * denominator - numerator;
    if (difference === 0n) {
        return 'exact';
    }
    return (difference > 0n) === (numerator > 0n) ? 'up' : 'down';
}
