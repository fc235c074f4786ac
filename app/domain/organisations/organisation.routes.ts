import type { ServerRoute } from '@hapi/hapi';
import { callerOf, requires } from '../../platform/auth/route-access.ts';
import type { Clock } from '../../foundation/clock/clock.ts';
import type { ErrorCode } from '../../foundation/errors/error-codes.ts';
import { etagOf } from '../../platform/commands/precondition.ts';
import { noBody, sendState, type StateAnswer } from '../../platform/http/answer.ts';
import { answers, noContent } from '../../platform/http/answers.ts';
import { commandRoute } from '../../platform/http/command-route.ts';
import { changeOrganisation } from './change-organisation.ts';
import { confirmPendingChange, rejectPendingChange } from './decide-pending-change.ts';
import { organisationView } from './organisation.document.ts';
import { confirmationBody, organisationAnswer, profileBody, profileChangeBody } from './organisation.schemas.ts';
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
        const { dependencies } = request.server.app;
        const organisation = await readOrganisation(dependencies, callerOf(request).organisationId);
        return sendState(request, organisationAnswerOf(organisation, dependencies));
    }
};

const changeErrors = [
    'PRECONDITION_FAILED', 'PRECONDITION_REQUIRED', 'ORGANISATION_CHANGED'
] as const satisfies readonly ErrorCode[];

const accountsText = 'With IBAN_CHANGE_NEEDS=second_admin a change of iban or ibans waits in pendingChange until '
    + 'another administrator confirms it; the other fields change at once.';

const replaceRoute = commandRoute({
    method: 'PUT',
    path: '/organisation',
    id: 'replaceOrganisation',
    tag: 'organisation',
    scope: 'organisation:write',
    description: 'Replace the seller profile',
    notes: 'The whole profile: a field that is absent is named in a 400, and null empties one that may be empty. The '
        + 'answer of GET can be changed and sent back; its id, version, pendingChange, createdAt and updatedAt have no '
        + 'effect. To change single fields, use PATCH. Issued invoices keep the seller they were issued by. '
        + accountsText,
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
        + `by. ${accountsText}`,
    payload: profileChangeBody,
    success: { 200: organisationAnswer },
    errors: changeErrors,
    headers: ['ETag'],
    answer: organisationAnswerOf,
    run: (dependencies, command, { payload }) => changeOrganisation(dependencies, command, payload)
});

const pendingErrors = ['PENDING_CHANGE_NOT_FOUND', ...changeErrors] as const satisfies readonly ErrorCode[];

const confirmRoute = commandRoute({
    method: 'POST',
    path: '/organisation/pending-change/confirm',
    id: 'confirmPendingChange',
    tag: 'organisation',
    scope: 'organisation:write',
    description: 'Confirm the change of accounts that waits',
    notes: 'By another administrator than the one who asked for it, within 7 days. Documents show the new accounts '
        + 'from their issue on.',
    payload: confirmationBody,
    success: { 200: organisationAnswer },
    errors: [...pendingErrors, 'PENDING_CHANGE_REPLACED', 'SECOND_ADMIN_NEEDED'],
    headers: ['ETag'],
    answer: organisationAnswerOf,
    run: (dependencies, command, { payload }) => confirmPendingChange(dependencies, command, payload.id)
});

const rejectRoute = commandRoute({
    method: 'DELETE',
    path: '/organisation/pending-change',
    id: 'rejectPendingChange',
    tag: 'organisation',
    scope: 'organisation:write',
    description: 'Reject the change of accounts that waits',
    notes: 'The accounts stay as they are. Whoever asked for the change may reject it too.',
    success: { 204: noContent },
    errors: pendingErrors,
    answer: () => noBody,
    run: rejectPendingChange
});

/** The seller's own data. */
export const organisationRoutes = [readRoute, replaceRoute, changeRoute, confirmRoute, rejectRoute];

function organisationAnswerOf(organisation: Organisation, { clock }: { readonly clock: Clock }): StateAnswer {
    const view = organisationView(organisation, clock.now());
    return { statusCode: 200, headers: { etag: etagOf(organisation.version, view) }, view };
}
