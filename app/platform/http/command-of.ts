import { createHash, randomUUID } from 'node:crypto';
import { callerOf } from '../auth/route-access.ts';
import type { Command, IdempotencyClaim } from '../commands/command.ts';
import { DomainError } from '../../foundation/errors/domain-error.ts';
import { headerOf } from '../../foundation/schema/header.ts';
import type { AnyRequest } from './any-request.ts';

const keyPattern = /^[\x21-\x7e]{1,255}$/;
const keyedMethods = ['post', 'patch'];

/**
 * What a command is told of the request that asks for it.
 * @throws DomainError `IDEMPOTENCY_KEY_INVALID`
 */
export function commandOf(request: AnyRequest): Command {
    const caller = callerOf(request);
    const { requestId, traceparent } = request.app;
    return {
        caller,
        requestId,
        ifMatch: headerOf(request, 'if-match'),
        idempotency: claimOf(request),
        upstream: {
            organisationId: caller.organisationId,
            requestId,
            traceparent,
            ...(caller.token === undefined ? {} : { token: caller.token })
        }
    };
}

/** The claim is kept on the request, so that whatever happens later can be told apart by the same attempt. */
function claimOf(request: AnyRequest): IdempotencyClaim | undefined {
    const key = headerOf(request, 'idempotency-key');
    if (key === undefined || !keyedMethods.includes(request.method)) {
        return undefined;
    }
    if (!keyPattern.test(key)) {
        throw new DomainError('IDEMPOTENCY_KEY_INVALID', 'Idempotency-Key: 1 to 255 visible ASCII characters, such as a UUID');
    }
    request.app.idempotency ??= { key, fingerprint: fingerprintOf(request), attempt: randomUUID() };
    return request.app.idempotency;
}

/** The same key must come with the same request: method, address and body to the byte. */
function fingerprintOf({ method, url, app: { rawBody } }: AnyRequest): string {
    return createHash('sha256').update(`${method} ${url.pathname}${url.search}\n`).update(rawBody ?? '').digest('hex');
}
