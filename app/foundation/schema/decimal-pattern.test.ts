import { expect, test } from '@jest/globals';
import { decimalPattern } from './decimal-pattern.ts';

function taken(pattern: string, ...texts: readonly string[]): readonly string[] {
    return texts.filter((text) => new RegExp(pattern).test(text));
}

test('a minimum above 0 refuses every way to write 0, and takes the smallest step', () => {
    expect(taken(decimalPattern(2, '0.01', undefined), '0', '0.0', '0.00', '0.01', '0.10', '1', '-1', '0.001'))
        .toEqual(['0.01', '0.10', '1']);
});

test('a maximum of nines and one of a power of ten are taken, and nothing above them is', () => {
    expect(taken(decimalPattern(2, '0', '999'), '0', '999', '999.00', '999.01', '1000', '998.99'))
        .toEqual(['0', '999', '999.00', '998.99']);
    expect(taken(decimalPattern(6, '0', '100'), '99.999999', '100', '100.000000', '100.000001', '101', '0'))
        .toEqual(['99.999999', '100', '100.000000', '0']);
    expect(taken(decimalPattern(2, '0', '9.99'), '9.99', '10', '9.990')).toEqual(['9.99']);
});

test('without bounds a sign and 18 digits are taken, and padded digits never are', () => {
    expect(taken(decimalPattern(0, undefined, undefined), '-1', '9'.repeat(18), '1.0', '01', '9'.repeat(19)))
        .toEqual(['-1', '9'.repeat(18)]);
});

test('bounds that no short pattern says are refused', () => {
    expect(() => decimalPattern(2, '0.05', undefined)).toThrow('from 0.05');
    expect(() => decimalPattern(2, '0', '250')).toThrow('up to 250');
});
