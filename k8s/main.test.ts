import { execFile } from 'node:child_process';
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import manifest from '../package.json' with { type: 'json' };
import { root } from '../scripts/clone.mjs';

let folder: string;
beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'invoices-synth-'));
});
afterAll(() => rm(folder, { recursive: true }));

/** Runs `npm run synth` into a folder of its own. */
async function synth(name: string, env: Record<string, string> = {}): Promise<Record<string, string>> {
    const outdir = join(folder, name);
    await promisify(execFile)(process.execPath, [join(root, 'k8s', 'main.ts')],
        { env: { PATH: process.env['PATH'], CDK8S_OUTDIR: outdir, ...env } });
    const files = (await readdir(outdir)).sort();
    return Object.fromEntries(await Promise.all(
        files.map(async (file) => [file, await readFile(join(outdir, file), 'utf8')] as const)));
}

test('synth writes one file for each environment, the same bytes each time, with this version\'s image', async () => {
    const files = await synth('once');

    expect(Object.keys(files)).toEqual(['dev.k8s.yaml', 'production.k8s.yaml', 'staging.k8s.yaml']);
    expect(await synth('again', { TZ: 'Asia/Tokyo', LANG: 'pl_PL.UTF-8' })).toEqual(files);
    for (const text of Object.values(files)) expect(text).toContain(`image: invoices-service:${manifest.version}\n`);
});

test('IMAGE and STANDINS_IMAGE name other images; empty ones count as absent', async () => {
    const { 'dev.k8s.yaml': dev = '', 'production.k8s.yaml': production = '' } = await synth('named', {
        IMAGE: 'registry:5000/invoices@sha256:abc',
        STANDINS_IMAGE: 'registry:5000/standins:7'
    });

    expect([...new Set(production.match(/image: .*/g))]).toEqual(['image: registry:5000/invoices@sha256:abc']);
    expect(dev).toContain('image: registry:5000/standins:7\n');
    expect((await synth('empty', { IMAGE: '', STANDINS_IMAGE: ' ' }))['dev.k8s.yaml'])
        .toContain(`image: invoices-service-standins:${manifest.version}\n`);
});
