/**
 * A copy of a JSON value in which each object was replaced by what `change` makes of it, the innermost first.
 * The copy has the type of the value: `change` keeps to what may stand in that place.
 */
export function mapObjects<Value>(
    value: Value, change: (object: Readonly<Record<string, unknown>>) => Readonly<Record<string, unknown>>
): Value {
    if (Array.isArray(value)) {
        return value.map((entry: unknown) => mapObjects(entry, change)) as Value;
    }
    if (typeof value !== 'object' || value === null) {
        return value;
    }
    const entries: readonly (readonly [string, unknown])[] = Object.entries(value);
    const members = entries.map(([name, entry]) => [name, mapObjects(entry, change)] as const);
    return change(Object.fromEntries(members)) as Value;
}
