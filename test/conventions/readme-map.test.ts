import { readdir, readFile } from 'node:fs/promises';
import { expect, test } from '@jest/globals';

const app = new URL('../../app/', import.meta.url);

async function foldersOf(folder: URL): Promise<readonly string[]> {
    const entries = await readdir(folder, { withFileTypes: true });
    return entries.filter((entry) => entry.isDirectory()).map(({ name }) => name).sort();
}

/** The map as a folder of `app` with the folders that the map names below it. */
async function readMap(): Promise<Readonly<Record<string, readonly string[]>>> {
    const readme = await readFile(new URL('../../README.md', import.meta.url), 'utf8');
    const map = readme.slice(readme.indexOf('\napp/\n'), readme.indexOf('\nprisma/'));
    const wings = map.split(/^(?= {2}[a-z-]+\/)/m).slice(1);
    return Object.fromEntries(wings.map((wing) => [
        /[a-z-]+/.exec(wing)?.[0],
        [...wing.matchAll(/(?<=^ {4}(?:[a-z-]+\/ )*)([a-z-]+)\//gm)].map(([, folder = '']) => folder).sort()
    ]));
}

test("the README's map names every wing of app and every folder of a wing, and no other", async () => {
    const wings = await foldersOf(app);
    const inside = await Promise.all(
        wings.map(async (wing) => [wing, await foldersOf(new URL(`${wing}/`, app))] as const));
    // The folder of development code is one entry of the map, whatever is inside.
    const { dev: _inside, ...shown } = Object.fromEntries(inside);

    expect(await readMap()).toEqual({ ...shown, dev: [] });
});
