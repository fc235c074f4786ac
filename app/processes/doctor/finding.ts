/** Result of a check. `warn` needs no action at once: it does not change the exit code. */
export type Verdict = 'ok' | 'warn' | 'FAIL';

/**
 * Outcome of one check. The text holds no secret: no password, no query, and nothing that others sent but an error of
 * Redis.
 */
export type Outcome = { readonly verdict: Verdict; readonly text: string };

/** An outcome with its subject. */
export type Finding = Outcome & { readonly subject: string };

/** Outcome of a dependency that works. */
export function ok(text: string): Outcome {
    return { verdict: 'ok', text };
}

/** Outcome of a dependency that works, with something to know. */
export function warn(text: string): Outcome {
    return { verdict: 'warn', text };
}

/** Outcome of a dependency that does not work; the text says what to do about it where that is known. */
export function failed(text: string): Outcome {
    return { verdict: 'FAIL', text };
}
