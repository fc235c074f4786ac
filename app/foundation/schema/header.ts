/** The value of one header; undefined when it was not sent, or when it was sent several times and Node keeps a list. */
export function headerOf(
    { headers }: { readonly headers: Readonly<Record<string, unknown>> }, name: string
): string | undefined {
    const value = headers[name];
    return typeof value === 'string' ? value : undefined;
}
