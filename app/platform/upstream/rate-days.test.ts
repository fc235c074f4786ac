import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { addDays } from '../../foundation/clock/clock.ts';
import { rateBefore } from './exchange-rates.ts';
import { daysBefore, mayBeOvertaken } from './rate-days.ts';

const dates = fc.date(
    { min: new Date('2002-01-02T00:00:00Z'), max: new Date('2100-12-31T00:00:00Z'), noInvalidDate: true }
).map((date) => date.toISOString().slice(0, 10));

describe('the day before which the rate is taken', () => {
    test.each([
        ['2026-11-20', '2026-11-23', '2026-11-20'], ['2026-11-23', '2026-11-20', '2026-11-20'],
        ['2026-11-23', '2026-11-23', '2026-11-23'], ['2026-12-31', '2027-01-02', '2026-12-31']
    ])('of a sale on %s that is invoiced on %s is %s', (saleDate, issueDate, expected) => {
        expect(rateBefore(saleDate, issueDate)).toBe(expected);
    });
});

describe('the days that are asked for', () => {
    test.each([
        ['2026-11-23', '2026-11-24', { from: '2026-11-13', to: '2026-11-22' }],
        ['2026-11-24', '2026-11-24', { from: '2026-11-14', to: '2026-11-23' }],
        ['2026-11-25', '2026-11-24', { from: '2026-11-15', to: '2026-11-24' }],
        ['2026-12-01', '2026-11-24', { from: '2026-11-21', to: '2026-11-24' }],
        ['2026-12-04', '2026-11-24', { from: '2026-11-24', to: '2026-11-24' }],
        ['2026-12-05', '2026-11-24', undefined],
        ['2024-03-05', '2026-11-24', { from: '2024-02-24', to: '2024-03-04' }]
    ])('before %s, on %s, are %j', (day, today, expected) => {
        expect(daysBefore(day, today)).toEqual(expected);
    });

    test('never reach the day itself, the future, or past what one question may span', () => {
        fc.assert(fc.property(dates, dates, (day, today) => {
            const days = daysBefore(day, today);
            if (days === undefined) return day > today;
            return days.to < day && days.to <= today && days.from <= days.to && addDays(days.from, 10) === day;
        }));
    });
});

describe('a table may be overtaken by a later one', () => {
    // Tuesday 24 November 2026.
    test.each([
        ['of yesterday, before today', { of: '2026-11-23', day: '2026-11-24', on: '2026-11-24' }, false],
        ['of last week, before yesterday', { of: '2026-11-20', day: '2026-11-23', on: '2026-11-24' }, false],
        ['of yesterday, before tomorrow: that of today is still to come',
            { of: '2026-11-23', day: '2026-11-25', on: '2026-11-24' }, true],
        ['of today, before tomorrow', { of: '2026-11-24', day: '2026-11-25', on: '2026-11-24' }, false],
        ['of today, before the day after', { of: '2026-11-24', day: '2026-11-26', on: '2026-11-24' }, true],
        ['of Friday, before Monday, seen on Friday', { of: '2026-11-27', day: '2026-11-30', on: '2026-11-27' }, false],
        ['of Friday, before Monday, seen on Sunday', { of: '2026-11-27', day: '2026-11-30', on: '2026-11-29' }, false],
        ['of Friday, before Tuesday, seen on Sunday', { of: '2026-11-27', day: '2026-12-01', on: '2026-11-29' }, true],
        ['of Thursday, before Monday, seen on Friday', { of: '2026-11-26', day: '2026-11-30', on: '2026-11-27' }, true],
        ['of 5 January, before the 7th, seen on the holiday between',
            { of: '2026-01-05', day: '2026-01-07', on: '2026-01-06' }, true],
        ['of 5 January, before the 7th, seen on that day',
            { of: '2026-01-05', day: '2026-01-07', on: '2026-01-07' }, false]
    ])('%s', (_case, { of: tableDate, day, on: today }, expected) => {
        expect(mayBeOvertaken(tableDate, day, today)).toBe(expected);
    });

    test('never when the day has come: what was published before it is all there', () => {
        fc.assert(fc.property(
            dates, fc.integer({ min: 1, max: 10 }), fc.integer({ min: 0, max: 400 }), (day, back, later) =>
            !mayBeOvertaken(addDays(day, -back), day, addDays(day, later))));
    });
});
