import { request as httpRequest, type ClientRequest, type IncomingMessage } from 'node:http';
import { request as httpsRequest } from 'node:https';
import type { Socket } from 'node:net';
import { assertAllowedLiteral, guardedLookup, RefusedAddress, UnknownName, type AddressGuard, type Resolve } from './address-guard.ts';
import { hostOf, refusedUrl } from './webhook-url.ts';

/** Why an attempt had no answer. Few and fixed: they are shown to the owner and are labels of a metric. */
export type SendFailure = 'refused_address' | 'dns' | 'connection' | 'tls' | 'connect_timeout' | 'timeout' | 'stopped';

/** How an attempt ended: with an answer, whatever it was, or without one. */
export type SendOutcome =
    | { readonly status: number; readonly retryAfter: string | undefined }
    | { readonly failure: SendFailure };

/** What one attempt sends. */
export type WebhookRequest = { readonly url: string; readonly headers: Readonly<Record<string, string>>; readonly body: string };

/** How attempts are made. */
export type Transport = {
    readonly allowPrivate: boolean;
    readonly guard: AddressGuard;
    readonly resolve: Resolve;
    /** For names, connection and TLS together. */
    readonly connectTimeoutMs: number;
    /** For everything, from the name to the end of the answer. */
    readonly totalTimeoutMs: number;
    /** Of the answer's body is read so much at most, and none of it kept. */
    readonly maxAnswerBytes: number;
    /** Certificates to trust instead of the public ones, PEM; tests have their own. */
    readonly ca?: string;
};

/** Something ended an attempt that was under way. */
class Ended extends Error {
    readonly failure: SendFailure;

    constructor(failure: SendFailure) {
        super(failure);
        this.failure = failure;
    }
}

/**
 * Makes one attempt: one POST on a connection of its own, redirects not followed. Never throws.
 * @param signal - Aborted: the attempt ends at once as `stopped`.
 */
export function sendWebhook(request: WebhookRequest, transport: Transport, signal: AbortSignal): Promise<SendOutcome> {
    const url = new URL(request.url);
    const secure = url.protocol === 'https:';
    const port = url.port === '' ? (secure ? 443 : 80) : Number(url.port);
    try {
        if (refusedUrl(url, transport.allowPrivate) !== undefined) {
            throw new RefusedAddress('The address is not one that webhooks are sent to');
        }
        assertAllowedLiteral(hostOf(url.hostname), transport.guard, port);
    } catch (error) {
        return Promise.resolve({ failure: failureOf(error, 'connection') });
    }
    return new Promise((resolve) => {
        const sent = (secure ? httpsRequest : httpRequest)(url, {
            method: 'POST',
            // No pool: each connection is checked for its own attempt.
            agent: false,
            // Whatever the environment says.
            rejectUnauthorized: true,
            headers: { ...request.headers, 'content-length': Buffer.byteLength(request.body) },
            lookup: guardedLookup(transport.resolve, transport.guard, port),
            ...(transport.ca === undefined ? {} : { ca: transport.ca })
        });
        follow(sent, { secure, port, transport, signal, resolve });
        sent.end(request.body);
    });
}

type Following = {
    readonly secure: boolean;
    readonly port: number;
    readonly transport: Transport;
    readonly signal: AbortSignal;
    readonly resolve: (outcome: SendOutcome) => void;
};

/** Brings a request to its end, within its times. */
function follow(sent: ClientRequest, { secure, port, transport, signal, resolve }: Following): void {
    // What an error means depends on how far the request has come.
    let stage: SendFailure = 'connection';
    let answer: SendOutcome | undefined;
    const end = (failure: SendFailure) => sent.destroy(new Ended(failure));
    const connecting = setTimeout(() => end('connect_timeout'), transport.connectTimeoutMs);
    const whole = setTimeout(() => end('timeout'), transport.totalTimeoutMs);
    const stop = () => end('stopped');
    signal.addEventListener('abort', stop, { once: true });
    if (signal.aborted) stop();

    sent.on('socket', (socket: Socket) => {
        socket.once('connect', () => {
            // The lookup was checked already; this holds whatever else chose the address.
            if (!transport.guard(socket.remoteAddress ?? '', port)) end('refused_address');
            stage = secure ? 'tls' : 'connection';
            if (!secure) clearTimeout(connecting);
        });
        socket.once('secureConnect', () => {
            stage = 'connection';
            clearTimeout(connecting);
        });
    });
    sent.on('response', (response) => {
        answer = { status: response.statusCode ?? 0, retryAfter: response.headers['retry-after'] };
        readToItsBound(response, transport.maxAnswerBytes);
    });
    let error: unknown;
    sent.on('error', (cause) => {
        error = cause;
    });
    // The last of its events, whatever happened before. An answer that has come counts, however its body ended.
    sent.on('close', () => {
        clearTimeout(connecting);
        clearTimeout(whole);
        signal.removeEventListener('abort', stop);
        resolve(answer ?? { failure: failureOf(error, stage) });
    });
}

/** A small body is read, so that the receiver can write it to its end; of a larger one the rest is cut off. */
function readToItsBound(response: IncomingMessage, maxBytes: number): void {
    let read = 0;
    response.on('error', () => undefined);
    response.on('data', (chunk: Buffer) => {
        read += chunk.length;
        if (read > maxBytes) response.destroy();
    });
}

function failureOf(error: unknown, stage: SendFailure): SendFailure {
    if (error instanceof Ended) {
        return error.failure;
    }
    if (error instanceof RefusedAddress) {
        return 'refused_address';
    }
    return error instanceof UnknownName ? 'dns' : stage;
}

/** How the service sends, unless a test says otherwise. */
export const sendingLimits = { connectTimeoutMs: 5_000, totalTimeoutMs: 15_000, maxAnswerBytes: 64 * 1_024 } as const;
