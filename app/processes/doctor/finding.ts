/** `warn` is no reason to act at once: it does not change the exit code. */
export type Verdict = 'ok' | 'warn' | 'FAIL';

/** What one check found. The text holds no secret: no password, no query, and of what others sent only an error of Redis. */
export type Outcome = { readonly verdict: Verdict; readonly text: string };

/** An outcome and what it is about. */
export type Finding = Outcome & { readonly subject: string };

/** It works as it should. */
export function ok(text: string): Outcome {
    return { verdict: 'ok', text };
}

/** It works, with something to know. */
export function warn(text: string): Outcome {
    return { verdict: 'warn', text };
}

/** It does not work; the text says what to do about it where that is known. */
export function failed(text: string): Outcome {
    return { verdict: 'FAIL', text };
}
