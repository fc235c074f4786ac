import { connect } from 'node:net';

/** Answer on a connection until it was closed or fell silent. */
export type RawAnswer = { readonly status: number; readonly head: string; readonly body: string };

/**
 * Writes bytes to a port unchanged and reads the answer, for requests that no client would send.
 * @param afterMs - Silence in milliseconds after which our side ends the connection.
 */
export async function rawRequest(port: number, bytes: string | Buffer, afterMs = 3_000): Promise<RawAnswer> {
    const received: Buffer[] = [];
    await new Promise<void>((resolve) => {
        const socket = connect(port, '127.0.0.1', () => socket.write(bytes));
        socket.setTimeout(afterMs, () => socket.destroy());
        socket.on('data', (chunk) => {
            received.push(chunk);
            if (isComplete(Buffer.concat(received).toString('utf8'))) {
                socket.destroy();
            }
        });
        // A server may close while we still write; that is part of the test.
        socket.on('error', () => undefined);
        socket.on('close', () => resolve());
    });
    const text = Buffer.concat(received).toString('utf8');
    const [head = '', ...rest] = text.split('\r\n\r\n');
    return { status: Number(/^HTTP\/1\.1 (\d{3})/.exec(head)?.[1] ?? 0), head, body: rest.join('\r\n\r\n') };
}

function isComplete(text: string): boolean {
    const end = text.indexOf('\r\n\r\n');
    const length = /content-length: (\d+)/i.exec(text)?.[1];
    return end !== -1 && length !== undefined && Buffer.byteLength(text.slice(end + 4)) >= Number(length);
}
