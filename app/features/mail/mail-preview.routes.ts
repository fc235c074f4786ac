import Joi from 'joi';
import { anyText } from '../../foundation/schema/answer-fields.ts';
import { text, yesNo } from '../../foundation/schema/fields.ts';
import { form } from '../../foundation/schema/form.ts';
import { singleLine } from '../../foundation/schema/mail-fields.ts';
import { described } from '../../foundation/schema/openapi-meta.ts';
import { nullable, oneOf, shape } from '../../foundation/schema/shape.ts';
import { mailTemplates } from '../../foundation/vocabulary/mail-states.ts';
import { invoiceIdParams } from '../../domain/invoices/invoice.schemas.ts';
import { ok } from '../../platform/http/answer.ts';
import { commandRoute } from '../../platform/http/command-route.ts';
import { ownTexts } from './mail-texts.schemas.ts';
import { previewMail, type MailPreview } from './preview-mail.ts';

const previewBody = form('MailPreviewOptions', {}, {
    template: oneOf('PreviewedTemplate', mailTemplates)
        .description('E-mail to show: that of the invoice, or a reminder. Default invoice.'),
    texts: described(ownTexts, "Texts to try, as PUT /organisation/mail-texts takes them. Absent: the organisation's."),
    emailSubject: singleLine(200).description('Subject, as for sending.'),
    emailMessage: text(4_000).description('Text, as for sending.'),
    includePaymentInstructions: yesNo.description('True to add how to pay. Default true.')
}).example({ template: 'reminder_overdue' });

const previewAnswer = shape('MailPreview', {
    from: nullable(anyText).description('Name and address that it would come from; null without a mail server.'),
    replyTo: nullable(anyText).description('Address that answers would go to, or null.'),
    to: nullable(anyText).description('Address that it would go to, or null where the customer has none.'),
    subject: anyText.description('Subject.'),
    text: anyText.description('Plain text.'),
    html: anyText.description('HTML. Show it in a frame without scripts.'),
    attachments: Joi.array().items(Joi.string()).max(5).label('PreviewedAttachments')
        .description('Names of the files that would go with it.')
}).example({
    from: 'Podłogi Przykład <faktury@poczta.example>', replyTo: 'biuro@podlogi.example',
    to: 'ksiegowosc@klient.example', subject: 'Faktura FV/2026/11/0001 – Podłogi Przykład',
    text: 'Dzień dobry,\n\n…', html: '<!doctype html>…', attachments: ['FV-2026-11-0001.pdf']
});

/** `POST /invoices/{invoiceId}/send/preview`: the e-mail as it would be, and nothing sent. */
export const mailPreviewRoute = commandRoute({
    method: 'POST',
    path: '/invoices/{invoiceId}/send/preview',
    id: 'previewMail',
    tag: 'invoices',
    scope: 'invoices:read',
    description: 'E-mail of an invoice as it would be',
    notes: 'Nothing is sent or stored. Texts that are not stored yet can be tried on any document, also on a draft.',
    params: invoiceIdParams,
    payload: previewBody,
    success: { 200: previewAnswer },
    errors: ['INVOICE_NOT_FOUND'],
    answer: (preview: MailPreview) => ok(preview),
    run: (dependencies, command, { params: { invoiceId }, payload }) =>
        previewMail(dependencies, command, { invoiceId, options: payload })
});
