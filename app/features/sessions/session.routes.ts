import type { ServerRoute } from '@hapi/hapi';
import { callerOf, requires } from '../../platform/auth/route-access.ts';
import { unauthorized } from '../../platform/auth/unauthorized.ts';
import { noBody, send } from '../../platform/http/answer.ts';
import { answers, noContent } from '../../platform/http/answers.ts';
import type { ValueOf } from '../../foundation/schema/shape.ts';
import { endSessionsQuery } from './session.schemas.ts';

const endCurrentRoute: ServerRoute = {
    method: 'DELETE',
    path: '/sessions/current',
    options: {
        tags: ['api', 'sessions'],
        description: 'End the session of the token that is shown',
        notes: 'The token is refused from the next call on; with a `sid` so is every other token of that session. A '
            + 'call without a token has no session to end.',
        ...answers('endCurrentSession', { 204: noContent })
    },
    handler: async (request) => {
        const { session } = callerOf(request);
        if (session === undefined) {
            throw unauthorized('missing', 'Authorization: only a call with a bearer token has a session to end');
        }
        await request.server.app.dependencies.sessions.end(session);
        return send(request, noBody);
    }
};

const endAllRoute: ServerRoute<{ Query: ValueOf<typeof endSessionsQuery> }> = {
    method: 'DELETE',
    path: '/sessions',
    options: {
        auth: requires('sessions:write'),
        tags: ['api', 'sessions'],
        description: 'End all sessions of a subject',
        notes: 'In your organisation: the tokens that were issued up to now (`iat`, in whole seconds), and those that '
            + 'do not tell when. Later ones are let in. A subject that has no session is no error.',
        validate: { query: endSessionsQuery },
        ...answers('endSessionsOfSubject', { 204: noContent })
    },
    handler: async (request) => {
        const { organisationId } = callerOf(request);
        await request.server.app.dependencies.sessions.endAllOf(organisationId, request.query.subject);
        return send(request, noBody);
    }
};

/** Routes that end sessions. */
export const sessionRoutes = [endCurrentRoute, endAllRoute];
