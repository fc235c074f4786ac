import type { ItemInput } from '../pricing/item.schemas.ts';

/**
 * Lines in the order of their items' `lineNumber`; items without one follow in the given order.
 * @param lines - One for each of `items`, in the same order.
 */
export function inLineOrder<Line>(
    lines: readonly Line[], items: readonly Pick<ItemInput, 'lineNumber'>[]
): readonly Line[] {
    const placeOf = (index: number): number => items[index]?.lineNumber ?? Number.MAX_SAFE_INTEGER;
    return lines
        .map((line, index) => ({ line, index }))
        .sort((a, b) => placeOf(a.index) - placeOf(b.index) || a.index - b.index)
        .map(({ line }) => line);
}
