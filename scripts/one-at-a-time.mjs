import { createHash } from 'node:crypto';
import { realpathSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { root } from './clone.mjs';

const pollMs = 200;

/**
 * Takes a lock of this clone that the kernel releases when its holder ends, in any way: a listening socket with an
 * abstract name (elsewhere than on Linux: a socket file).
 * @param {string} purpose - Name of the lock; each purpose of each clone has its own.
 * @returns {Promise<(() => void) | undefined>} Releases the lock; undefined while another process holds it.
 */
export function tryLock(purpose) {
    const server = createServer();
    return new Promise((resolve, reject) => {
        server.once('error', (error) => error.code === 'EADDRINUSE' ? resolve(undefined) : reject(error));
        server.listen(lockName(purpose), () => resolve(() => server.close()));
        server.unref();
    });
}

/**
 * Does some work while no other process does it for this clone.
 * @param {string} purpose
 * @param {() => Promise<unknown>} work
 * @param {() => void} onWait - Called once when another process holds the lock.
 */
export async function oneAtATime(purpose, work, onWait) {
    let release = await tryLock(purpose);
    if (!release) onWait();
    while (!release) {
        await wait(pollMs);
        release = await tryLock(purpose);
    }
    try {
        return await work();
    } finally {
        release();
    }
}

function lockName(purpose) {
    const clone = createHash('sha256').update(realpathSync(root)).digest('hex').slice(0, 16);
    const name = `invoices-service-${clone}-${purpose}`;
    return process.platform === 'linux' ? `\0${name}` : join(tmpdir(), name);
}
