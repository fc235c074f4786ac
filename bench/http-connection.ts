import { once } from 'node:events';
import { connect } from 'node:net';

/** The parts of an answer that the driver reads. */
export type WireAnswer = { readonly status: number; readonly body: string };

/** One kept-alive connection, with one request at a time. */
export type Connection = { send(request: string): Promise<WireAnswer>; close(): void };

const headEnd = '\r\n\r\n';

/**
 * A client that does no more than a benchmark needs: the driver shares the processor with the server it measures, and a
 * full client would take a third of it. Understands answers with a content-length or none.
 */
export async function openConnection(port: number): Promise<Connection> {
    const socket = connect(port, '127.0.0.1');
    await once(socket, 'connect');
    socket.setNoDelay(true);
    let received = '';
    let waiting: { resolve(answer: WireAnswer): void; reject(error: Error): void } | undefined;

    // latin1: one character a byte, so that content-length can be compared with the text's length.
    socket.setEncoding('latin1').on('data', (text: string) => {
        received += text;
        const answer = completeAnswer(received);
        if (answer !== undefined) {
            received = '';
            waiting?.resolve(answer);
        }
    });
    const fail = (error: Error): void => waiting?.reject(error);
    socket.on('error', fail).on('close', () => fail(new Error('The server closed the connection')));
    return {
        send: (request) => new Promise((resolve, reject) => {
            waiting = { resolve, reject };
            socket.write(request);
        }),
        close: () => {
            waiting = undefined;
            socket.destroy();
        }
    };
}

function completeAnswer(text: string): WireAnswer | undefined {
    const end = text.indexOf(headEnd);
    if (end === -1) {
        return undefined;
    }
    const head = text.slice(0, end);
    if (/\r\ntransfer-encoding:/i.test(head)) {
        throw new Error('The driver reads no chunked answers');
    }
    const length = Number(/\r\ncontent-length: *(\d+)/i.exec(head)?.[1] ?? 0);
    const start = end + headEnd.length;
    return text.length - start < length ? undefined : { status: Number(head.slice(9, 12)), body: text.slice(start) };
}

/** The text of a request; the body, if any, is JSON. */
export function requestText(method: string, path: string, token: string, body?: unknown): string {
    const json = body === undefined ? '' : JSON.stringify(body);
    const lines = [
        `${method} ${path} HTTP/1.1`, 'host: 127.0.0.1', `authorization: Bearer ${token}`, 'accept: application/json',
        ...(json === '' ? [] : ['content-type: application/json', `content-length: ${Buffer.byteLength(json)}`])
    ];
    return `${lines.join('\r\n')}${headEnd}${json}`;
}
