import { setTimeout as wait } from 'node:timers/promises';

/** Time limit in milliseconds: less than jest gives a test, so that this message says what did not come. */
const usualMs = 15_000;
const pollMs = 20;
const longestText = 1_000;

type Patience<Value> = {
    /** Time limit in milliseconds. */
    readonly within?: number;
    /** Milliseconds from one poll to the next. */
    readonly every?: number;
    /** Condition of the wanted value. @default anything but false, null and undefined */
    readonly until?: (value: Value) => boolean;
};

/**
 * Polls until the condition holds. A poll that throws has found something wrong, and ends the waiting.
 * @param what - Name of the awaited thing, for the message of the error.
 * @returns Value of the last poll.
 * @throws Error with the name, and the last value or what went wrong.
 */
export async function eventually<Value>(
    what: string, condition: () => Value | Promise<Value>,
    { within = usualMs, every = pollMs, until = isSomething }: Patience<Value> = {}
): Promise<Exclude<Value, false | null | undefined>> {
    const givenUpAt = performance.now() + within;
    for (;;) {
        const seen = await look(what, condition);
        if (until(seen)) return seen as Exclude<Value, false | null | undefined>;
        if (performance.now() > givenUpAt)
            throw new Error(`Waited ${within / 1_000} s for ${what}; at last there was ${textOf(seen)}`);
        await wait(every);
    }
}

async function look<Value>(what: string, condition: () => Value | Promise<Value>): Promise<Value> {
    try {
        return await condition();
    } catch (error) {
        throw new Error(
            `While waiting for ${what}: ${error instanceof Error ? error.message : textOf(error)}`, { cause: error });
    }
}

const isSomething = (value: unknown): boolean => value !== false && value !== null && value !== undefined;

function textOf(value: unknown): string {
    const text = JSON.stringify(value) ?? String(value);
    return text.length > longestText ? `${text.slice(0, longestText)}…` : text;
}
