import { Server as NetServer } from 'node:net';
import type { Server } from '@hapi/hapi';
import { setTimeout as wait } from 'node:timers/promises';

/** Long enough for a client that just got its answer to have its next connection taken. */
const holdMs = 50;
/** A connection that was taken has this long to bring its request. */
const lingerMs = 500;

/**
 * Stops taking connections without resetting any. Connections that wait to be taken when a listener closes are reset by the
 * kernel, so answers are held back for a moment: clients that wait for one open no new connections meanwhile. Connections
 * that were taken are then left alone a little longer: a request may already be on its way on them. Node's own `close` (and
 * hapi's `stop`) would cut every connection that has no request at this very instant.
 */
export async function stopListening(server: Server): Promise<void> {
    const { promise, resolve } = Promise.withResolvers<void>();
    server.app.answersHeld = promise;
    await wait(holdMs);
    NetServer.prototype.close.call(server.listener);
    server.app.answersHeld = undefined;
    resolve();

    const giveUpAt = performance.now() + lingerMs;
    while (performance.now() < giveUpAt && await openConnections(server) > 0) {
        await wait(10);
    }
}

function openConnections({ listener }: Server): Promise<number> {
    return new Promise((resolve) => listener.getConnections((_error, count) => resolve(count ?? 0)));
}
