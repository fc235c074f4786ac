/** A rule of the service that the document cannot say, or says in words only. */
type Gap = { readonly operation?: string; readonly path?: RegExp; readonly code: string; readonly reason: string };

const gaps: readonly Gap[] = [
];

/** Reason why the document lets a fault through; undefined when it should not. */
export function reasonOfGap(
    operation: string, { path, code }: { readonly path: string; readonly code: string }
): string | undefined {
    return gaps.find((gap) => gap.code === code && (gap.path?.test(path) ?? true)
        && (gap.operation ?? operation) === operation)?.reason;
}
