import type { ServerRoute } from '@hapi/hapi';
import { printLanguages } from '../../domain/printing/printed-document.ts';
import { mailTemplates } from '../../foundation/vocabulary/mail-states.ts';
import { callerOf, requires } from '../../platform/auth/route-access.ts';
import { etagOf } from '../../platform/commands/precondition.ts';
import { sendState, type StateAnswer } from '../../platform/http/answer.ts';
import { answers } from '../../platform/http/answers.ts';
import { commandRoute } from '../../platform/http/command-route.ts';
import { changeMailSettings } from './change-mail-settings.ts';
import { mailPlaces } from './mail-places.ts';
import { readMailSettings } from './read-mail-settings.ts';
import type { MailSettings } from './mail-settings.ts';
import { usualTexts } from './mail-texts.ts';
import { textsAnswer, textsBody } from './mail-texts.schemas.ts';

const readRoute: ServerRoute = {
    method: 'GET',
    path: '/organisation/mail-texts',
    options: {
        auth: requires('organisation:read'),
        tags: ['api', 'organisation'],
        description: 'Read the texts of e-mails',
        ...answers('readMailTexts', { 200: textsAnswer }, [], ['ETag'])
    },
    handler: async (request) => sendState(request, textsAnswerOf(await readMailSettings(
        request.server.app.dependencies, callerOf(request).organisationId)))
};

const replaceRoute = commandRoute({
    method: 'PUT',
    path: '/organisation/mail-texts',
    id: 'replaceMailTexts',
    tag: 'organisation',
    scope: 'organisation:write',
    description: 'Replace the texts of e-mails',
    notes: 'Texts may have places in braces, such as {number}; GET lists them. An unknown one is refused. E-mails that '
        + 'wait are sent with the new texts. See POST /invoices/{invoiceId}/send/preview.',
    payload: textsBody,
    success: { 200: textsAnswer },
    errors: ['PRECONDITION_FAILED', 'PRECONDITION_REQUIRED', 'ORGANISATION_CHANGED'],
    headers: ['ETag'],
    answer: textsAnswerOf,
    run: (dependencies, command, { payload: { texts } }) =>
        changeMailSettings(dependencies, command, { change: { texts }, action: 'organisation.mail_texts_changed' })
});

function textsAnswerOf({ version, texts }: MailSettings): StateAnswer {
    const view = {
        version, texts,
        usual: mailTemplates.flatMap((template) => printLanguages.map((language) =>
            ({ template, language, ...usualTexts(template, language) }))),
        places: Object.entries(mailPlaces).map(([name, meaning]) => ({ name, meaning }))
    };
    return { statusCode: 200, headers: { etag: etagOf(version, view) }, view };
}

/** Routes of the texts of e-mails. */
export const mailTextRoutes = [readRoute, replaceRoute];
