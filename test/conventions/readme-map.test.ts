import { readdir, readFile } from 'node:fs/promises';
import { expect, test } from '@jest/globals';

test("the README's map names every folder of app, and no other", async () => {
    const readme = await readFile(new URL('../../README.md', import.meta.url), 'utf8');
    const map = readme.slice(readme.indexOf('\napp/\n'), readme.indexOf('\nprisma/'));
    const named = [...map.matchAll(/(?<=^ {2}(?:[a-z-]+\/ )*)([a-z-]+)\//gm)].map(([, folder = '']) => folder);

    const entries = await readdir(new URL('../../app', import.meta.url), { withFileTypes: true });

    expect(named.sort()).toEqual(entries.filter((entry) => entry.isDirectory()).map(({ name }) => name).sort());
});
