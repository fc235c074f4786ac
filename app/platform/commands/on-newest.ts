import { DomainError } from '../../foundation/errors/domain-error.ts';
import type { Command } from './command.ts';

// Two requests rarely conflict; twenty on one record still all get through.
const maxTries = 20;

/** Codes of a conflict: another request was there first, and nothing was written. */
const changed: readonly string[] = ['INVOICE_CHANGED', 'ORGANISATION_CHANGED', 'WEBHOOK_CHANGED'];

/** Codes of a rule of the database that a change on an outdated state broke; see `issued-changes.repository.ts`. */
const brokenRules: readonly string[] = ['CREDIT_INSUFFICIENT', 'PAYMENT_ALREADY_REVERSED'];

/**
 * Applies a change to the newest state: after a conflict the state is read and changed again.
 * @param read - The command's first round trip. It receives the Idempotency-Key once: with a later try the key is
 *     claimed already.
 * @param change - Decides and stores; may run several times, of which at most one stores anything.
 * @throws DomainError `INVOICE_CHANGED` | `ORGANISATION_CHANGED` | `WEBHOOK_CHANGED` after twenty tries, and those of
 *     `read` and `change`
 */
export async function onNewest<State, Result>(
    command: Command, read: (command: Command) => Promise<State>, change: (state: State) => Promise<Result>
): Promise<Result> {
    let state = await read(command);
    for (let tries = 1; ; tries += 1) {
        try {
            return await change(state);
        } catch (error) {
            if (!lostRace(error) || tries === maxTries) {
                throw error;
            }
        }
        state = await read({ ...command, idempotency: undefined });
    }
}

/**
 * True for a conflict. A refusal of the database has the broken rule as its cause; a refusal of the change itself is
 * final.
 */
function lostRace(error: unknown): boolean {
    return error instanceof DomainError
        && (changed.includes(error.code) || (brokenRules.includes(error.code) && error.cause !== undefined));
}
