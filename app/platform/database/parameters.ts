/** Values of a statement; `add` collects one and returns its placeholder. */
export type Parameters = { readonly values: readonly unknown[]; add(value: unknown): string };

/** Makes an empty list of values: `add` returns `$1`, `$2` … */
export function parameters(): Parameters {
    const values: unknown[] = [];
    return { values, add: (value) => `$${values.push(value)}` };
}
