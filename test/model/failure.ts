import type fc from 'fast-check';
import type { Model } from './model.ts';

/** Maximum length of a step in characters: a reader of CI's output gets no more than this. */
const maxStepLength = 260;
const maxSteps = 14;
const maxTextLength = 1_200;
const alwaysTheSame = /(customerName|itemType|unit|reason|paymentMethod):[^,}]*,?/g;

/**
 * Failure of a life with the steps to it: the requests as they were sent, documents by the order in which they came up.
 */
export function failureOf({ steps, rounding }: Model, error: unknown): Error {
    const ids = new Map<string, string>();
    const short = (text: string, longest: number): string => {
        const named = text.replace(/[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}/g, (id) =>
            ids.get(id) ?? ids.set(id, `#${ids.size + 1}`).get(id) ?? id);
        return named.length > longest ? `${named.slice(0, longest)}…` : named;
    };
    const reported = steps.map((step) => short(step.replaceAll('"', '').replace(alwaysTheSame, ''), maxStepLength));
    const leftOut = reported.length - maxSteps;
    const what = short(messageOf(error), maxTextLength);
    return new Error([
        what, `steps (${rounding}):`, ...leftOut > 0 ? [`  … ${leftOut} before`] : [],
        ...reported.slice(-maxSteps).map((step) => `  ${step}`)
    ].join('\n'), { cause: error });
}

/** Report of the shortest life that fails, and how to repeat it. Undefined when there is none. */
export function reportOf<Life>(
    { failed, interrupted, seed, counterexamplePath, counterexample, errorInstance, numRuns }: fc.RunDetails<Life>
): string | undefined {
    if (!failed) return undefined;
    if (errorInstance === null)
        return `${interrupted ? 'the time was over' : 'no life was tried'} after ${numRuns} lives`;
    const replay = /replayPath="([^"]*)"/.exec(String(counterexample))?.[1];
    const how = replay === undefined ? '' : `FC_REPLAY=${replay} `;
    return `${messageOf(errorInstance)}\n`
        + `again: FC_SEED=${seed} FC_PATH=${counterexamplePath} ${how}npm test -- test/model/life.test.ts`;
}

const messageOf = (error: unknown): string => (error instanceof Error ? error.message : JSON.stringify(error));
