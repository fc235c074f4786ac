import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { repeatedKeys } from './repeated-keys.ts';

test.each([
    ['{"notes":"a","notes":"b"}', ['notes']],
    ['{"items":[{"quantity":1},{"quantity":1,"unit":"m","quantity" : 2}]}', ['items[1].quantity']],
    ['{"a":{"b":1},"c":{"b":2},"a":3}', ['a']],
    ['{"n\\u006ftes":1,"notes":2}', ['notes']],
    ['{"text":"{\\"a\\":1,\\"a\\":2}","a":"\\\\"}', []],
    ['[{"a":1},{"a":2}]', []],
    ['"a"', []]
])('in %s what stands twice is %j', (text, paths) => {
    expect(repeatedKeys(text).map(({ path }) => path)).toEqual(paths);
});

test('nothing that a program writes has a key twice', () => {
    fc.assert(fc.property(fc.jsonValue(), (value) => {
        expect(repeatedKeys(JSON.stringify(value, null, 1))).toEqual([]);
    }));
});
