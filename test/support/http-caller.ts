import { Agent, request } from 'node:http';

/** A complete answer. */
export type Answer = { readonly status: number; readonly text: string };

/** Content of a call. */
export type Call = {
    readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH';
    readonly path: string;
    /** Token; absent: no Authorization is sent. */
    readonly token?: string;
    readonly key?: string;
    readonly body?: string;
};

/**
 * Reason for a missing answer. `refused`: no server listens, so nothing was sent. `lost`: the connection broke before
 * the answer was complete.
 */
export type NoAnswer = 'refused' | 'lost';

/** A caller with one kept-alive connection. */
export type Caller = {
    /** Sends a call; resolves with its complete answer. */
    readonly send: (call: Call) => Promise<Answer | NoAnswer>;
    readonly close: () => void;
};

/** Time limit in milliseconds, far longer than any answer should take: it only keeps the test from hanging. */
const answerLimitMs = 20_000;

/** Opens a caller of the service on this machine. */
export function openCaller(port: number): Caller {
    const agent = new Agent({ keepAlive: true, maxSockets: 1 });
    return {
        send: ({ method, path, token, key, body }) => new Promise((resolve) => {
            const headers = {
                ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
                ...(key === undefined ? {} : { 'idempotency-key': key }),
                ...(body === undefined
                    ? {} : { 'content-type': 'application/json', 'content-length': String(Buffer.byteLength(body)) })
            };
            const sent = request(
                { host: '127.0.0.1', port, method, path, headers, agent, timeout: answerLimitMs }, (response) => {
                    let text = '';
                    response.setEncoding('utf8').on('data', (part: string) => { text += part; });
                    response.once('close', () =>
                        resolve(response.complete ? { status: response.statusCode ?? 0, text } : 'lost'));
                    response.once('error', () => resolve('lost'));
                });
            sent.once('timeout', () => sent.destroy());
            sent.once('error', (error) =>
                resolve('code' in error && error.code === 'ECONNREFUSED' ? 'refused' : 'lost'));
            sent.end(body);
        }),
        close: () => agent.destroy()
    };
}

/** A member of a JSON object that must be text. @throws Error for any other answer */
export function textIn(text: string, name: string): string {
    const body: unknown = JSON.parse(text);
    const value: unknown = typeof body === 'object' && body !== null ? Reflect.get(body, name) : undefined;
    if (typeof value !== 'string') throw new Error(`The answer has no ${name}: ${text.slice(0, 300)}`);
    return value;
}
