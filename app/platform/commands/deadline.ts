import { DomainError } from '../../foundation/errors/domain-error.ts';

/** Time limit of a command, as the command sees it. */
export type Deadline = {
    /** Aborted when the time is up: what waits for another service ends then. */
    readonly signal: AbortSignal;
    /**
     * Begins to write; called right before each statement that stores something.
     * @throws DomainError `REQUEST_TIMEOUT` when the time is up: nothing may be stored any more
     */
    beginWrite(): void;
};

/** Seconds after which a caller may try again. */
const retryAfterSeconds = 5;

/**
 * The result of a command, or an error when its time is up. A refusal means that nothing is stored, also later: no
 * statement is begun after it. A statement that is under way when the time is up is waited for, because only its
 * outcome tells whether it took effect; the database limits it to a few seconds.
 * @param limitMs - Time in milliseconds.
 * @throws DomainError `REQUEST_TIMEOUT`, and what `work` throws
 */
export async function withinDeadline<Result>(
    limitMs: number, work: (deadline: Deadline) => Promise<Result>
): Promise<Result> {
    const timeUp = new AbortController();
    const late = Promise.withResolvers<never>();
    let isWriting = false;
    const timer = setTimeout(() => {
        timeUp.abort(tooLate());
        if (!isWriting) {
            late.reject(timeUp.signal.reason);
        }
    }, Math.max(limitMs, 0));
    const deadline: Deadline = {
        signal: timeUp.signal,
        beginWrite: () => {
            timeUp.signal.throwIfAborted();
            isWriting = true;
        }
    };
    try {
        return await Promise.race([work(deadline), late.promise]);
    } finally {
        clearTimeout(timer);
    }
}

function tooLate(): DomainError {
    return new DomainError('REQUEST_TIMEOUT',
        'The service could not answer in time; nothing was stored: try again, with fewer items where there are many',
        {}, { retryAfterSeconds });
}
