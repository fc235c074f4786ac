import { createHash } from 'node:crypto';
import type { Answer } from './http-client.ts';
import type { UpstreamName } from './upstream-observer.ts';
import { parseExactJson } from './exact-json.ts';
import { contractBroken, misconfigured, rejected, unavailable } from './upstream-errors.ts';
import type { ContractBreak } from './json-fields.ts';
import type { DomainError } from '../../foundation/errors/domain-error.ts';

/** Maximum length of an ETag that is kept: the version is written on every line. */
const maxVersionCharacters = 100;

/** Maximum wait that an upstream may ask of our callers. */
const maxRetryAfterSeconds = 60;

/** Statuses that ask to try again later. */
const busyStatuses: readonly number[] = [408, 425, 429];

/** Beginning of the message that a service of the CRM answers where it has no such route. */
const noRoutePrefix = 'Cannot ';

/** Reader of the answers to one kind of call. */
export type AnswerReader<T> = {
    readonly upstream: UpstreamName;
    readonly method: 'GET' | 'POST';
    /** Reads the body of a success. */
    read(body: unknown, broken: ContractBreak): T;
    /** Error when the upstream has no record of this id. */
    notFound(): DomainError;
    /** Result when the upstream has no such route; without it the URL setting counts as wrong. */
    noRoute?(): T;
    /** Error for a refusal (4xx) in another form than the CRM's. `text` is the body: no error may repeat it. */
    refused?(status: number, text: string): DomainError;
};

/**
 * Reads the result out of an answer.
 * @throws DomainError `UPSTREAM_UNAVAILABLE` (5xx, 429), `UPSTREAM_CONTRACT_BROKEN` (not JSON, or not as the contract
 *     says), `UPSTREAM_MISCONFIGURED` (a redirect, or a route that is not there), `UPSTREAM_REJECTED` (another 4xx), or
 *     `notFound`
 * @see upstreams.md section 1: an unknown id and a wrong path are both 404, only the message tells them apart
 */
export function readAnswer<T>(answer: Answer, reader: AnswerReader<T>): T {
    const { upstream } = reader;
    const { status } = answer;

    if (status >= 500 || busyStatuses.includes(status)) {
        throw unavailable(upstream, status >= 500 ? 'server_error' : 'busy', retryAfterOf(answer));
    }
    if (status >= 300 && status < 400) {
        throw misconfigured(upstream, `it answers with a redirect (${status})`);
    }

    if (status >= 400 && reader.refused !== undefined) {
        throw reader.refused(status, answer.body.toString());
    }

    const body = jsonOf(answer, upstream);
    if (status >= 200 && status < 300) {
        return reader.read(body, (problem) => contractBroken(upstream, problem));
    }
    return refusalOf(status, messageOf(body), reader);
}

/**
 * True when a service of the CRM has no such route: `404 {"message":"Cannot GET /contacts/…"}`.
 * @see upstreams.md section 1
 */
export function isNoRoute({ status, body }: Answer): boolean {
    return status === 404 && textOfMessage(body)?.startsWith(noRoutePrefix) === true;
}

/** True when a route of the service answered: with a record, or with a message that it has none. */
export function isAnswerOfRoute({ status, body }: Answer): boolean {
    return (status >= 200 && status < 300)
        || (status === 404 && textOfMessage(body)?.startsWith(noRoutePrefix) === false);
}

function textOfMessage(body: Buffer): string | undefined {
    try {
        return messageOf(parseExactJson(body.toString()));
    } catch {
        return undefined;
    }
}

function refusalOf<T>(status: number, message: string, reader: AnswerReader<T>): T {
    const { upstream, method } = reader;

    if (status === 404 && message.startsWith(noRoutePrefix)) {
        if (reader.noRoute !== undefined) {
            return reader.noRoute();
        }
        throw misconfigured(upstream, `it knows no such route (${status})`);
    }
    // Only the id can be wrong in a GET; a POST says so when it is.
    if (status === 404 || (status === 400 && (method === 'GET' || message.includes('uuid is expected')))) {
        throw reader.notFound();
    }
    throw rejected(upstream, status);
}

/** The body as JSON. The parser's error is left out, as it quotes the text. */
function jsonOf({ status, body }: Answer, upstream: UpstreamName): unknown {
    try {
        return parseExactJson(new TextDecoder('utf-8', { fatal: true }).decode(body));
    } catch {
        throw contractBroken(upstream, `(${status}) is not JSON`);
    }
}

/** The upstream's own words, which may be one text or a list of them. They are looked at, and never passed on. */
function messageOf(body: unknown): string {
    const message: unknown = typeof body === 'object' && body !== null && 'message' in body ? body.message : undefined;
    const parts: readonly unknown[] = Array.isArray(message) ? message : [message];
    return parts.filter((part) => typeof part === 'string').join('; ');
}

function retryAfterOf({ headers }: Answer): { retryAfterSeconds?: number } {
    const text = String(headers['retry-after'] ?? '');

    return /^\d{1,6}$/.test(text)
        ? { retryAfterSeconds: Math.min(Math.max(Number(text), 1), maxRetryAfterSeconds) } : {};
}

/** The upstream's ETag; without a usable one, a hash of the body. */
export function versionOf({ headers, body }: Answer): string {
    const { etag } = headers;

    return typeof etag === 'string' && /^[\x21-\x7e]+$/.test(etag) && etag.length <= maxVersionCharacters
        ? etag
        : createHash('sha256').update(body).digest('hex').slice(0, 32);
}
