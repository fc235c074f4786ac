import { setTimeout as wait } from 'node:timers/promises';

/** Less than jest gives a test, so that it is this which tells what did not come. */
const usualMs = 15_000;
const pollMs = 20;
const longestText = 1_000;

type Patience<Value> = {
    /** Milliseconds. */
    readonly within?: number;
    /** Milliseconds from one look to the next. */
    readonly every?: number;
    /** Whether this is what was waited for. @default anything but false, null and undefined */
    readonly until?: (value: Value) => boolean;
};

/**
 * Looks again and again until the condition holds. A look that throws has found something wrong, and ends the waiting.
 * @param what - What is waited for, for whoever reads that it did not come.
 * @returns What the last look saw.
 * @throws Error saying what was waited for, and what was there instead or went wrong.
 */
export async function eventually<Value>(
    what: string, condition: () => Value | Promise<Value>, { within = usualMs, every = pollMs, until = isSomething }: Patience<Value> = {}
): Promise<Exclude<Value, false | null | undefined>> {
    const givenUpAt = performance.now() + within;
    for (;;) {
        const seen = await look(what, condition);
        if (until(seen)) return seen as Exclude<Value, false | null | undefined>;
        if (performance.now() > givenUpAt) throw new Error(`Waited ${within / 1_000} s for ${what}; at last there was ${textOf(seen)}`);
        await wait(every);
    }
}

async function look<Value>(what: string, condition: () => Value | Promise<Value>): Promise<Value> {
    try {
        return await condition();
    } catch (error) {
        throw new Error(`While waiting for ${what}: ${error instanceof Error ? error.message : textOf(error)}`, { cause: error });
    }
}

const isSomething = (value: unknown): boolean => value !== false && value !== null && value !== undefined;

function textOf(value: unknown): string {
    const text = JSON.stringify(value) ?? String(value);
    return text.length > longestText ? `${text.slice(0, longestText)}…` : text;
}
