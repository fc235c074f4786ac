import { describe, expect, test } from '@jest/globals';
import { parseExactJson, textOfNumber } from './exact-json.ts';

describe('parseExactJson', () => {
    test.each([
        '0', '-1.50', '41.370000000000000001', '9007199254740993', '1e400'
    ])('keeps the number %s digit by digit', (text) => {
        expect(textOfNumber(parseExactJson(text))).toBe(text);
    });

    test('leaves everything else as JSON has it', () => {
        expect(parseExactJson('{"a":["b",true,null,{}]}')).toEqual({ a: ['b', true, null, {}] });
    });

    test('does not take an object for a number, whatever its members', () => {
        expect(textOfNumber(parseExactJson('{"number text":"1","description":"1"}'))).toBeUndefined();
    });

    test('refuses what is not JSON', () => {
        expect(() => parseExactJson('NaN')).toThrow(SyntaxError);
    });
});
