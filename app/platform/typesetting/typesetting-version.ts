import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import type { TypesettingSetup } from './typesetting-job.ts';

/** SHA-256 over all templates and fonts, hex: another template or font has another version. */
export async function typesettingVersion({ templates, fonts }: TypesettingSetup): Promise<string> {
    const names = (await readdir(templates, { recursive: true, withFileTypes: true }))
        .filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
    const files = [
        ...names.map((path) => ({ name: path.slice(templates.length + 1), path })),
        ...fonts.map((path) => ({ name: basename(path), path }))
    ].sort((left, right) => (left.name < right.name ? -1 : 1));
    const whole = createHash('sha256');
    for (const { name, path } of files) {
        whole.update(`${name} ${createHash('sha256').update(await readFile(path)).digest('hex')}\n`);
    }
    return whole.digest('hex');
}
