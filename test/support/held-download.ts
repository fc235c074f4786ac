import { request, type IncomingMessage } from 'node:http';

/** A download over a real connection that is read only when the test says so. */
export type HeldDownload = {
    readonly status: number;
    readonly headers: IncomingMessage['headers'];
    /** Reads the rest. @returns The whole text, and whether the server ended it cleanly */
    rest(): Promise<{ readonly text: string; readonly isWhole: boolean }>;
    /** Closes the connection. */
    hangUp(): void;
};

/** Begins a download; resolves with its head. */
export function heldDownload(port: number, path: string, token: string): Promise<HeldDownload> {
    return new Promise((resolve, reject) => {
        const headers = { authorization: `Bearer ${token}` };
        const sent = request({ host: '127.0.0.1', port, path, headers, agent: false }, (response) => {
            resolve({
                status: response.statusCode ?? 0,
                headers: response.headers,
                rest: () => restOf(response),
                hangUp: () => void response.destroy()
            });
        });
        sent.once('error', reject).end();
    });
}

function restOf(response: IncomingMessage): Promise<{ readonly text: string; readonly isWhole: boolean }> {
    return new Promise((resolve) => {
        let text = '';
        response.setEncoding('utf8').on('data', (part: string) => { text += part; });
        response.on('error', () => undefined);
        response.once('close', () => resolve({ text, isWhole: response.complete }));
    });
}
