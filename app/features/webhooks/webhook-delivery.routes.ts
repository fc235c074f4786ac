import type { ServerRoute } from '@hapi/hapi';
import { callerOf, requires } from '../../platform/auth/route-access.ts';
import { answers } from '../../platform/http/answers.ts';
import { commandOf } from '../../platform/http/command-of.ts';
import type { ValueOf } from '../../foundation/schema/shape.ts';
import { keyErrors } from '../../domain/invoices/documented-errors.ts';
import { deliveriesAnswer, deliveriesQuery, replayAnswer, replayBody } from './webhook-delivery.schemas.ts';
import { readDeliveries } from './read-webhook-deliveries.ts';
import { replayEvents } from './replay-events.ts';
import { toReplayed } from './webhook.view.ts';
import { webhookIdParams } from './webhook.schemas.ts';

type Params = ValueOf<typeof webhookIdParams>;

const deliveriesRoute: ServerRoute<{ Params: Params; Query: ValueOf<typeof deliveriesQuery> }> = {
    method: 'GET',
    path: '/webhooks/{webhookId}/deliveries',
    options: {
        auth: requires('webhooks:write'),
        tags: ['api', 'webhooks'],
        description: "How a webhook's deliveries went",
        notes: 'The newest event first.',
        validate: { params: webhookIdParams, query: deliveriesQuery },
        ...answers('listWebhookDeliveries', { 200: deliveriesAnswer }, ['WEBHOOK_NOT_FOUND'])
    },
    handler: (request) =>
        readDeliveries(request.server.app.services, callerOf(request).organisationId, request.params.webhookId, request.query)
};

const replayRoute: ServerRoute<{ Params: Params; Payload: ValueOf<typeof replayBody> }> = {
    method: 'POST',
    path: '/webhooks/{webhookId}/replay',
    options: {
        auth: requires('webhooks:write'),
        tags: ['api', 'webhooks'],
        description: 'Send events again',
        notes: 'Under the ids that they had. At most 1000 with one call; nextAfter says where to go on. While the webhook is paused they wait.',
        validate: { params: webhookIdParams, payload: replayBody },
        ...answers('replayEvents', { 202: replayAnswer }, ['WEBHOOK_NOT_FOUND', 'EVENT_NOT_FOUND', ...keyErrors])
    },
    handler: async (request, h) => {
        const { params: { webhookId }, payload, server: { app: { services } } } = request;
        return h.response(await replayEvents(services, commandOf(request), webhookId, toReplayed(payload))).code(202);
    }
};

/** What became of events on their way to a webhook. */
export const deliveryRoutes = [deliveriesRoute, replayRoute];
