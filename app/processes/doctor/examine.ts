import { within } from '../../foundation/clock/within.ts';
import { StartFault } from '../../foundation/errors/start-fault.ts';
import { failureWords } from './failure-words.ts';
import { failed, type Finding, type Outcome } from './finding.ts';

/** Check of one dependency. */
export type Check = {
    readonly subject: string;
    /** @param signal - Aborted when the time is up. */
    run(signal: AbortSignal): Promise<Outcome>;
};

/** Maximum time of a check, in ms. */
const checkLimitMs = 3_000;

/**
 * Time limit of an answer, in ms: shorter than a check's, which leaves time to close the connection and to name the
 * silent address.
 */
export const answerLimitMs = 2_500;

/**
 * Makes all checks at once; never fails, and answers within {@link checkLimitMs}. The process may end later: a DNS
 * lookup that is still running cannot be cancelled, and Node waits for it.
 */
export async function examine(checks: readonly Check[]): Promise<readonly Finding[]> {
    return Promise.all(checks.map(async ({ subject, run }) =>
        ({ subject, ...await within(checkLimitMs, run).catch(outcomeOf) })));
}

function outcomeOf(error: unknown): Outcome {
    return failed(error instanceof StartFault ? error.message : failureWords(error));
}
