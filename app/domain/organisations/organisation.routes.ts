import type { ServerRoute } from '@hapi/hapi';
import { callerOf, requires } from '../../platform/auth/route-access.ts';
import { etagOf } from '../../platform/commands/precondition.ts';
import { answers } from '../../platform/http/answers.ts';
import { commandOf } from '../../platform/http/command-of.ts';
import type { ValueOf } from '../../foundation/schema/shape.ts';
import { changeOrganisation } from './change-organisation.ts';
import { organisationDocument } from './organisation.document.ts';
import { organisationAnswer, profileBody } from './organisation.schemas.ts';
import { readOrganisation } from './read-organisation.ts';

const readRoute: ServerRoute = {
    method: 'GET',
    path: '/organisation',
    options: {
        auth: requires('organisation:read'),
        tags: ['api', 'organisation'],
        description: 'Read the seller profile',
        ...answers('readOrganisation', { 200: organisationAnswer }, [], ['ETag'])
    },
    handler: async (request, h) => {
        const organisation = await readOrganisation(request.server.app.services, callerOf(request).organisationId);
        return h.response(organisationDocument(organisation)).header('etag', etagOf(organisation.version));
    }
};

const changeRoute: ServerRoute<{ Payload: ValueOf<typeof profileBody> }> = {
    method: 'PUT',
    path: '/organisation',
    options: {
        auth: requires('organisation:write'),
        tags: ['api', 'organisation'],
        description: 'Replace the seller profile',
        notes: 'Absent fields go back to their defaults. Issued invoices keep the seller they were issued by.',
        validate: { payload: profileBody },
        ...answers('changeOrganisation', { 200: organisationAnswer }, ['PRECONDITION_FAILED', 'PRECONDITION_REQUIRED', 'ORGANISATION_CHANGED'], ['ETag'])
    },
    handler: async (request, h) => {
        const changed = await changeOrganisation(request.server.app.services, commandOf(request), request.payload);
        return h.response(organisationDocument(changed)).header('etag', etagOf(changed.version));
    }
};

/** The seller's own data. */
export const organisationRoutes = [readRoute, changeRoute];
