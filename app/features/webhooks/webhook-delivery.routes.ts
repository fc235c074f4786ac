import type { ServerRoute } from '@hapi/hapi';
import { callerOf, requires } from '../../platform/auth/route-access.ts';
import { ok } from '../../platform/http/answer.ts';
import { commandRoute } from '../../platform/http/command-route.ts';
import { answers } from '../../platform/http/answers.ts';
import type { ValueOf } from '../../foundation/schema/shape.ts';
import { deliveriesAnswer, deliveriesQuery, replayAnswer, replayBody } from './webhook-delivery.schemas.ts';
import { readDeliveries } from './read-webhook-deliveries.ts';
import { replayEvents, type Replay } from './replay-events.ts';
import { testWebhook, type TestedWebhook } from './test-webhook.ts';
import { toReplayed } from './webhook.view.ts';
import { testAnswer, webhookIdParams } from './webhook.schemas.ts';

type Params = ValueOf<typeof webhookIdParams>;

const deliveriesRoute: ServerRoute<{ Params: Params; Query: ValueOf<typeof deliveriesQuery> }> = {
    method: 'GET',
    path: '/webhooks/{webhookId}/deliveries',
    options: {
        auth: requires('webhooks:write'),
        tags: ['api', 'webhooks'],
        description: 'Deliveries of a webhook',
        notes: 'The newest event first.',
        validate: { params: webhookIdParams, query: deliveriesQuery },
        ...answers('listWebhookDeliveries', { 200: deliveriesAnswer }, ['WEBHOOK_NOT_FOUND'])
    },
    handler: (request) =>
        readDeliveries(
            request.server.app.dependencies, callerOf(request).organisationId, request.params.webhookId, request.query)
};

const replayRoute = commandRoute({
    method: 'POST',
    path: '/webhooks/{webhookId}/replay',
    id: 'replayEvents',
    costClass: 'bulk',
    tag: 'webhooks',
    scope: 'webhooks:write',
    description: 'Send events again',
    notes: 'Under the ids that they had. At most 1000 with one call; nextAfter says where to go on. While the '
        + 'webhook is paused they wait. Of 10000 events within an hour leftThisHour says what is left; beyond them the '
        + 'answer is 429 with Retry-After.',
    params: webhookIdParams,
    payload: replayBody,
    success: { 202: replayAnswer },
    errors: ['WEBHOOK_NOT_FOUND', 'EVENT_NOT_FOUND', 'WEBHOOK_ALLOWANCE_USED'],
    answer: (replay: Replay) => ok(replay, 202),
    run: (dependencies, command, { params, payload }) =>
        replayEvents(dependencies, command, params.webhookId, toReplayed(payload))
});

const testRoute = commandRoute({
    method: 'POST',
    path: '/webhooks/{webhookId}/test',
    id: 'testWebhook',
    tag: 'webhooks',
    scope: 'webhooks:write',
    description: 'Send a test event',
    notes: 'An event of type webhook.test, to this webhook alone, whatever types it wants. It is sent as any other: '
        + 'within two seconds, signed, retried, and shown with its result among the deliveries. A webhook has 60 '
        + 'within an hour.',
    params: webhookIdParams,
    success: { 202: testAnswer },
    errors: ['WEBHOOK_NOT_FOUND', 'WEBHOOK_PAUSED', 'WEBHOOK_ALLOWANCE_USED', 'SECRET_UNREADABLE'],
    answer: (tested: TestedWebhook) => ok(tested, 202),
    run: (dependencies, command, { params }) => testWebhook(dependencies, command, params.webhookId)
});

/** Routes of a webhook's deliveries: the list, the replay of events, and the test. */
export const deliveryRoutes = [deliveriesRoute, replayRoute, testRoute];
