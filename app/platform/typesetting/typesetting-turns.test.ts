import { expect, test } from '@jest/globals';
import { openTurns, type Asked } from './typesetting-turns.ts';

const limits = { maxAtOnce: 2, maxHeavyAtOnce: 1, maxOfOwner: 1, maxWaiting: 5, maxWaitingOfOwner: 3 };

/** Turns whose work is ended by the test, with the names of what began. */
function givenTurns() {
    const turns = openTurns(limits);
    const began: string[] = [];
    const ends = new Map<string, () => void>();
    return {
        began,
        ask: (name: string, asked: Partial<Asked> = {}) =>
            turns.run({ owner: name.slice(0, 1), isHeavy: false, ...asked }, async () => {
                began.push(name);
                await new Promise<void>((resolve) => ends.set(name, resolve));
                return name;
            }).catch((error: Error) => error.message),
        end: async (name: string) => {
            ends.get(name)?.();
            await new Promise(setImmediate);
        }
    };
}
const soon = () => new Promise(setImmediate);

test('one owner has one place however much it asks for, and another comes at once', async () => {
    const { ask, began } = givenTurns();

    void Promise.all(['a1', 'a2', 'a3', 'b1'].map((name) => ask(name)));
    await soon();

    expect(began).toEqual(['a1', 'b1']);
});

test('owners take turns, each in its own order', async () => {
    const { ask, began, end } = givenTurns();
    void Promise.all(['a1', 'b1', 'a2', 'a3', 'c1', 'b2'].map((name) => ask(name)));
    await soon();

    for (const name of ['a1', 'a2', 'b1', 'c1', 'b2']) await end(name);

    // A second of the first owner begins before the one of the third only because it asked when no other waited.
    expect(began).toEqual(['a1', 'b1', 'a2', 'c1', 'b2', 'a3']);
});

test('heavy work waits for other heavy work, and lets light work pass', async () => {
    const { ask, began, end } = givenTurns();
    void Promise.all([ask('a1', { isHeavy: true }), ask('b1', { isHeavy: true }), ask('c1')]);
    await soon();
    expect(began).toEqual(['a1', 'c1']);

    await end('c1');
    expect(began).toEqual(['a1', 'c1']);
    await end('a1');
    expect(began).toEqual(['a1', 'c1', 'b1']);
});

test('too many of one owner, and too many of all, are refused at once', async () => {
    const { ask } = givenTurns();
    void Promise.all(['a1', 'a2', 'a3', 'a4', 'b1', 'b2', 'b3'].map((name) => ask(name)));

    expect(await ask('a5')).toMatch(/^your organisation has 3 documents that wait/);
    expect(await ask('c1')).toMatch(/^7 documents are being made; try again/);
});

test('work that nobody waits for is dropped before its turn, and gives its place in the line to others', async () => {
    const { ask, began, end } = givenTurns();
    const gone = new AbortController();
    void ask('a1');
    const waiting = ask('a2', { signal: gone.signal });
    void Promise.all(['a3', 'a4'].map((name) => ask(name)));

    gone.abort();

    expect(await waiting).toMatch(/went away/);
    expect(await ask('a5', { signal: gone.signal })).toMatch(/went away/);
    void ask('a6');
    await end('a1');
    expect(began).toEqual(['a1', 'a3']);
});

test('work that fails gives its place to the next', async () => {
    const turns = openTurns({ ...limits, maxAtOnce: 1 });

    const failed = turns.run({ owner: 'a', isHeavy: false }, () => Promise.reject(new Error('no')));
    const next = turns.run({ owner: 'a', isHeavy: false }, async () => 'done');

    await expect(failed).rejects.toThrow('no');
    expect(await next).toBe('done');
});
