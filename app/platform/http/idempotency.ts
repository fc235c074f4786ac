import type { Plugin, Request, ResponseObject } from '@hapi/hapi';
import { callerOf } from '../auth/route-access.ts';
import { AnsweredBefore } from '../commands/answered-before.ts';
import { keepAnswer, releaseKey } from '../commands/idempotency.repository.ts';
import { send } from './answer.ts';

const keptHeaders = ['etag', 'location'];

/**
 * The HTTP side of Idempotency-Key (spec 5). Commands claim the key with their first statement and keep the answer with
 * their write; here the kept answer is sent again, answers of calls that write nothing are kept, and a failed try gives
 * the key back. Registered before the problem plugin: a kept answer is no error.
 */
export const idempotency: Plugin<void> = {
    name: 'idempotency',
    register: (server) => {
        server.ext('onPreResponse', async (request, h) => {
            const { response } = request;
            if (response instanceof AnsweredBefore) {
                const { statusCode, headers, body } = response.answer;
                // Written by this service as an object, so it is read as one.
                const view = JSON.parse(body) as object;
                const replayed = { ...headers, 'idempotent-replayed': 'true' };
                return send(request, { statusCode, headers: replayed, view }, body);
            }
            await settle(request, 'isBoom' in response ? undefined : response);
            return h.continue;
        });
    }
};

async function settle(request: Request, response: ResponseObject | undefined): Promise<void> {
    const { app: { idempotency: claim, answerKept }, server: { app: { dependencies: { database, log } } } } = request;
    if (claim === undefined || (response !== undefined && answerKept === true)) {
        return;
    }
    const { organisationId } = callerOf(request);
    try {
        if (response === undefined) {
            await releaseKey(database, organisationId, claim);
        } else {
            await keepAnswer(database, organisationId, claim, answerOf(response));
        }
    } catch (error) {
        // The claim expires by itself; the caller's own answer matters more.
        log.warn({ requestId: request.app.requestId, err: error }, 'An Idempotency-Key could not be settled');
    }
}

function answerOf(response: ResponseObject) {
    const headers = keptHeaders.flatMap((name) => {
        const value = response.headers[name];
        return typeof value === 'string' ? [[name, value] as const] : [];
    });
    return {
        statusCode: response.statusCode, headers: Object.fromEntries(headers), body: JSON.stringify(response.source)
    };
}
