import { createHash, randomUUID } from 'node:crypto';
import type { Caller } from '../auth/caller.ts';
import { callerOf } from '../auth/route-access.ts';
import type { Command, IdempotencyClaim } from '../commands/command.ts';
import type { Deadline } from '../commands/deadline.ts';
import { DomainError } from '../../foundation/errors/domain-error.ts';
import type { SecretPlace, Secrets } from '../secrets/secrets.ts';
import type { CallContext } from '../upstream/call-context.ts';
import { headerOf } from '../../foundation/schema/header.ts';
import { commandAnswer, type Answer, type CommandAnswer } from './answer.ts';
import type { AnyRequest } from './any-request.ts';

const keyPattern = /^[\x21-\x7e]{1,255}$/;
const keyedMethods = ['post', 'patch'];

/** True for a method whose calls may have an Idempotency-Key. @param method - In upper or lower case */
export function takesKey(method: string): boolean {
    return keyedMethods.includes(method.toLowerCase());
}

/**
 * The command of a request, with the answer that it carries.
 * @param request - Request as hapi has it.
 * @param deadline - Time limit of its answer.
 * @param show - Makes the answer for the command's result.
 * @param secrets - Seals the answer that is kept under the key; absent where it shows no secret.
 * @throws DomainError `IDEMPOTENCY_KEY_INVALID`
 */
export function commandOf<Made>(
    request: AnyRequest, deadline: Deadline, show: (made: Made) => Answer,
    secrets?: Pick<Secrets, 'seal'>
): { readonly command: Command<Made>; readonly answerOf: CommandAnswer<Made>['answerOf'] } {
    const { signal, beginWrite } = deadline;
    const caller = callerOf(request);
    const { requestId } = request.app;
    const idempotency = claimOf(request);
    const { keep, complete, answerOf } = commandAnswer(show, idempotency !== undefined,
        secrets && idempotency && ((body) => secrets.seal(body, placeOf(caller, idempotency))));
    const command: Command<Made> = {
        caller,
        requestId,
        ifMatch: headerOf(request, 'if-match'),
        idempotency,
        upstream: { ...callContextOf(request), signal },
        beginWrite,
        keep,
        complete
    };
    return { command, answerOf };
}

/** Place of the answer that is kept under a key. */
export function placeOf(
    { organisationId }: Pick<Caller, 'organisationId'>, { key }: Pick<IdempotencyClaim, 'key'>
): SecretPlace {
    return { organisationId, kind: 'kept_answer', id: key };
}

/** Data of a request that its calls to other services carry on. */
export function callContextOf(request: AnyRequest): CallContext {
    const { organisationId, token } = callerOf(request);
    const { requestId, traceparent, place } = request.app;
    return {
        organisationId, requestId, traceparent, ...(token === undefined ? {} : { token }),
        ...(place === undefined ? {} : { apart: place.apart })
    };
}

/** Claim of a request. It is kept on the request, so that all later steps use the same attempt. */
function claimOf(request: AnyRequest): IdempotencyClaim | undefined {
    const key = headerOf(request, 'idempotency-key');
    if (key === undefined || !takesKey(request.method)) {
        return undefined;
    }
    if (!keyPattern.test(key)) {
        throw new DomainError(
            'IDEMPOTENCY_KEY_INVALID', 'Idempotency-Key: 1 to 255 visible ASCII characters, such as a UUID');
    }
    request.app.idempotency ??= {
        key: keyOf(callerOf(request), key), fingerprint: fingerprintOf(request), attempt: randomUUID()
    };
    return request.app.idempotency;
}

/**
 * Key of a caller: each subject of an organisation has keys of its own, and the calls of the gateway are those of one
 * subject. No key has a blank in it, so no two callers share one; no token has an empty subject.
 */
function keyOf({ subject, via }: Caller, key: string): string {
    return `${key} ${via === 'token' ? subject : ''}`;
}

/** Fingerprint of a request: the same key must come with the same method, address and body to the byte. */
function fingerprintOf({ method, url, app: { rawBody } }: AnyRequest): string {
    return createHash('sha256').update(`${method} ${url.pathname}${url.search}\n`).update(rawBody ?? '').digest('hex');
}
