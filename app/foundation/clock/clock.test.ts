import { expect, test } from '@jest/globals';
import { calendarDate, startOfDay } from './clock.ts';

test.each([
    ['2026-11-23T22:59:59.999Z', 'Europe/Warsaw', '2026-11-23'],
    ['2026-11-23T23:00:00.000Z', 'Europe/Warsaw', '2026-11-24'],
    ['2026-07-01T21:59:59.999Z', 'Europe/Warsaw', '2026-07-01'],
    ['2026-07-01T22:00:00.000Z', 'Europe/Warsaw', '2026-07-02'],
    ['2026-12-31T23:30:00.000Z', 'Europe/Warsaw', '2027-01-01'],
    ['2026-01-01T04:59:00.000Z', 'America/New_York', '2025-12-31'], ['2028-02-29T12:00:00.000Z', 'UTC', '2028-02-29']
])('at %s the calendar of %s shows %s', (instant, zone, date) => {
    expect(calendarDate(new Date(instant), zone)).toBe(date);
});

test.each([
    ['2026-11-23', 'Europe/Warsaw', '2026-11-22T23:00:00.000Z'],
    ['2026-07-01', 'Europe/Warsaw', '2026-06-30T22:00:00.000Z'],
    // On a day of a clock change, the day begins in the offset of the day before.
    ['2026-03-29', 'Europe/Warsaw', '2026-03-28T23:00:00.000Z'],
    ['2026-03-30', 'Europe/Warsaw', '2026-03-29T22:00:00.000Z'],
    ['2026-10-25', 'Europe/Warsaw', '2026-10-24T22:00:00.000Z'],
    ['2026-10-26', 'Europe/Warsaw', '2026-10-25T23:00:00.000Z'],
    ['2026-01-01', 'Pacific/Kiritimati', '2025-12-31T10:00:00.000Z'],
    ['2026-01-01', 'Etc/GMT+12', '2026-01-01T12:00:00.000Z'],
    ['2026-01-01', 'Asia/Kathmandu', '2025-12-31T18:15:00.000Z'],
    // In Santiago clocks go from 23:59 to 01:00.
    ['2026-09-06', 'America/Santiago', '2026-09-06T04:00:00.000Z'], ['2028-02-29', 'UTC', '2028-02-29T00:00:00.000Z']
])('%s begins in %s at %s', (date, zone, instant) => {
    expect(startOfDay(date, zone).toISOString()).toBe(instant);
});
