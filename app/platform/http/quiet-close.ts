import { Server as NetServer } from 'node:net';
import type { Server } from '@hapi/hapi';
import { setImmediate as nextTick, setTimeout as wait } from 'node:timers/promises';

/** Time without a new connection after which every client that had its answer has had its next connection taken. */
const quietMs = 100;
/** Maximum time that answers are held back while calls keep coming. */
const maxHoldMs = 1_000;
/** Time that a taken connection has to bring its request. */
const lingerMs = 1_000;
const pollMs = 10;

/**
 * Stops taking connections without resetting any. Connections that wait to be taken when a listener closes are reset by
 * the kernel, so answers are held back for a moment: clients that wait for one open no new connections meanwhile.
 * Connections that were taken then stay open a little longer: a request may already be on its way on them. Node's own
 * `close` (and hapi's `stop`) would cut every connection that has no request at this very instant.
 */
export async function stopListening(server: Server): Promise<void> {
    const { promise, resolve } = Promise.withResolvers<void>();
    server.app.answersHeld = promise;
    await quiet(server);
    NetServer.prototype.close.call(server.listener);
    server.app.answersHeld = undefined;
    resolve();

    const giveUpAt = performance.now() + lingerMs;
    while (performance.now() < giveUpAt && await openConnections(server) > 0) {
        await wait(pollMs);
    }
}

async function quiet({ listener }: Server): Promise<void> {
    const giveUpAt = performance.now() + maxHoldMs;
    let quietSince = performance.now();
    const taken = () => {
        quietSince = performance.now();
    };
    listener.on('connection', taken);
    while (performance.now() < giveUpAt && performance.now() - quietSince < quietMs) {
        await wait(pollMs);
        // Connections are taken between a timer and the next immediate: after a long tick they count before the clock
        // does.
        await nextTick();
    }
    listener.off('connection', taken);
}

function openConnections({ listener }: Server): Promise<number> {
    return new Promise((resolve) => listener.getConnections((_error, count) => resolve(count ?? 0)));
}
