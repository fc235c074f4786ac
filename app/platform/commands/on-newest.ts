import { DomainError } from '../../foundation/errors/domain-error.ts';
import type { Command } from './command.ts';

// Two requests rarely meet; twenty meeting on one record still all get through.
const maxTries = 20;

/** Another request was there first, and nothing was written. */
const changed: readonly string[] = ['INVOICE_CHANGED', 'WEBHOOK_CHANGED'];

/** What a rule of the database says of a change whose state was no longer true when it was written; see `issued-changes.repository.ts`. */
const brokenRules: readonly string[] = ['CREDIT_INSUFFICIENT', 'PAYMENT_ALREADY_REVERSED'];

/**
 * Applies a change to the newest state: when another request was faster, the state is read and changed again.
 * @param read - The command's first round trip. It is given the Idempotency-Key once: with a later try the key is claimed already.
 * @param change - Decides and stores; may run several times, of which at most one stores anything.
 * @throws DomainError `INVOICE_CHANGED` | `WEBHOOK_CHANGED` after twenty tries, and those of `read` and `change`
 */
export async function onNewest<State, Result>(
    command: Command, read: (command: Command) => Promise<State>, change: (state: State) => Promise<Result>
): Promise<Result> {
    let state = await read(command);
    for (let tries = 1; ; tries += 1) {
        try {
            return await change(state);
        } catch (error) {
            if (!wasOutrun(error) || tries === maxTries) {
                throw error;
            }
        }
        state = await read({ ...command, idempotency: undefined });
    }
}

/** A refusal that the database made has the broken rule as its cause; what the change itself refuses is final. */
function wasOutrun(error: unknown): boolean {
    return error instanceof DomainError
        && (changed.includes(error.code) || (brokenRules.includes(error.code) && error.cause !== undefined));
}
