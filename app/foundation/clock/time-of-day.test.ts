import { describe, expect, test } from '@jest/globals';
import { instantOf, lastTimeOfDay, type TimeOfDay } from './time-of-day.ts';

test.each<[string, TimeOfDay, string, string]>([
    ['2026-11-23', '02:00', 'Europe/Warsaw', '2026-11-23T01:00:00.000Z'],
    ['2026-07-01', '02:00', 'Europe/Warsaw', '2026-07-01T00:00:00.000Z'],
    ['2026-07-01', '00:00', 'UTC', '2026-07-01T00:00:00.000Z'],
    ['2026-07-01', '23:59', 'Asia/Kathmandu', '2026-07-01T18:14:00.000Z'],
    ['2026-01-01', '12:00', 'Pacific/Kiritimati', '2025-12-31T22:00:00.000Z']
])('%s %s in %s is %s', (date, time, zone, instant) => {
    expect(instantOf(date, time, zone).toISOString()).toBe(instant);
});

describe('when clocks go forward, from 02:00 to 03:00 on 29 March 2026 in Warsaw', () => {
    test.each<[TimeOfDay, string]>([
        ['01:59', '2026-03-29T00:59:00.000Z'], ['02:00', '2026-03-29T01:00:00.000Z'],
        ['02:30', '2026-03-29T01:30:00.000Z'], ['03:00', '2026-03-29T01:00:00.000Z'],
        ['04:00', '2026-03-29T02:00:00.000Z']
    ])('%s is %s', (time, instant) => {
        expect(instantOf('2026-03-29', time, 'Europe/Warsaw').toISOString()).toBe(instant);
    });
});

describe('when clocks go back, from 03:00 to 02:00 on 25 October 2026 in Warsaw', () => {
    test.each<[TimeOfDay, string]>([
        ['01:59', '2026-10-24T23:59:00.000Z'], ['02:00', '2026-10-25T00:00:00.000Z'],
        ['02:30', '2026-10-25T00:30:00.000Z'], ['03:00', '2026-10-25T02:00:00.000Z']
    ])('%s is %s, the earlier one', (time, instant) => {
        expect(instantOf('2026-10-25', time, 'Europe/Warsaw').toISOString()).toBe(instant);
    });
});

describe('the last time of the day', () => {
    test.each<[string, string]>([
        ['2026-11-23T00:59:59.999Z', '2026-11-22T01:00:00.000Z'],
        ['2026-11-23T01:00:00.000Z', '2026-11-23T01:00:00.000Z'],
        ['2026-11-23T22:59:59.999Z', '2026-11-23T01:00:00.000Z'],
        ['2026-11-23T23:00:00.000Z', '2026-11-23T01:00:00.000Z']
    ])('at %s is %s', (now, instant) => {
        expect(lastTimeOfDay(new Date(now), '02:00', 'Europe/Warsaw').toISOString()).toBe(instant);
    });

    test.each<[TimeOfDay, string]>([
        ['02:00', '2026-03-27'], ['02:30', '2026-03-27'], ['02:59', '2026-03-27'],
        ['02:00', '2026-10-23'], ['02:30', '2026-10-23'], ['00:00', '2026-03-27'], ['23:59', '2026-10-23']
    ])('of %s comes once a day and in order, in the five days from %s', (time, date) => {
        const from = instantOf(date, '12:00', 'Europe/Warsaw').getTime();
        const instants = Array.from({ length: 5 * 24 * 12 }, (_, place) => from + place * 300_000);

        const slots = instants.map((now) => lastTimeOfDay(new Date(now), time, 'Europe/Warsaw').getTime());

        expect(slots).toEqual(slots.toSorted((left, right) => left - right));
        expect(slots.every((slot, place) => slot <= (instants[place] ?? 0))).toBe(true);
        // One instant before the five days, and five in them.
        expect(new Set(slots).size).toBe(6);
    });
});

test.each<TimeOfDay>(['24:00', '2:00', '02:60', '-1:00'])('%s is not a time of the day', (time) => {
    expect(() => instantOf('2026-11-23', time, 'Europe/Warsaw')).toThrow('is not a time of the day');
});
