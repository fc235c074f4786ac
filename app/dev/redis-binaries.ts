import { existsSync, mkdirSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { installPackage, works } from './debian-packages.ts';

/** Command of `redis-server` and, when it was unpacked rather than installed, the folder of its libraries. */
export type RedisBinaries = { readonly command: string; readonly libraries?: string };

/**
 * Finds `redis-server`, and gets it on Debian and its kin when it is missing: installed as a package by root or with
 * `sudo` that asks no password; otherwise downloaded as a package and unpacked under `folder`, which any user may do.
 * @throws Error that says how to get it
 */
export function findRedis(folder: string): RedisBinaries {
    const attempts = [onPath, () => unpackedIn(folder), installed, () => unpackPackages(folder)];
    for (const attempt of attempts) {
        const found = attempt();
        if (found) return found;
    }
    throw new Error('redis-server is missing and could not be installed. Install it (Debian: `apt-get install '
        + 'redis-server`), or name a running Redis in REDIS_URL, such as redis://127.0.0.1:6379');
}

function onPath(): RedisBinaries | undefined {
    return works('redis-server', ['--version']) ? { command: 'redis-server' } : undefined;
}

function unpackedIn(folder: string): RedisBinaries | undefined {
    const command = join(folder, 'root', 'usr', 'bin', 'redis-server');
    if (!existsSync(command)) return undefined;
    const shared = join(folder, 'root', 'usr', 'lib');
    const triplet = readdirSync(shared).find((name) => name.includes('-linux-'));
    return { command, libraries: join(shared, triplet ?? '') };
}

function installed(): RedisBinaries | undefined {
    return installPackage('redis-server') ? onPath() : undefined;
}

/** apt works without privileges when its state lies in our own folder. */
function unpackPackages(folder: string): RedisBinaries | undefined {
    if (!works('apt-get', ['--version'])) return undefined;
    const [lists, archives, root] = ['lists', 'archives', 'root'].map((name) => join(folder, name));
    if (!lists || !archives || !root) return undefined;
    for (const each of [join(lists, 'partial'), join(archives, 'partial'), root]) mkdirSync(each, { recursive: true });
    const own = ['-q', '-o', `Dir::State::lists=${lists}`, '-o', `Dir::Cache=${folder}`, '-o',
        `Dir::Cache::archives=${archives}`,
        '-o', 'Debug::NoLocking=true', '-o', 'APT::Sandbox::User='];
    const downloaded = works('apt-get', [...own, 'update'])
        && works('apt-get', [...own, 'install', '--download-only', '-y', '--no-install-recommends', 'redis-server']);
    if (!downloaded) return undefined;
    const packages = readdirSync(archives).filter((name) => name.endsWith('.deb'));
    const unpacked = packages.every((name) => works('dpkg-deb', ['-x', join(archives, name), root]));
    return unpacked ? unpackedIn(folder) : undefined;
}
