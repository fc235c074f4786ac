import { readFile } from 'node:fs/promises';
import { expect, test } from '@jest/globals';
import { exportDefinitions } from '../../app/features/exports/export-definitions.ts';

const page = await readFile(new URL('../../docs/exports.md', import.meta.url), 'utf8');

/** Rows of the table of columns: the name, and the files that have it. */
const documented = [...page.slice(page.indexOf('## Columns')).matchAll(/^\| `(\w+)` \| ([a-z, ]+) \| .+ \|$/gm)]
    .map(([, name = '', files = '']) => ({ name, files: files.split(', ') }));

const definitions = Object.values(exportDefinitions);

test.each(definitions)('docs/exports.md describes each column of $name', ({ name, columns }) => {
    const described = documented.filter(({ files }) => files.includes(name)).map((column) => column.name);

    expect([...described].sort()).toEqual(columns.map((column) => column.name).sort());
});

test.each(definitions)('$name has no heading twice', ({ columns }) => {
    const names = columns.map(({ name }) => name);

    expect(names.filter((name, place) => names.indexOf(name) !== place)).toEqual([]);
});
