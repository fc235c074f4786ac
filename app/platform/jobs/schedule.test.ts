import { expect, test } from '@jest/globals';
import { pollIntervalSeconds, slotAt } from './schedule.ts';

const nightly = { dailyAt: '02:00', timeZone: 'Europe/Warsaw' } as const;

test('a job of every so many seconds is looked for as often, and the database counts its slots', () => {
    expect(pollIntervalSeconds({ everySeconds: 900 })).toBe(900);
    expect(slotAt({ everySeconds: 900 }, new Date())).toEqual({ everySeconds: 900 });
});

test.each([
    ['2026-11-23T00:59:59Z', '2026-11-22T01:00:00Z'], ['2026-11-23T01:00:00Z', '2026-11-23T01:00:00Z'],
    // Clocks went forward at 01:00 UTC and back at 01:00 UTC.
    ['2026-03-29T00:59:59Z', '2026-03-28T01:00:00Z'],
    ['2026-03-29T01:00:00Z', '2026-03-29T01:00:00Z'], ['2026-03-30T00:00:00Z', '2026-03-30T00:00:00Z'],
    ['2026-10-25T00:00:00Z', '2026-10-25T00:00:00Z'],
    ['2026-10-25T01:30:00Z', '2026-10-25T00:00:00Z'], ['2026-10-26T01:00:00Z', '2026-10-26T01:00:00Z']
])('at %s the slot of 02:00 in Warsaw began at %s', (now, startedAt) => {
    expect(pollIntervalSeconds(nightly)).toBe(60);
    expect(slotAt(nightly, new Date(now))).toEqual({ startedAt: new Date(startedAt) });
});
