import { DomainError } from '../../foundation/errors/domain-error.ts';
import { openThreads, runOn, type Threads } from './typesetting-threads.ts';
import { openTurns } from './typesetting-turns.ts';
import { typesettingVersion } from './typesetting-version.ts';
import type { TypesettingJob, TypesettingSetup } from './typesetting-job.ts';

/** Maximum documents that a process sets in type at once, each in a thread. */
export const maxTypesetAtOnce = 2;

/** Maximum documents that wait for a thread; one more is refused. */
export const maxTypesetWaiting = 20;

/** Maximum documents of one owner that wait; the first of them has a thread, the others none beside it. */
export const maxTypesetWaitingOfOwner = 8;

/** Maximum characters of data beyond which a document is heavy: of those, one is set in type at a time. */
const maxLightCharacters = 200_000;

/** Maximum milliseconds of a document; then its thread is ended. 500 lines take 300 ms of processor time. */
const maxTypesetMs = 20_000;

/** Maximum milliseconds in which a thread that was given a document by mistake ends. */
const maxMistakeMs = 100;

/** Milliseconds without work after which a thread ends, and its memory with it. */
const usualMaxIdleMs = 60_000;

/** Sets documents in type, in threads of their own. */
export type Typesetter = {
    /**
     * A PDF/A-3a with embedded fonts. Owners take turns, so that no one keeps the others waiting.
     * @param signal - Ends the wait for a thread, when nobody waits for the document any more.
     * @throws DomainError `DOCUMENT_BUSY` when too many wait, `DOCUMENT_FAILED` when it takes too long
     * @throws TypesettingFault when the template refuses the data
     */
    pdf(job: TypesettingJob, signal?: AbortSignal): Promise<Uint8Array>;
    /** SHA-256 over templates, fonts, texts and Typst's version, hex. */
    version(): Promise<string>;
    /** Ends all threads. */
    close(): Promise<void>;
};

/** A template that refused its data. The message is Typst's; it may hold texts of the document. */
export class TypesettingFault extends Error {
    override readonly name = 'TypesettingFault';
}

/**
 * Starts no thread yet: each is started with the first document that needs it.
 * @param maxIdleMs - Milliseconds without work after which a thread ends.
 */
export function openTypesetter(setup: TypesettingSetup, maxIdleMs: number = usualMaxIdleMs): Typesetter {
    const threads = openThreads(setup, maxIdleMs);
    const turns = openTurns({
        maxAtOnce: maxTypesetAtOnce, maxHeavyAtOnce: 1, maxOfOwner: 1, maxWaiting: maxTypesetWaiting,
        maxWaitingOfOwner: maxTypesetWaitingOfOwner
    });
    let version: Promise<string> | undefined;

    return {
        pdf: (job, signal) => {
            const answer = Promise.withResolvers<Uint8Array>();
            const asked = { owner: job.owner, isHeavy: job.data.length > maxLightCharacters, signal };
            turns.run(asked, () => typeset(threads, job, answer)).catch(answer.reject);
            return answer.promise;
        },
        version: () => {
            version ??= typesettingVersion(setup).catch((error: unknown) => {
                // The next one asks again: a fault of this moment is none of the files.
                version = undefined;
                throw error;
            });
            return version;
        },
        close: threads.close
    };
}

/** A typesetter whose documents wait for a thread only until a signal. */
export function waitingUntil(typesetter: Typesetter, signal: AbortSignal): Typesetter {
    return { ...typesetter, pdf: (job) => typesetter.pdf(job, signal) };
}

/** Answers one document. It ends later than its answer where a thread has to be ended. */
async function typeset(
    threads: Threads, job: TypesettingJob, answer: Pick<PromiseWithResolvers<Uint8Array>, 'resolve' | 'reject'>
): Promise<void> {
    for (let mayTryAgain = true; ; mayTryAgain = false) {
        const thread = threads.take();
        const startedMs = performance.now();
        const result = await runOn(thread, job, maxTypesetMs);
        if (result === 'ended' && mayTryAgain && performance.now() - startedMs < maxMistakeMs) {
            continue;
        }
        if (typeof result !== 'string' && 'pdf' in result) {
            answer.resolve(result.pdf);
            threads.giveBack(thread);
            return;
        }
        answer.reject(typeof result === 'string' ? failed(result) : new TypesettingFault(result.fault));
        // Ends when Typst lets it: until then it holds its place, so that no more threads work than may.
        await thread.worker.terminate();
        return;
    }
}

function failed(reason: 'late' | 'ended'): DomainError {
    return new DomainError('DOCUMENT_FAILED', reason === 'late'
        ? 'the document could not be set in type in time; try again later'
        : 'the thread that set the document in type ended before it was made; try again later');
}
