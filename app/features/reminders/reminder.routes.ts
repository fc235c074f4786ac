import type { ServerRoute } from '@hapi/hapi';
import type { ValueOf } from '../../foundation/schema/shape.ts';
import { callerOf, requires } from '../../platform/auth/route-access.ts';
import { etagOf } from '../../platform/commands/precondition.ts';
import { ok, sendState, type Answer, type StateAnswer } from '../../platform/http/answer.ts';
import { answers } from '../../platform/http/answers.ts';
import { commandRoute } from '../../platform/http/command-route.ts';
import { invoiceIdParams } from '../../domain/invoices/invoice.schemas.ts';
import { changeMailSettings } from '../mail/change-mail-settings.ts';
import { readMailSettings } from '../mail/read-mail-settings.ts';
import type { MailSettings } from '../mail/mail-settings.ts';
import { pauseReminders, readReminders, type InvoiceReminders } from './pause-reminders.ts';
import { previewReminders } from './preview-reminders.ts';
import {
    invoiceRemindersAnswer, pauseBody, previewAnswer, remindersAnswer, remindersBody
} from './reminder.schemas.ts';

const readRoute: ServerRoute = {
    method: 'GET',
    path: '/organisation/reminders',
    options: {
        auth: requires('organisation:read'),
        tags: ['api', 'organisation'],
        description: 'Read the schedule of reminders',
        ...answers('readReminders', { 200: remindersAnswer }, [], ['ETag'])
    },
    handler: async (request) => sendState(request, scheduleAnswerOf(await readMailSettings(
        request.server.app.dependencies, callerOf(request).organisationId)))
};

const replaceRoute = commandRoute({
    method: 'PUT',
    path: '/organisation/reminders',
    id: 'replaceReminders',
    tag: 'organisation',
    scope: 'organisation:write',
    description: 'Replace the schedule of reminders',
    notes: 'Reminders are e-mailed on working days between 8:00 and 18:00, one for each step and invoice, while '
        + 'something is left to pay. Store the schedule with enabled false, look at its preview, then switch it on. '
        + 'Switched off, those that wait to be sent are withdrawn.',
    payload: remindersBody,
    success: { 200: remindersAnswer },
    errors: ['PRECONDITION_FAILED', 'PRECONDITION_REQUIRED', 'ORGANISATION_CHANGED'],
    headers: ['ETag'],
    answer: scheduleAnswerOf,
    run: (dependencies, command, { payload: { enabled, steps, withoutEmail = false } }) =>
        changeMailSettings(dependencies, command, {
            change: {
                reminders: {
                    steps: steps.map(({ days, texts = {} }) => ({ days, texts }))
                        .sort((one, other) => one.days - other.days),
                    withoutEmail
                },
                reminds: enabled
            },
            action: 'organisation.reminders_changed'
        })
});

const previewRoute: ServerRoute = {
    method: 'GET',
    path: '/organisation/reminders/preview',
    options: {
        auth: requires('organisation:read'),
        tags: ['api', 'organisation'],
        description: 'Reminders that are due today',
        notes: 'By the schedule as it is stored, also while it is switched off; nothing is sent.',
        ...answers('previewReminders', { 200: previewAnswer })
    },
    handler: (request) =>
        previewReminders(request.server.app.dependencies, callerOf(request).organisationId)
};

const readOfInvoiceRoute: ServerRoute<{ Params: ValueOf<typeof invoiceIdParams> }> = {
    method: 'GET',
    path: '/invoices/{invoiceId}/reminders',
    options: {
        auth: requires('invoices:read'),
        tags: ['api', 'invoices'],
        description: 'Reminders of an invoice',
        validate: { params: invoiceIdParams },
        ...answers('listReminders', { 200: invoiceRemindersAnswer }, ['INVOICE_NOT_FOUND'])
    },
    handler: async (request) => remindersView(await readReminders(
        request.server.app.dependencies, callerOf(request).organisationId, request.params.invoiceId))
};

const pauseRoute = commandRoute({
    method: 'PATCH',
    path: '/invoices/{invoiceId}/reminders',
    id: 'pauseReminders',
    tag: 'invoices',
    scope: 'invoices:issue',
    description: 'Pause the reminders of an invoice, or go on',
    notes: 'A reminder that waits to be sent is withdrawn while they are paused, and does not come again. Once they go '
        + 'on, the newest step that is due comes, also one that fell due meanwhile, unless it is more than a week '
        + 'late.',
    params: invoiceIdParams,
    payload: pauseBody,
    success: { 200: invoiceRemindersAnswer },
    errors: ['INVOICE_NOT_FOUND'],
    answer: (reminders: InvoiceReminders): Answer => ok(remindersView(reminders)),
    run: (dependencies, command, { params: { invoiceId }, payload: { paused } }) =>
        pauseReminders(dependencies, command, { invoiceId, paused })
});

/** Routes of reminders. */
export const reminderRoutes = [readRoute, replaceRoute, previewRoute, readOfInvoiceRoute, pauseRoute];

function scheduleAnswerOf({ version, reminders, reminds }: MailSettings): StateAnswer {
    const view = { version, enabled: reminds, ...reminders };
    return { statusCode: 200, headers: { etag: etagOf(version, view) }, view };
}

function remindersView({ paused, data }: InvoiceReminders) {
    return { paused, data: data.map((reminder) => ({ ...reminder, createdAt: reminder.createdAt.toISOString() })) };
}
