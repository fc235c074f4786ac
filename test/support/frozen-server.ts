import { createServer, type AddressInfo, type Socket } from 'node:net';

/** A server that accepts connections and never answers: a database that is frozen rather than down. */
export type FrozenServer = { readonly port: number; readonly connections: () => number; close(): Promise<void> };

/** Starts a frozen server on a free port. */
export async function givenFrozenServer(): Promise<FrozenServer> {
    const sockets = new Set<Socket>();
    let connections = 0;
    const server = createServer((socket) => {
        connections += 1;
        sockets.add(socket);
        socket.on('error', () => undefined).on('close', () => sockets.delete(socket)).resume();
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    return {
        port: (server.address() as AddressInfo).port,
        connections: () => connections,
        close: () => new Promise((resolve) => {
            server.close(() => resolve());
            sockets.forEach((socket) => socket.destroy());
        })
    };
}
