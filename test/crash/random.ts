/** Random choices that the same seed repeats. */
export type Random = {
    /** A number from 0, less than 1. */
    readonly next: () => number;
    /** A whole number, both ends included. */
    readonly between: (least: number, most: number) => number;
    readonly oneOf: <Item>(items: readonly Item[]) => Item;
};

/** The generator mulberry32: 32 bits of state are plenty to choose the moments of kills. */
export function randomFrom(seed: number): Random {
    let state = seed >>> 0;
    const next = (): number => {
        state = (state + 0x6d2b79f5) >>> 0;
        let mixed = Math.imul(state ^ (state >>> 15), state | 1);
        mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
        return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
    };
    const between = (least: number, most: number): number => least + Math.floor(next() * (most - least + 1));
    return {
        next,
        between,
        oneOf: (items) => {
            const item = items[between(0, items.length - 1)];
            if (item === undefined) throw new RangeError('There is nothing to choose from');
            return item;
        }
    };
}
