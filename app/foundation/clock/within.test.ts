import { setTimeout as wait } from 'node:timers/promises';
import { describe, expect, test } from '@jest/globals';
import { unlessAborted, within } from './within.ts';

const never = () => new Promise<never>(() => undefined);

describe('within', () => {
    test('gives the result of work that ends in time, and leaves no timer', async () => {
        const timers = () => process.getActiveResourcesInfo().filter((type) => type === 'Timeout').length;
        const before = timers();

        const result = await within(60_000, async () => 'done');

        expect([result, timers()]).toEqual(['done', before]);
    });

    test('throws what the work throws', async () => {
        await expect(within(60_000, async () => { throw new RangeError('broken'); })).rejects.toThrow(RangeError);
    });

    test('throws a TimeoutError when the time is up, although the work goes on', async () => {
        const waiting = within(10, never);

        await expect(waiting).rejects.toMatchObject({ name: 'TimeoutError', message: 'No answer within 10 ms' });
    });

    test('tells the work by its signal that the time is up', async () => {
        const reported: string[] = [];

        await within(10, async (timeUp) => wait(60_000, undefined, { signal: timeUp }).catch(({ name }: Error) => {
            reported.push(name);
        })).catch(() => undefined);
        await wait(0);

        expect(reported).toEqual(['AbortError']);
    });
});

describe('unlessAborted', () => {
    test('throws the reason of the signal that ends the wait', async () => {
        const abort = new AbortController();
        const waiting = unlessAborted(abort.signal, never);

        abort.abort(new RangeError('stop'));

        await expect(waiting).rejects.toThrow(RangeError);
    });

    test('begins no work when the signal is aborted already', async () => {
        let begun = false;

        const waiting = unlessAborted(AbortSignal.abort(new RangeError('stop')), async () => {
            begun = true;
        });

        await expect(waiting).rejects.toThrow(RangeError);
        expect(begun).toBe(false);
    });
});
