import { expect, test } from '@jest/globals';
import { needsSplitPayment } from './split-payment.ts';

test.each([
    ['PLN 15000.01 with such a line', true, { currency: 'PLN', grossMinor: 1_500_001n, anyLineNeedsIt: true }],
    ['PLN 15000.00 with such a line', false, { currency: 'PLN', grossMinor: 1_500_000n, anyLineNeedsIt: true }],
    ['PLN 20000.00 without such a line', false, { currency: 'PLN', grossMinor: 2_000_000n, anyLineNeedsIt: false }],
    ['EUR worth PLN 15000.01', true,
        { currency: 'EUR', grossMinor: 350_000n, grossPlnMinor: 1_500_001n, anyLineNeedsIt: true }],
    ['EUR worth PLN 15000.00', false,
        { currency: 'EUR', grossMinor: 350_000n, grossPlnMinor: 1_500_000n, anyLineNeedsIt: true }],
    ['EUR 20000.00 without a rate yet', false, { currency: 'EUR', grossMinor: 2_000_000n, anyLineNeedsIt: true }]
])('split payment for %s: %s', (_, needsIt, input) => {
    expect(needsSplitPayment(input)).toBe(needsIt);
});
