import { expect, test } from '@jest/globals';
import { threeDays } from './queue-policy.ts';

const daySeconds = 86_400;

/** Sum of the pauses, each `share` of the way from its shortest to its longest, as the library draws them. */
function totalSeconds({ limit, firstPauseSeconds, maxPauseSeconds }: typeof threeDays, share: number): number {
    return Array.from({ length: limit }, (_, retry) => Math.min(maxPauseSeconds, firstPauseSeconds * 2 ** Math.min(16, retry + 1) * (0.5 + share / 2)))
        .reduce((sum, pause) => sum + pause, 0);
}

test('whatever pauses are drawn, retries over three days take about three days and not less', () => {
    expect(totalSeconds(threeDays, 0)).toBeGreaterThanOrEqual(3 * daySeconds);
    expect(totalSeconds(threeDays, 1)).toBeLessThanOrEqual(3.5 * daySeconds);
});
