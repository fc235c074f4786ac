import { DomainError } from '../../foundation/errors/domain-error.ts';

/** Place at work that one request has. */
export type Place = {
    /**
     * Waits for something that needs no place, such as the answer of another service, and gives the place to another
     * request meanwhile. Afterwards the request comes before those that have not begun.
     */
    apart<Result>(wait: () => Promise<Result>): Promise<Result>;
    /** Ends the request's work; the next one gets the place. */
    leave(): void;
};

/** Places at work of each organisation in this process. */
export type Places = {
    /**
     * Takes a place, or waits for one in the order of arrival.
     * @throws DomainError `TOO_MANY_REQUESTS_AT_ONCE` when too many wait already, or the wait takes too long
     */
    take(organisationId: string): Promise<Place>;
    /** Number of requests that have a place, of all organisations. */
    atWork(): number;
    /** Number of requests that wait for one, of all organisations. */
    waiting(): number;
};

/** Options of the places. */
export type PlacesOptions = {
    /** Maximum requests of one organisation at work. */
    readonly maxAtWork: number;
    /** Maximum requests of one organisation that wait. */
    readonly maxWaiting?: number;
    /** Maximum wait in ms. */
    readonly maxWaitMs?: number;
    /** Notified of each request that is refused. */
    readonly refused: () => void;
};

/** Limit on the requests of one organisation that wait: their bodies, of up to 1 MB, are in memory. */
const usualMaxWaiting = 256;

/** Limit of a wait in ms, as for a database connection: the answer still comes within the time of the caller. */
const usualMaxWaitMs = 2_000;

/** A request that waits. One that was at work before has no limit, and cannot be refused. */
type Waiter = { readonly go: () => void; readonly isNew: boolean };
type Organisation = { atWork: number; readonly waiters: Waiter[] };

/** Opens the places, so that one organisation cannot take all connections of the database. */
export function openPlaces(
    { maxAtWork, maxWaiting = usualMaxWaiting, maxWaitMs = usualMaxWaitMs, refused }: PlacesOptions
): Places {
    const organisations = new Map<string, Organisation>();
    const count = (of: (organisation: Organisation) => number) =>
        [...organisations.values()].reduce((sum, organisation) => sum + of(organisation), 0);

    const find = (id: string): Organisation => {
        const found = organisations.get(id) ?? { atWork: 0, waiters: [] };
        organisations.set(id, found);
        return found;
    };
    const free = (id: string): void => {
        const organisation = find(id);
        const next = organisation.waiters.shift();
        if (next !== undefined) {
            next.go();
            return;
        }
        organisation.atWork -= 1;
        if (organisation.atWork === 0) {
            organisations.delete(id);
        }
    };
    const again = async (id: string): Promise<void> => {
        const organisation = find(id);
        if (organisation.atWork < maxAtWork) {
            organisation.atWork += 1;
            return;
        }
        const firstNew = organisation.waiters.findIndex(({ isNew }) => isNew);
        await new Promise<void>((resolve) => {
            organisation.waiters.splice(
                firstNew === -1 ? organisation.waiters.length : firstNew, 0, { go: resolve, isNew: false });
        });
    };
    const first = async (id: string): Promise<void> => {
        const organisation = find(id);
        if (organisation.atWork < maxAtWork) {
            organisation.atWork += 1;
            return;
        }
        if (organisation.waiters.filter(({ isNew }) => isNew).length >= maxWaiting) {
            refused();
            throw tooMany();
        }
        await turnOf(organisation, maxWaitMs, refused);
    };

    return {
        take: async (id) => {
            await first(id);
            return placeOf(() => again(id), () => free(id));
        },
        atWork: () => count(({ atWork }) => atWork),
        waiting: () => count(({ waiters }) => waiters.length)
    };
}

/** The turn of a new request. @throws DomainError `TOO_MANY_REQUESTS_AT_ONCE` when it does not come in time */
function turnOf({ waiters }: Organisation, maxWaitMs: number, refused: () => void): Promise<void> {
    return new Promise((resolve, reject) => {
        const waiter: Waiter = {
            isNew: true,
            go: () => {
                clearTimeout(timer);
                resolve();
            }
        };
        const timer = setTimeout(() => {
            waiters.splice(waiters.indexOf(waiter), 1);
            refused();
            reject(tooMany());
        }, maxWaitMs);
        waiters.push(waiter);
    });
}

/**
 * The place of one request. Several of its waits may go on at once; the place is taken again after the last, unless the
 * request has ended meanwhile: its time may be up while it still waits.
 */
function placeOf(again: () => Promise<void>, free: () => void): Place {
    let waits = 0;
    let held = true;
    let ended = false;
    const release = () => {
        if (held) {
            held = false;
            free();
        }
    };
    const resume = async () => {
        if (waits > 0 || held || ended) {
            return;
        }
        await again();
        if (hasEnded() || isHeld()) {
            free();
        } else {
            held = true;
        }
    };
    // Asked through functions, because the compiler takes the variables for unchanged after the wait.
    const hasEnded = () => ended;
    const isHeld = () => held;
    return {
        apart: async (wait) => {
            waits += 1;
            release();
            try {
                return await wait();
            } finally {
                waits -= 1;
                await resume();
            }
        },
        leave: () => {
            ended = true;
            release();
        }
    };
}

function tooMany(): DomainError {
    return new DomainError('TOO_MANY_REQUESTS_AT_ONCE',
        'Your organisation has too many requests under way at once; try again in a second', {},
        { retryAfterSeconds: 1 });
}
