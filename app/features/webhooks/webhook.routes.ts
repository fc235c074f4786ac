import type { ServerRoute } from '@hapi/hapi';
import { callerOf, requires } from '../../platform/auth/route-access.ts';
import type { ErrorCode } from '../../foundation/errors/error-codes.ts';
import { keeping, send, sendKept } from '../../platform/http/answer.ts';
import { answers, noContent } from '../../platform/http/answers.ts';
import { commandOf } from '../../platform/http/command-of.ts';
import type { ValueOf } from '../../foundation/schema/shape.ts';
import { keyErrors } from '../../domain/invoices/documented-errors.ts';
import { createWebhook } from './create-webhook.ts';
import { deleteWebhook } from './delete-webhook.ts';
import { editWebhook } from './edit-webhook.ts';
import { readWebhook, readWebhooks } from './read-webhooks.ts';
import { rotateWebhookSecret } from './rotate-webhook-secret.ts';
import { webhookDocument } from './webhook.document.ts';
import { createBody, editBody, rotateBody, webhookAnswer, webhookIdParams, webhooksAnswer, webhookSecretAnswer } from './webhook.schemas.ts';
import { createdAnswerOf, rotatedAnswerOf, webhookAnswerOf } from './webhook.view.ts';

type Params = ValueOf<typeof webhookIdParams>;
const changeErrors = ['WEBHOOK_NOT_FOUND', 'WEBHOOK_CHANGED', 'PRECONDITION_FAILED', 'PRECONDITION_REQUIRED'] as const satisfies readonly ErrorCode[];

const createRoute: ServerRoute<{ Payload: ValueOf<typeof createBody> }> = {
    method: 'POST',
    path: '/webhooks',
    options: {
        auth: requires('webhooks:write'),
        tags: ['api', 'webhooks'],
        description: 'Have events sent to an address',
        notes: 'Every event from now on, signed as in Standard Webhooks. The secret is in this answer and in no later one.',
        validate: { payload: createBody },
        ...answers('createWebhook', { 201: webhookSecretAnswer }, ['WEBHOOK_URL_REFUSED', 'TOO_MANY_WEBHOOKS', 'WEBHOOK_CHANGED', ...keyErrors], ['ETag', 'Location'])
    },
    handler: async (request, h) =>
        sendKept(request, h, createdAnswerOf(await createWebhook(request.server.app.services, commandOf(request), request.payload, keeping(createdAnswerOf))))
};

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
        ({ data: (await readWebhooks(request.server.app.services, callerOf(request).organisationId)).map(webhookDocument) })
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
    handler: async (request, h) =>
        send(h, webhookAnswerOf(await readWebhook(request.server.app.services, callerOf(request).organisationId, request.params.webhookId)))
};

const editRoute: ServerRoute<{ Params: Params; Payload: ValueOf<typeof editBody> }> = {
    method: 'PATCH',
    path: '/webhooks/{webhookId}',
    options: {
        auth: requires('webhooks:write'),
        tags: ['api', 'webhooks'],
        description: 'Change, pause or resume a webhook',
        notes: 'Absent fields stay. When it is resumed or gets another address, deliveries that wait are tried at once and their three days begin anew.',
        validate: { params: webhookIdParams, payload: editBody },
        ...answers('editWebhook', { 200: webhookAnswer }, [...changeErrors, 'WEBHOOK_URL_REFUSED', ...keyErrors], ['ETag'])
    },
    handler: async (request, h) => {
        const { params: { webhookId }, payload, server: { app: { services } } } = request;
        return sendKept(request, h, webhookAnswerOf(await editWebhook(services, commandOf(request), webhookId, payload, keeping(webhookAnswerOf))));
    }
};

const deleteRoute: ServerRoute<{ Params: Params }> = {
    method: 'DELETE',
    path: '/webhooks/{webhookId}',
    options: {
        auth: requires('webhooks:write'),
        tags: ['api', 'webhooks'],
        description: 'Remove a webhook',
        notes: 'Its deliveries go with it; what was not sent yet is not sent.',
        validate: { params: webhookIdParams },
        ...answers('deleteWebhook', { 204: noContent }, changeErrors)
    },
    handler: async (request, h) => {
        await deleteWebhook(request.server.app.services, commandOf(request), request.params.webhookId);
        return h.response().code(204);
    }
};

const rotateRoute: ServerRoute<{ Params: Params; Payload: ValueOf<typeof rotateBody> }> = {
    method: 'POST',
    path: '/webhooks/{webhookId}/rotate-secret',
    options: {
        auth: requires('webhooks:write'),
        tags: ['api', 'webhooks'],
        description: 'Give a webhook a new secret',
        notes: 'For some hours both secrets sign every delivery, so that the receiver can change over in its time.',
        validate: { params: webhookIdParams, payload: rotateBody },
        ...answers('rotateWebhookSecret', { 200: webhookSecretAnswer }, [...changeErrors, ...keyErrors], ['ETag'])
    },
    handler: async (request, h) => {
        const { params: { webhookId }, payload, server: { app: { services } } } = request;
        const rotated = await rotateWebhookSecret(services, commandOf(request), webhookId, payload.graceHours, keeping(rotatedAnswerOf));
        return sendKept(request, h, rotatedAnswerOf(rotated));
    }
};

/** Setting webhooks up. */
export const webhookRoutes = [createRoute, listRoute, readRoute, editRoute, deleteRoute, rotateRoute];
