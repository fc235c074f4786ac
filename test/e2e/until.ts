import { setTimeout as wait } from 'node:timers/promises';

const pollMs = 500;

/** Waits for something. @throws Error saying for what, when it does not come */
export async function until(limitSeconds: number, what: string, isTrue: () => Promise<boolean>): Promise<void> {
    const giveUpAt = performance.now() + limitSeconds * 1_000;
    while (!(await isTrue())) {
        if (performance.now() > giveUpAt) throw new Error(`Waited ${limitSeconds} s for ${what}`);
        await wait(pollMs);
    }
}
