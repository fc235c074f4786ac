import { setTimeout as wait } from 'node:timers/promises';
import { expect, test } from '@jest/globals';
import { withinDeadline } from './deadline.ts';

const late = { code: 'REQUEST_TIMEOUT', message: expect.stringContaining('nothing was stored') };

test('work that ends in time gives its result, and its error', async () => {
    expect(await withinDeadline(1_000, async ({ beginWrite }) => {
        beginWrite();
        return 'stored';
    })).toBe('stored');
    await expect(withinDeadline(1_000, () => Promise.reject(new Error('its own')))).rejects.toThrow('its own');
});

test('work that has not begun to write is refused in time, its signal aborted, and never writes', async () => {
    const seen: unknown[] = [];
    const ended = Promise.withResolvers<void>();

    const call = withinDeadline(20, async ({ signal, beginWrite }) => {
        await wait(60);
        seen.push(signal.aborted);
        try {
            beginWrite();
            seen.push('written');
        } finally {
            ended.resolve();
        }
    });

    await expect(call).rejects.toMatchObject(late);
    await ended.promise;
    expect(seen).toEqual([true]);
});

test('a statement that is under way is waited for: its outcome is the answer', async () => {
    expect(await withinDeadline(20, async ({ beginWrite }) => {
        beginWrite();
        await wait(60);
        return 'stored';
    })).toBe('stored');
});

test('after a statement that lost its race no second one is begun', async () => {
    await expect(withinDeadline(20, async ({ beginWrite }) => {
        beginWrite();
        await wait(60);
        beginWrite();
    })).rejects.toMatchObject(late);
});

test('a call whose time is up before it begins is refused', async () => {
    await expect(withinDeadline(-1, async ({ beginWrite }) => {
        await wait(10);
        beginWrite();
    })).rejects.toMatchObject(late);
});
