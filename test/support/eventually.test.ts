import { expect, test } from '@jest/globals';
import { eventually } from './eventually.ts';

test('it gives what it waited for: anything but false and nothing', async () => {
    const looks = [undefined, null, false as const, 0, 1];

    expect(await eventually('a number', () => looks.shift(), { every: 1 })).toBe(0);
    expect(looks).toEqual([1]);
});

test('it goes by a condition on what it sees, where there is one', async () => {
    let count = 0;

    expect(await eventually('three', () => (count += 1), { every: 1, until: (seen) => seen === 3 })).toBe(3);
});

test.each([
    ['what was there', () => ({ state: 'queued' }),
        'Waited 0.03 s for a job that has ended; at last there was {"state":"queued"}'],
    ['nothing', () => undefined, 'Waited 0.03 s for a job that has ended; at last there was undefined']
])('when it does not come, it says for what it waited and %s', async (_what, look, message) => {
    await expect(eventually('a job that has ended', look, { within: 30, every: 1, until: () => false }))
        .rejects.toThrow(message);
});

test('a look that throws ends the waiting', async () => {
    const look = async () => { throw new Error('no connection'); };

    await expect(eventually('a job that has ended', look))
        .rejects.toThrow('While waiting for a job that has ended: no connection');
});
