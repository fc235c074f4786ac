import type { ServerRoute } from '@hapi/hapi';
import { callerOf, requires } from '../../platform/auth/route-access.ts';
import { answers } from '../../platform/http/answers.ts';
import type { ValueOf } from '../../foundation/schema/shape.ts';
import { eventAnswer, eventIdParams, feedAnswer, feedQuery } from './event.schemas.ts';
import { readEvent, readEvents } from './read-events.ts';

const feedRoute: ServerRoute<{ Query: ValueOf<typeof feedQuery> }> = {
    method: 'GET',
    path: '/events',
    options: {
        auth: requires('invoices:read'),
        tags: ['api', 'events'],
        description: 'Events in order',
        notes: 'Append-only. Read on from nextAfter: nothing is missed and nothing comes twice, whatever happens at '
            + 'the same time.',
        validate: { query: feedQuery },
        ...answers('listEvents', { 200: feedAnswer })
    },
    handler: (request) => readEvents(request.server.app.dependencies, callerOf(request).organisationId, request.query)
};

const readRoute: ServerRoute<{ Params: ValueOf<typeof eventIdParams> }> = {
    method: 'GET',
    path: '/events/{eventId}',
    options: {
        auth: requires('invoices:read'),
        tags: ['api', 'events'],
        description: 'Read an event',
        validate: { params: eventIdParams },
        ...answers('readEvent', { 200: eventAnswer }, ['EVENT_NOT_FOUND'])
    },
    handler: (request) =>
        readEvent(request.server.app.dependencies, callerOf(request).organisationId, request.params.eventId)
};

/** Routes of the event feed. */
export const eventRoutes = [feedRoute, readRoute];
