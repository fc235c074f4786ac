import { DomainError } from '../../foundation/errors/domain-error.ts';

/** Limits of what is made at once, and of what waits. */
export type TurnLimits = {
    /** Maximum of all at once. */
    readonly maxAtOnce: number;
    /** Maximum of heavy ones at once. */
    readonly maxHeavyAtOnce: number;
    /** Maximum of one owner at once. */
    readonly maxOfOwner: number;
    /** Maximum that wait. */
    readonly maxWaiting: number;
    /** Maximum of one owner that wait. */
    readonly maxWaitingOfOwner: number;
};

/** Work that asks for its turn. */
export type Asked = {
    /** Owner, among whom turns go round. */
    readonly owner: string;
    /** True for work that takes much memory. */
    readonly isHeavy: boolean;
    /** Signal after which nobody waits for the work any more; absent: somebody always does. */
    readonly signal?: AbortSignal | undefined;
};

/** Turns of work, so that one owner's work never keeps that of others waiting for long. */
export type Turns = {
    /**
     * Does work when its turn has come.
     * @throws DomainError `DOCUMENT_BUSY` when too many wait, or when the signal ends the wait; those of `work`
     */
    run<Result>(asked: Asked, work: () => Promise<Result>): Promise<Result>;
};

type Waiting = Asked & { readonly begin: () => void };

/** Opens turns. Owners come one after the other; the work of one owner comes in its order. */
export function openTurns(limits: TurnLimits): Turns {
    const atWork: Asked[] = [];
    // In the order of their turns: who had one goes to the end.
    const owners = new Map<string, Waiting[]>();

    const mayBegin = ({ owner, isHeavy }: Asked): boolean => atWork.length < limits.maxAtOnce
        && atWork.filter((other) => other.owner === owner).length < limits.maxOfOwner
        && (!isHeavy || atWork.filter((other) => other.isHeavy).length < limits.maxHeavyAtOnce);
    const next = (): Waiting | undefined =>
        [...owners.values()].flatMap(([first]) => first ?? []).find(mayBegin);
    const leave = (waiting: Waiting): void => {
        const others = (owners.get(waiting.owner) ?? []).filter((other) => other !== waiting);
        owners.delete(waiting.owner);
        if (others.length > 0) {
            owners.set(waiting.owner, others);
        }
    };
    const beginNext = (): void => {
        for (let waiting = next(); waiting !== undefined; waiting = next()) {
            leave(waiting);
            atWork.push(waiting);
            waiting.begin();
        }
    };
    const turnOf = async (asked: Asked): Promise<Asked> => new Promise((resolve, reject) => {
        const waitingOfOwner = owners.get(asked.owner) ?? [];
        const waiting: Waiting = { ...asked, begin: () => {
            asked.signal?.removeEventListener('abort', giveUp);
            resolve(waiting);
        } };
        const giveUp = (): void => {
            leave(waiting);
            reject(nobodyWaits());
        };
        const count = [...owners.values()].reduce((sum, { length }) => sum + length, 0);
        if (asked.signal?.aborted === true) {
            reject(nobodyWaits());
        } else if (!mayBegin(asked) && waitingOfOwner.length >= limits.maxWaitingOfOwner) {
            reject(busy(`your organisation has ${limits.maxWaitingOfOwner} documents that wait to be made`));
        } else if (!mayBegin(asked) && count >= limits.maxWaiting) {
            reject(busy(`${limits.maxAtOnce + limits.maxWaiting} documents are being made`));
        } else {
            asked.signal?.addEventListener('abort', giveUp, { once: true });
            owners.set(asked.owner, [...waitingOfOwner, waiting]);
            beginNext();
        }
    });

    return {
        run: async (asked, work) => {
            const turn = await turnOf(asked);
            try {
                return await work();
            } finally {
                atWork.splice(atWork.indexOf(turn), 1);
                beginNext();
            }
        }
    };
}

function busy(reason: string): DomainError {
    return new DomainError('DOCUMENT_BUSY', `${reason}; try again in a few seconds`);
}

function nobodyWaits(): DomainError {
    return new DomainError('DOCUMENT_BUSY', 'the caller went away before the document was made');
}
