import type { Author } from '../audit/audit-entry.ts';
import type { CallContext, Freshness } from '../upstream/call-context.ts';
import type { Deadline } from './deadline.ts';

/** The request's Idempotency-Key with its fingerprint and attempt. */
export type IdempotencyClaim = {
    /** The key as it came, a blank and the caller's subject, which is empty for calls of the gateway. */
    readonly key: string;
    /** SHA-256 of method, path and body, in hex. */
    readonly fingerprint: string;
    /** Id of this try, UUID: only the try that holds the key may answer under it. */
    readonly attempt: string;
};

/** An answer as it is kept under an Idempotency-Key and sent again. */
export type KeptAnswer = {
    readonly statusCode: number;
    readonly headers: Readonly<Record<string, string>>;
    /** JSON text, as it went over the wire. */
    readonly body: string;
};

/**
 * The caller and the conditions of a change: every command that writes receives them beside its own input.
 * @typeParam Made - What the command returns, and its answer shows. A function that answers nothing takes a `Command`.
 */
export type Command<Made = never> = Author & {
    /** `If-Match` as it came: the change is refused when the resource has moved on. */
    readonly ifMatch: string | undefined;
    readonly idempotency: IdempotencyClaim | undefined;
    /** Context that calls to other services carry on. */
    readonly upstream: CallContext;
    /** Called by `writeTexts`, so that no statement is sent once the request is answered; see {@link Deadline}. */
    readonly beginWrite: Deadline['beginWrite'];
    /**
     * The answer to store together with the change; undefined without an Idempotency-Key.
     * @param made - The value that the command returns once it is stored: the same object, so that it is shown once.
     */
    readonly keep: (made: Made) => KeptAnswer | undefined;
    /**
     * Reports that the statement put texts, such as the number that it took, in the place of stand-ins in the kept
     * answer.
     * @param drafted - Value that was kept, with stand-ins.
     * @param made - Value that the command returns instead.
     * @param texts - Stand-in → text.
     */
    readonly complete: (drafted: Made, made: Made, texts: ReadonlyMap<string, string>) => void;
};

/** The command with another rule for the cached answers that its calls to other services may use. */
export function withFreshness(command: Command, freshness: Freshness): Command {
    return { ...command, upstream: { ...command.upstream, freshness } };
}

/**
 * The part of a command that comes from no request, such as one of a job: no answer is kept, and no caller waits.
 */
export const withoutKey = {
    idempotency: undefined, keep: () => undefined, complete: () => undefined, beginWrite: () => undefined
} as const satisfies Pick<Command<unknown>, 'idempotency' | 'keep' | 'complete' | 'beginWrite'>;
