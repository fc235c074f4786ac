/**
 * Names statements by their text, so that PostgreSQL plans each once per connection. Limited, because a plan is kept as
 * long as its connection: past the limit a statement has the empty name, which PostgreSQL plans anew each time.
 */
export function statementNames(prefix: string, max: number): (text: string) => string {
    const names = new Map<string, string>();
    return (text) => {
        if (!names.has(text) && names.size < max) {
            names.set(text, `${prefix}_${names.size}`);
        }
        return names.get(text) ?? '';
    };
}
