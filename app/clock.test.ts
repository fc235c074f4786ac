import { expect, test } from '@jest/globals';
import { calendarDate } from './clock.ts';

test.each([
    ['2026-11-23T22:59:59.999Z', 'Europe/Warsaw', '2026-11-23'], ['2026-11-23T23:00:00.000Z', 'Europe/Warsaw', '2026-11-24'],
    ['2026-07-01T21:59:59.999Z', 'Europe/Warsaw', '2026-07-01'], ['2026-07-01T22:00:00.000Z', 'Europe/Warsaw', '2026-07-02'],
    ['2026-12-31T23:30:00.000Z', 'Europe/Warsaw', '2027-01-01'], ['2026-01-01T04:59:00.000Z', 'America/New_York', '2025-12-31'],
    ['2028-02-29T12:00:00.000Z', 'UTC', '2028-02-29']
])('at %s the calendar of %s shows %s', (instant, zone, date) => {
    expect(calendarDate(new Date(instant), zone)).toBe(date);
});
