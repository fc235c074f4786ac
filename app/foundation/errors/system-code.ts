/** The code of a system or driver error such as `ENOENT`; undefined when it has none. */
export function systemCodeOf(error: unknown): string | undefined {
    return typeof error === 'object' && error !== null && 'code' in error && typeof error.code === 'string'
        ? error.code : undefined;
}
