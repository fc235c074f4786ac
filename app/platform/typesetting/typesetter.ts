import { Worker } from 'node:worker_threads';
import { BulkheadRejectedError, bulkhead } from 'cockatiel';
import { DomainError } from '../../foundation/errors/domain-error.ts';
import { typesettingVersion } from './typesetting-version.ts';
import type { TypesettingJob, TypesettingResult, TypesettingSetup } from './typesetting-job.ts';

/** Documents that a process sets in type at once, each in a thread. */
export const maxTypesetAtOnce = 2;

/** Documents that wait for a thread; one more is refused. */
export const maxTypesetWaiting = 20;

/** Milliseconds after which a document is given up and its thread ended. 500 lines take 300 ms of processor time. */
const typesetDeadlineMs = 20_000;

/** Milliseconds without work after which a thread ends, and its memory with it. */
const idleThreadMs = 60_000;

/** Sets documents in type, in threads of their own. */
export type Typesetter = {
    /**
     * A PDF/A-3a with embedded fonts.
     * @throws DomainError `DOCUMENT_BUSY` when too many wait, `DOCUMENT_FAILED` when it takes too long
     * @throws TypesettingFault when the template refuses the data
     */
    pdf(job: TypesettingJob): Promise<Uint8Array>;
    /** SHA-256 over templates and fonts, hex. */
    version(): Promise<string>;
    /** Ends all threads. */
    close(): Promise<void>;
};

/** A template that refused its data. The message is Typst's; it may hold texts of the document. */
export class TypesettingFault extends Error {
    override readonly name = 'TypesettingFault';
}

/** Starts no thread yet: each is started with the first document that needs it. */
export function openTypesetter(setup: TypesettingSetup): Typesetter {
    const idle: Thread[] = [];
    const all = new Set<Thread>();
    const places = bulkhead(maxTypesetAtOnce, maxTypesetWaiting);
    let version: Promise<string> | undefined;

    const take = (): Thread => {
        const thread = idle.pop() ?? startThread(setup, (ended) => {
            all.delete(ended);
            const place = idle.indexOf(ended);
            if (place >= 0) {
                idle.splice(place, 1);
            }
        });
        clearTimeout(thread.idleTimer);
        all.add(thread);
        return thread;
    };

    const giveBack = (thread: Thread): void => {
        if (all.has(thread)) {
            thread.idleTimer = setTimeout(() => void thread.worker.terminate(), idleThreadMs).unref();
            idle.push(thread);
        }
    };

    return {
        pdf: (job) => {
            const answer = Promise.withResolvers<Uint8Array>();
            const work = places.execute(async () => {
                const thread = take();
                const made = await run(thread, job);
                if (made instanceof Error) {
                    answer.reject(made);
                    // Ends when Typst lets it: until then it holds its place, so that no more threads work than may.
                    await thread.worker.terminate();
                } else {
                    answer.resolve(made);
                    giveBack(thread);
                }
            });
            work.catch((error: unknown) => answer.reject(error instanceof BulkheadRejectedError ? tooBusy() : error));
            return answer.promise;
        },
        version: () => {
            version ??= typesettingVersion(setup);
            return version;
        },
        close: async () => {
            await Promise.all([...all].map(async (thread) => thread.worker.terminate()));
        }
    };
}

type Thread = { readonly worker: Worker; idleTimer: NodeJS.Timeout | undefined };

function startThread(setup: TypesettingSetup, ended: (thread: Thread) => void): Thread {
    const worker = new Worker(threadFile(), { workerData: setup });
    const thread: Thread = { worker, idleTimer: undefined };
    worker.unref();
    worker.once('exit', () => ended(thread));
    // A thread that died without work at hand is gone from the list with its exit; with work, `run` hears of it.
    worker.on('error', () => undefined);
    return thread;
}

/** One document of one thread, or the failure after which the thread has to be ended. */
async function run({ worker }: Thread, job: TypesettingJob): Promise<Uint8Array | Error> {
    const result = await new Promise<TypesettingResult | undefined>((resolve) => {
        const timer = setTimeout(() => end(undefined), typesetDeadlineMs);
        const ended = (): void => end(undefined);
        const end = (value: TypesettingResult | undefined): void => {
            clearTimeout(timer);
            worker.off('message', end);
            worker.off('exit', ended);
            worker.unref();
            resolve(value);
        };
        worker.ref();
        worker.once('message', end);
        worker.once('exit', ended);
        worker.postMessage(job);
    });
    if (result === undefined) {
        return new DomainError('DOCUMENT_FAILED', 'the document could not be set in type in time; try again later');
    }
    return 'pdf' in result ? result.pdf : new TypesettingFault(result.fault);
}

function tooBusy(): DomainError {
    return new DomainError('DOCUMENT_BUSY', `${maxTypesetAtOnce + maxTypesetWaiting} documents are being made; try `
        + 'again in a few seconds');
}

/** The file of the thread: beside the bundle a script, in the sources TypeScript. */
function threadFile(): URL {
    const isBundle = import.meta.url.endsWith('.js');
    return new URL(isBundle ? './typesetting-thread.js' : './typesetting-thread.ts', import.meta.url);
}
