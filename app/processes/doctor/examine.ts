import { within } from '../../foundation/clock/within.ts';
import { StartFault } from '../../foundation/errors/start-fault.ts';
import { failureWords } from './failure-words.ts';
import { failed, type Finding, type Outcome } from './finding.ts';

/** One thing that is looked at. */
export type Check = {
    readonly subject: string;
    /** @param signal - Aborted when the time is up. */
    look(signal: AbortSignal): Promise<Outcome>;
};

/** No check takes longer. */
const checkLimitMs = 3_000;

/** A check asks for an answer within less, so that it can close its connection and say where nobody answered. */
export const answerLimitMs = 2_500;

/**
 * Makes all checks at once; never fails, and answers within {@link checkLimitMs}. The process may end later: a lookup of a name that the
 * system still makes cannot be called off, and Node waits for it.
 */
export async function examine(checks: readonly Check[]): Promise<readonly Finding[]> {
    return Promise.all(checks.map(async ({ subject, look }) => ({ subject, ...await within(checkLimitMs, look).catch(outcomeOf) })));
}

function outcomeOf(error: unknown): Outcome {
    return failed(error instanceof StartFault ? error.message : failureWords(error));
}
