import { request as httpRequest, type ClientRequest, type IncomingMessage } from 'node:http';
import { request as httpsRequest } from 'node:https';
import type { Socket } from 'node:net';
import {
    assertAllowedLiteral, guardedLookup, RefusedAddress, UnknownName, type AddressGuard, type Resolve
} from './address-guard.ts';
import { hostOf, refusedUrl } from './webhook-url.ts';

/**
 * Reasons why an attempt had no answer. They are few and fixed, because they are shown to the webhook's owner.
 * secret_unreadable: nothing was sent, because the stored secret cannot be opened.
 */
export type SendFailure =
    | 'secret_unreadable' | 'refused_address' | 'dns' | 'connection' | 'tls' | 'connect_timeout' | 'timeout'
    | 'stopped';

/** Outcome of an attempt: an answer of any status, or the reason why there was none. */
export type SendOutcome =
    | { readonly status: number; readonly retryAfter: string | undefined; readonly body?: string }
    | { readonly failure: SendFailure };

/** Request of one attempt. */
export type WebhookRequest = {
    readonly url: string; readonly headers: Readonly<Record<string, string>>; readonly body: string;
    /** True: the answer's body is told, when it came to its end within the limit. @default false */
    readonly keepsAnswer?: boolean;
};

/** Rules and limits of an attempt. */
export type Transport = {
    readonly allowPrivate: boolean;
    readonly guard: AddressGuard;
    readonly resolve: Resolve;
    /** Limit for name lookup, connection and TLS together. */
    readonly connectTimeoutMs: number;
    /** Limit for the whole attempt, from the name lookup to the end of the answer. */
    readonly totalTimeoutMs: number;
    /** Maximum size of the answer's body that is read. */
    readonly maxAnswerBytes: number;
    /** Certificates to trust instead of the public ones, PEM; tests have their own. */
    readonly ca?: string;
};

/** Error that ends an attempt under way. */
class Ended extends Error {
    readonly failure: SendFailure;

    constructor(failure: SendFailure) {
        super(failure);
        this.failure = failure;
    }
}

/**
 * Makes one attempt: one POST on its own connection, without following redirects. Never throws.
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
            // Certificates are checked even when the environment turns that off.
            rejectUnauthorized: true,
            headers: { ...request.headers, 'content-length': Buffer.byteLength(request.body) },
            lookup: guardedLookup(transport.resolve, transport.guard, port),
            ...(transport.ca === undefined ? {} : { ca: transport.ca })
        });
        follow(sent, { secure, port, transport, signal, resolve, keepsAnswer: request.keepsAnswer === true });
        sent.end(request.body);
    });
}

type Following = {
    readonly secure: boolean;
    readonly port: number;
    readonly transport: Transport;
    readonly signal: AbortSignal;
    readonly keepsAnswer: boolean;
    readonly resolve: (outcome: SendOutcome) => void;
};

/** Follows a request to its end, within its time limits. */
function follow(sent: ClientRequest, following: Following): void {
    const { secure, port, transport, signal, keepsAnswer, resolve } = following;
    // The stage that the request has reached decides what an error means.
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
            // The lookup was checked already; this also holds for an address that was chosen in another way.
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
        const head = { status: response.statusCode ?? 0, retryAfter: response.headers['retry-after'] };
        answer = head;
        readToItsBound(response, transport.maxAnswerBytes, (body) => {
            if (keepsAnswer) answer = { ...head, body };
        });
    });
    let error: unknown;
    sent.on('error', (cause) => {
        error = cause;
    });
    // `close` is always the last event. An answer that has arrived counts, even when its body was cut off.
    sent.on('close', () => {
        clearTimeout(connecting);
        clearTimeout(whole);
        signal.removeEventListener('abort', stop);
        resolve(answer ?? { failure: failureOf(error, stage) });
    });
}

/**
 * Reads a small body, so that the receiver can write it to its end, and cuts a larger one off at the limit.
 * @param whole - Receives the body when it has ended within the limit.
 */
function readToItsBound(response: IncomingMessage, maxBytes: number, whole: (body: string) => void): void {
    let read = 0;
    const chunks: Buffer[] = [];
    response.on('error', () => undefined);
    response.on('data', (chunk: Buffer) => {
        read += chunk.length;
        if (read > maxBytes) response.destroy();
        else chunks.push(chunk);
    });
    response.on('end', () => whole(Buffer.concat(chunks).toString('utf8')));
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

/** Limits by which the service sends; tests may set others. */
export const sendingLimits = { connectTimeoutMs: 5_000, totalTimeoutMs: 15_000, maxAnswerBytes: 64 * 1_024 } as const;
