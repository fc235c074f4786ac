import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { nextAttemptAt, readRetryAfter } from './retry-schedule.ts';

const start = new Date('2026-11-23T10:15:00.000Z');
const hourMs = 3_600_000;
const tried = { attempts: 1, firstAttemptAt: start, now: start, retryAfterSeconds: undefined, random: 0.5 };
const secondsUntil = (next: Date | undefined) => next && (next.getTime() - start.getTime()) / 1_000;

describe('the next attempt', () => {
    test('comes sooner at first, and the last one within three days', () => {
        const seconds: number[] = [];
        for (let [attempts, now] = [1, start]; ; attempts += 1) {
            const next = nextAttemptAt({ ...tried, attempts, now });
            if (next === undefined) break;
            seconds.push((next.getTime() - now.getTime()) / 1_000);
            now = next;
        }

        expect(seconds).toEqual([5, 60, 300, 1_800, 7_200, 18_000, 36_000, 50_400, 61_200, 82_800]);
        expect(seconds.reduce((sum, each) => sum + each, 0)).toBeLessThanOrEqual(72 * 3_600);
    });

    test.each([[0, 4.5], [1, 5.5]])('varies by a tenth: at random %s after %s s', (random, seconds) => {
        expect(secondsUntil(nextAttemptAt({ ...tried, random }))).toBe(seconds);
    });

    test.each([
        [0, 5], [4, 5], [6, 6], [86_400, 86_400], [86_401, 86_400], [999_999_999, 86_400]
    ])('when the receiver asks for %s s, comes after %s s', (retryAfterSeconds, seconds) => {
        expect(secondsUntil(nextAttemptAt({ ...tried, retryAfterSeconds }))).toBe(seconds);
    });

    test('is never later than three days after the first, and there is none after that', () => {
        const last = new Date(start.getTime() + 72 * hourMs);

        expect(nextAttemptAt({ ...tried, attempts: 5, now: new Date(last.getTime() - 1) })).toEqual(last);
        expect(nextAttemptAt({ ...tried, attempts: 5, now: last })).toBeUndefined();
        expect(nextAttemptAt({ ...tried, attempts: 11 })).toBeUndefined();
        expect(nextAttemptAt({ ...tried, attempts: 10 })).toBeDefined();
    });

    test('whatever chance and receiver say, attempts end within three days', () => {
        fc.assert(fc.property(fc.array(fc.record(
            { random: fc.double({ min: 0, max: 1, noNaN: true }), asked: fc.option(fc.nat(), { nil: undefined }) }
        ), { minLength: 12 }), (tries) => {
            let now = start;
            let attempts = 1;
            for (const { random, asked } of tries) {
                const next = nextAttemptAt({ attempts, firstAttemptAt: start, now, retryAfterSeconds: asked, random });
                if (next === undefined) return attempts <= 11;
                expect(next.getTime()).toBeGreaterThan(now.getTime());
                expect(next.getTime()).toBeLessThanOrEqual(start.getTime() + 72 * hourMs);
                now = next;
                attempts += 1;
            }
            return false;
        }));
    });
});

describe('Retry-After', () => {
    test.each([
        ['0', 0], ['120', 120], ['Mon, 23 Nov 2026 10:16:00 GMT', 60], ['Mon, 23 Nov 2026 10:14:00 GMT', 0],
        ['', undefined], ['-1', undefined], ['1.5', undefined], ['soon', undefined], ['1e3', undefined],
        ['99999999999', undefined], ['2026-11-23', undefined], [undefined, undefined]
    ])('%j is %s', (header, seconds) => {
        expect(readRetryAfter(header, start)).toBe(seconds);
    });
});
