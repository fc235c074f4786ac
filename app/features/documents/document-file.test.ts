import { expect, test } from '@jest/globals';
import { archivedFileName, fileNameOf } from './document-file.ts';

const id = '0199f3d2-7c1a-7b55-9c57-6a2f0d3c4b5a';

test.each([
    ['FV/2026/11/0001', 'FV-2026-11-0001.pdf'], ['Łódź 1/2026', 'Łódź 1-2026.pdf'], ['../etc', 'etc.pdf'],
    ['a\u202eb\u0000c', 'a-b-c.pdf'], ['A:B*C', 'A-B-C.pdf'], ['FV 1.', 'FV 1.pdf'], ['///', `${id}.pdf`],
    [null, 'draft-6a2f0d3c4b5a.pdf']
])('the number %j gives the file name %s', (number, name) => {
    expect(fileNameOf({ id, number })).toBe(name);
});

test('a duplicate has its day in the name', () => {
    expect(archivedFileName({ id, number: 'FV/1' }, 'duplicate', '2026-11-28')).toBe('FV-1-duplicate-2026-11-28.pdf');
    expect(archivedFileName({ id, number: 'FV/1' }, 'issued', '2026-11-28')).toBe('FV-1.pdf');
});
