import type { LabelledText } from './printed-document.ts';

/** Values with their labels, without those that are absent. */
export function labelled(rows: readonly (readonly [label: string, value: string | null])[]): LabelledText[] {
    return rows.flatMap(([label, value]): LabelledText[] => (value === null ? [] : [[label, value]]));
}
