import type { ServerRoute } from '@hapi/hapi';
import { callerOf, requires } from '../../platform/auth/route-access.ts';
import type { ErrorCode } from '../../foundation/errors/error-codes.ts';
import { etagOf } from '../../platform/commands/precondition.ts';
import { sendState, type StateAnswer } from '../../platform/http/answer.ts';
import { answers } from '../../platform/http/answers.ts';
import { commandRoute } from '../../platform/http/command-route.ts';
import { changeOrganisation } from './change-organisation.ts';
import { organisationDocument } from './organisation.document.ts';
import { organisationAnswer, profileBody, profileChangeBody } from './organisation.schemas.ts';
import type { Organisation } from './organisation.ts';
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
    handler: async (request) => {
        const organisation = await readOrganisation(request.server.app.dependencies, callerOf(request).organisationId);
        return sendState(request, organisationAnswerOf(organisation));
    }
};

const changeErrors = [
    'PRECONDITION_FAILED', 'PRECONDITION_REQUIRED', 'ORGANISATION_CHANGED'
] as const satisfies readonly ErrorCode[];

const replaceRoute = commandRoute({
    method: 'PUT',
    path: '/organisation',
    id: 'replaceOrganisation',
    tag: 'organisation',
    scope: 'organisation:write',
    description: 'Replace the seller profile',
    notes: 'The whole profile: a field that is absent is named in a 400, and null empties one that may be empty. The '
        + 'answer of GET can be changed and sent back; its id, version, createdAt and updatedAt have no effect. To '
        + 'change single fields, use PATCH. Issued invoices keep the seller they were issued by.',
    payload: profileBody,
    success: { 200: organisationAnswer },
    errors: changeErrors,
    headers: ['ETag'],
    answer: organisationAnswerOf,
    run: (dependencies, command, { payload }) => changeOrganisation(dependencies, command, payload)
});

const changeRoute = commandRoute({
    method: 'PATCH',
    path: '/organisation',
    id: 'editOrganisation',
    tag: 'organisation',
    scope: 'organisation:write',
    description: 'Change the seller profile',
    notes: 'Absent fields stay; null empties one that may be empty. Issued invoices keep the seller they were issued '
        + 'by.',
    payload: profileChangeBody,
    success: { 200: organisationAnswer },
    errors: changeErrors,
    headers: ['ETag'],
    answer: organisationAnswerOf,
    run: (dependencies, command, { payload }) => changeOrganisation(dependencies, command, payload)
});

/** The seller's own data. */
export const organisationRoutes = [readRoute, replaceRoute, changeRoute];

function organisationAnswerOf(organisation: Organisation): StateAnswer {
    const view = organisationDocument(organisation);
    return { statusCode: 200, headers: { etag: etagOf(organisation.version, view) }, view };
}
