import { spawnSync } from 'node:child_process';

/** Runs a command quietly, and tells whether it succeeded. */
export function works(command: string, args: readonly string[]): boolean {
    return spawnSync(command, args, { stdio: 'ignore' }).status === 0;
}

/**
 * Installs a package of Debian and its kin, as root or with `sudo` that asks no password.
 * @returns False where neither may be, or it failed.
 */
export function installPackage(name: string): boolean {
    if (!works('apt-get', ['--version'])) return false;
    const prefix = process.getuid?.() === 0 ? [] : ['sudo', '-n'];
    const aptGet = (...args: string[]) =>
        runWith([...prefix, 'env', 'DEBIAN_FRONTEND=noninteractive', 'apt-get', '-q', ...args]);
    const install = () =>
        aptGet('install', '-y', '--no-install-recommends', '-o', 'DPkg::Lock::Timeout=120', name);
    return runWith([...prefix, 'true']) && (install() || (aptGet('update') && install()));
}

function runWith([command, ...args]: readonly string[]): boolean {
    return command !== undefined && works(command, args);
}
