import type { ServerRoute } from '@hapi/hapi';
import { callerOf, requires } from '../../platform/auth/route-access.ts';
import type { ErrorCode } from '../../foundation/errors/error-codes.ts';
import { noBody, sendState } from '../../platform/http/answer.ts';
import { commandRoute } from '../../platform/http/command-route.ts';
import { answers, noContent } from '../../platform/http/answers.ts';
import type { ValueOf } from '../../foundation/schema/shape.ts';
import { createWebhook } from './create-webhook.ts';
import { deleteWebhook } from './delete-webhook.ts';
import { editWebhook } from './edit-webhook.ts';
import { readWebhook, readWebhooks } from './read-webhooks.ts';
import { rotateWebhookSecret } from './rotate-webhook-secret.ts';
import { webhookDocument } from './webhook.document.ts';
import {
    createBody, editBody, rotateBody, webhookAnswer, webhookIdParams, webhooksAnswer, webhookSecretAnswer
} from './webhook.schemas.ts';
import { createdAnswerOf, rotatedAnswerOf, webhookAnswerOf } from './webhook.view.ts';

type Params = ValueOf<typeof webhookIdParams>;
const changeErrors = [
    'WEBHOOK_NOT_FOUND', 'WEBHOOK_CHANGED', 'PRECONDITION_FAILED', 'PRECONDITION_REQUIRED'
] as const satisfies readonly ErrorCode[];
const addressErrors = [
    'WEBHOOK_URL_REFUSED', 'WEBHOOK_URL_TAKEN', 'WEBHOOK_URL_CROWDED', 'WEBHOOK_NOT_CONFIRMED', 'TOO_MANY_WEBHOOKS',
    'WEBHOOK_ALLOWANCE_USED'
] as const satisfies readonly ErrorCode[];

const createRoute = commandRoute({
    method: 'POST',
    path: '/webhooks',
    id: 'createWebhook',
    tag: 'webhooks',
    scope: 'webhooks:write',
    description: 'Have events sent to an address',
    notes: 'Every event from now on, signed as in Standard Webhooks. The secret is in this answer and in no later one. '
        + 'An address that another webhook of the organisation has is refused, since it would get each event twice. '
        + 'In production the address is sent a challenge first, a signed POST of type webhook.challenge; its 2xx '
        + 'answer must be the value of data.challenge alone, as text or as {"challenge": value}, within 5 s. '
        + 'Otherwise nothing is made (422 WEBHOOK_NOT_CONFIRMED).',
    payload: createBody,
    success: { 201: webhookSecretAnswer },
    showsSecret: true,
    errors: [...addressErrors, 'WEBHOOK_CHANGED', 'SECRET_UNREADABLE'],
    headers: ['ETag', 'Location'],
    answer: createdAnswerOf,
    run: (dependencies, command, { payload }) => createWebhook(dependencies, command, payload)
});

const listRoute: ServerRoute = {
    method: 'GET',
    path: '/webhooks',
    options: {
        auth: requires('webhooks:write'),
        tags: ['api', 'webhooks'],
        description: 'List webhooks',
        notes: 'All of them: an organisation has at most 50.',
        ...answers('listWebhooks', { 200: webhooksAnswer })
    },
    handler: async (request) =>
        ({ data: (await readWebhooks(request.server.app.dependencies, callerOf(request).organisationId)).map(
            webhookDocument) })
};

const readRoute: ServerRoute<{ Params: Params }> = {
    method: 'GET',
    path: '/webhooks/{webhookId}',
    options: {
        auth: requires('webhooks:write'),
        tags: ['api', 'webhooks'],
        description: 'Read a webhook',
        validate: { params: webhookIdParams },
        ...answers('readWebhook', { 200: webhookAnswer }, ['WEBHOOK_NOT_FOUND'], ['ETag'])
    },
    handler: async (request) => {
        const { params: { webhookId }, server: { app: { dependencies } } } = request;
        return sendState(request, webhookAnswerOf(await readWebhook(
            dependencies, callerOf(request).organisationId, webhookId)));
    }
};

const editRoute = commandRoute({
    method: 'PATCH',
    path: '/webhooks/{webhookId}',
    id: 'editWebhook',
    tag: 'webhooks',
    scope: 'webhooks:write',
    description: 'Change, pause or resume a webhook',
    notes: 'Absent fields stay. When it is resumed or gets another address, deliveries that wait are tried at once '
        + 'and their three days begin anew. Another address is sent a challenge first, as that of a new webhook.',
    params: webhookIdParams,
    payload: editBody,
    success: { 200: webhookAnswer },
    errors: [...changeErrors, ...addressErrors, 'SECRET_UNREADABLE'],
    headers: ['ETag'],
    answer: webhookAnswerOf,
    run: (dependencies, command, { params, payload }) => editWebhook(dependencies, command, params.webhookId, payload)
});

const deleteRoute = commandRoute({
    method: 'DELETE',
    path: '/webhooks/{webhookId}',
    id: 'deleteWebhook',
    tag: 'webhooks',
    scope: 'webhooks:write',
    description: 'Remove a webhook',
    notes: 'Its deliveries go with it; what was not sent yet is not sent.',
    params: webhookIdParams,
    success: { 204: noContent },
    errors: changeErrors,
    answer: () => noBody,
    run: (dependencies, command, { params }) => deleteWebhook(dependencies, command, params.webhookId)
});

const rotateRoute = commandRoute({
    method: 'POST',
    path: '/webhooks/{webhookId}/rotate-secret',
    id: 'rotateWebhookSecret',
    tag: 'webhooks',
    scope: 'webhooks:write',
    description: 'Give a webhook a new secret',
    notes: 'For some hours both secrets sign every delivery, so that the receiver can change over in its time.',
    params: webhookIdParams,
    payload: rotateBody,
    success: { 200: webhookSecretAnswer },
    showsSecret: true,
    errors: [...changeErrors, 'SECRET_UNREADABLE'],
    headers: ['ETag'],
    answer: rotatedAnswerOf,
    run: (dependencies, command, { params, payload }) =>
        rotateWebhookSecret(dependencies, command, params.webhookId, payload.graceHours)
});

/** Routes to manage webhooks. */
export const webhookRoutes = [createRoute, listRoute, readRoute, editRoute, deleteRoute, rotateRoute];
