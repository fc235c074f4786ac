import { expect, test } from '@jest/globals';
import { lastWorkingDayBefore } from './working-days.ts';

test.each([
    ['a Tuesday', '2026-11-24', '2026-11-23'], ['a Monday', '2026-11-23', '2026-11-20'],
    ['a Sunday', '2026-11-22', '2026-11-20'], ['the day after Independence Day', '2026-11-12', '2026-11-10'],
    ['the second working day of a year', '2026-01-05', '2026-01-02'], ['the first one', '2026-01-02', '2025-12-31'],
    ['the day after Epiphany', '2026-01-07', '2026-01-05'], ['the Tuesday after Easter', '2026-04-07', '2026-04-03'],
    ['the Tuesday after Easter of 2027', '2027-03-30', '2027-03-26'],
    ['the day after Corpus Christi', '2026-06-05', '2026-06-03'],
    ['the Monday after the days of May', '2026-05-04', '2026-04-30'],
    ['the first working day after Christmas', '2026-12-28', '2026-12-23'],
    ['one after a Christmas Eve that was no holiday yet', '2024-12-27', '2024-12-24']
])('before %s, %s, the last working day was %s', (_case, date, expected) => {
    expect(lastWorkingDayBefore(date)).toBe(expected);
});
