import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { basename, join } from 'node:path';
import type { TypesettingSetup } from './typesetting-job.ts';

/** Typst's package, whose other version may set the same document otherwise. */
const typstPackage = '@myriaddreamin/typst-ts-node-compiler/package.json';

/** SHA-256 over all templates, fonts and texts, and Typst's version, hex. */
export async function typesettingVersion({ templates, fonts, texts }: TypesettingSetup): Promise<string> {
    const names = (await readdir(templates, { recursive: true, withFileTypes: true }))
        .filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
    const files = [
        ...names.map((path) => ({ name: path.slice(templates.length + 1), path })),
        ...fonts.map((path) => ({ name: basename(path), path }))
    ].sort((left, right) => (left.name < right.name ? -1 : 1));
    const whole = createHash('sha256');
    whole.update(`${await typstVersion()}\n${createHash('sha256').update(texts).digest('hex')}\n`);
    for (const { name, path } of files) {
        whole.update(`${name} ${createHash('sha256').update(await readFile(path)).digest('hex')}\n`);
    }
    return whole.digest('hex');
}

async function typstVersion(): Promise<string> {
    const { version } = JSON.parse(
        await readFile(createRequire(import.meta.url).resolve(typstPackage), 'utf8')) as { readonly version: string };
    return version;
}
