import { Worker } from 'node:worker_threads';
import { DomainError } from '../../foundation/errors/domain-error.ts';
import type { TypesettingJob, TypesettingResult, TypesettingSetup } from './typesetting-job.ts';

/** A thread that sets documents in type, one at a time. */
export type Thread = { readonly worker: Worker; idleTimer: NodeJS.Timeout | undefined };

/** Threads that are kept for the next document. */
export type Threads = {
    /** An idle thread, or a new one. @throws DomainError `DOCUMENT_BUSY` after `close` */
    take(): Thread;
    /** Keeps a thread for the next document. */
    giveBack(thread: Thread): void;
    /** Ends all threads; none is started afterwards. */
    close(): Promise<void>;
};

/**
 * Opens threads; each is started when it is needed.
 * @param maxIdleMs - Milliseconds without work after which a thread ends, and its memory with it.
 */
export function openThreads(setup: TypesettingSetup, maxIdleMs: number): Threads {
    const idle: Thread[] = [];
    const all = new Set<Thread>();
    let isClosed = false;
    const forget = (thread: Thread): void => {
        const place = idle.indexOf(thread);
        if (place >= 0) {
            idle.splice(place, 1);
        }
    };

    return {
        take: () => {
            if (isClosed) {
                throw new DomainError('DOCUMENT_BUSY', 'the service is stopping; try again in a few seconds');
            }
            const thread = idle.pop() ?? startThread(setup, (ended) => {
                all.delete(ended);
                forget(ended);
            });
            clearTimeout(thread.idleTimer);
            all.add(thread);
            return thread;
        },
        giveBack: (thread) => {
            if (!all.has(thread)) {
                return;
            }
            idle.push(thread);
            thread.idleTimer = setTimeout(() => {
                // Before its end: what is posted to a thread that is being ended is never answered.
                forget(thread);
                void thread.worker.terminate();
            }, maxIdleMs).unref();
        },
        close: async () => {
            isClosed = true;
            await Promise.all([...all].map(async (thread) => thread.worker.terminate()));
        }
    };
}

function startThread(setup: TypesettingSetup, ended: (thread: Thread) => void): Thread {
    const worker = new Worker(threadFile(), { workerData: setup });
    const thread: Thread = { worker, idleTimer: undefined };
    worker.unref();
    worker.once('exit', () => ended(thread));
    // A thread that died without work at hand is gone from the list with its exit; with work, `runOn` hears of it.
    worker.on('error', () => undefined);
    return thread;
}

/**
 * One document of one thread.
 * @param maxMs - Milliseconds after which it is given up.
 * @returns `late` when it took longer, `ended` when the thread ended without an answer
 */
export async function runOn(
    { worker }: Thread, job: TypesettingJob, maxMs: number
): Promise<TypesettingResult | 'late' | 'ended'> {
    return new Promise((resolve) => {
        const end = (result: TypesettingResult | 'late' | 'ended'): void => {
            clearTimeout(timer);
            worker.off('message', end);
            worker.off('exit', ended);
            worker.unref();
            resolve(result);
        };
        const timer = setTimeout(() => end('late'), maxMs);
        const ended = (): void => end('ended');
        worker.ref();
        worker.once('message', end);
        worker.once('exit', ended);
        worker.postMessage(job);
    });
}

/** The file of the thread: beside the bundle a script, in the sources TypeScript. */
function threadFile(): URL {
    const isBundle = import.meta.url.endsWith('.js');
    return new URL(isBundle ? './typesetting-thread.js' : './typesetting-thread.ts', import.meta.url);
}
