import { once } from 'node:events';
import type { Socket } from 'node:net';
import { connect, createServer } from 'node:net';

/** A proxy of the real Redis that a test can cut or freeze, since it may not stop a Redis that others use. */
export type RedisLink = {
    /** Address to connect to instead of the real one. */
    readonly url: string;
    /** Holds bytes back; connections stay open, as with a frozen machine. */
    freeze(): void;
    /** Releases the held bytes. */
    thaw(): void;
    /** Number of chunks held back. */
    held(): number;
    /** Breaks every connection, and refuses new ones. */
    cut(): Promise<void>;
    close(): Promise<void>;
};

/** Opens a proxy of the Redis at `url`. */
export async function openRedisLink(url: string): Promise<RedisLink> {
    const target = new URL(url);
    const sockets = new Set<Socket>();
    const held: (() => void)[] = [];
    let frozen = false;
    const server = createServer((near) => {
        const far = connect(Number(target.port === '' ? '6379' : target.port), target.hostname);
        for (const [from, to] of [[near, far], [far, near]] as const) {
            sockets.add(from);
            from.on('data', (chunk) => void (frozen ? held.push(() => to.write(chunk)) : to.write(chunk)));
            from.on('error', () => undefined);
            from.on('close', () => {
                sockets.delete(from);
                to.destroy();
            });
        }
    });
    const cut = async () => {
        const closed = server.listening ? once(server, 'close') : Promise.resolve();
        server.close();
        sockets.forEach((socket) => socket.destroy());
        await closed;
    };

    const thaw = () => {
        frozen = false;
        held.splice(0).forEach((pass) => pass());
    };

    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    const address = server.address();
    const linked = new URL(url);
    linked.hostname = '127.0.0.1';
    linked.port = String(typeof address === 'object' && address !== null ? address.port : 0);

    return { url: linked.href, freeze: () => { frozen = true; }, thaw, held: () => held.length, cut, close: cut };
}
