/** Maximum letters of a wrong name that are compared: no known name is as long. */
const maxCompared = 60;

/** Minimum length of a name that is looked for inside of longer ones. */
const minContained = 3;

/**
 * The known name that a wrong one was probably meant for: at most a third of its letters differ, or one holds the
 * other, as `unitPrice` and `unitPriceNet`; best one that begins with it. Case does not matter. Undefined when no name
 * is near.
 */
export function nearestName(wrong: string, known: readonly string[]): string | undefined {
    const lower = wrong.slice(0, maxCompared).toLowerCase();
    const [nearest] = known
        .map((name) => ({
            name, begins: name.toLowerCase().startsWith(lower), distance: distanceOf(lower, name.toLowerCase())
        }))
        .filter(({ name, distance }) => isNear(lower, name.toLowerCase(), distance))
        .toSorted((one, other) => Number(other.begins) - Number(one.begins) || one.distance - other.distance);
    return nearest?.name;
}

function isNear(wrong: string, name: string, distance: number): boolean {
    const [shorter, longer] = wrong.length < name.length ? [wrong, name] : [name, wrong];
    return distance <= Math.max(1, Math.floor(longer.length / 3))
        || (shorter.length >= minContained && longer.includes(shorter));
}

/** Number of letters to add, drop or replace to make one text of the other (Levenshtein). */
function distanceOf(from: string, to: string): number {
    let previous = Array.from({ length: to.length + 1 }, (_, column) => column);
    for (const [row, letter] of [...from].entries()) {
        const current = [row + 1];
        for (const [column, other] of [...to].entries()) {
            current.push(Math.min(
                (current[column] ?? 0) + 1, (previous[column + 1] ?? 0) + 1,
                (previous[column] ?? 0) + (letter === other ? 0 : 1)));
        }
        previous = current;
    }
    return previous.at(-1) ?? 0;
}
