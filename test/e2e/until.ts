import { eventually } from '../support/eventually.ts';

const pollMs = 500;

/** Waits for a condition. @throws Error naming it when it does not come true */
export async function until(limitSeconds: number, what: string, isTrue: () => Promise<boolean>): Promise<void> {
    await eventually(what, isTrue, { within: limitSeconds * 1_000, every: pollMs });
}
