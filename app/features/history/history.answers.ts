import Joi from 'joi';
import { instant, nextAfter, pageLimit } from '../../foundation/schema/answer-fields.ts';
import { described } from '../../foundation/schema/openapi-meta.ts';
import { listOf, nullable, shape } from '../../foundation/schema/shape.ts';
import { invoiceChangesAnswer } from '../../domain/invoices/invoice.answers.ts';
import { organisationChangesAnswer } from '../../domain/organisations/organisation.schemas.ts';
import { paymentAnswer } from '../payments/payment.answers.ts';

/** The members that a change touched; of a payment that moved nothing on the document, the payment. */
function content(label: string, description: string) {
    return nullable(Joi.alternatives(invoiceChangesAnswer, paymentAnswer)).description(description)
        .meta({ openapi: { set: { type: 'object' }, model: label } });
}

/** Fields of every entry beside what was before and after. */
const entryFields = {
    id: Joi.string().description('Number of the entry in this history, from 1.'),
    action: Joi.string().example('invoice.issued').description('Name of what happened, in the past tense.'),
    actor: Joi.string().description('Subject of the token, or gateway.'),
    organisation: Joi.string().description('Id of the organisation.'),
    onBehalfOf: nullable(Joi.string()).description('Person that the caller named: a claim, not proof.'),
    requestId: Joi.string().description('Id of the request, as in X-Request-Id and in the logs.'),
    at: instant.description('Instant in which it happened.')
};

const historyEntry = shape('HistoryEntry', {
    ...entryFields,
    before: content('HistoryBefore', 'Members that changed, as they were; null where there was nothing before, and '
        + 'in the history of a draft that was deleted long ago.'),
    after: content('HistoryAfter', 'Members that changed, as they are from then on; null where nothing is left.')
});

/** `GET …/history` */
export const historyAnswer = shape('History', {
    data: listOf('HistoryEntries', historyEntry, 100).description('Entries of the page, the oldest first.'),
    limit: pageLimit,
    nextAfter
}).example({
    data: [{
        id: '2', action: 'invoice.edited', actor: 'user-17', organisation: 'default',
        onBehalfOf: null, requestId: 'req-7f3a2c',
        before: { notes: null, version: 1 }, after: { notes: 'Pilne', version: 2 }, at: '2026-11-23T10:20:00.000Z'
    }],
    limit: 50,
    nextAfter: null
});

const organisationEntry = shape('OrganisationHistoryEntry', {
    ...entryFields,
    action: Joi.string().example('organisation.changed').description('Name of what happened, in the past tense.'),
    before: described(organisationChangesAnswer, 'Members that changed, as they were.'),
    after: described(organisationChangesAnswer, 'Members that changed, as they are from then on.')
});

/** `GET /organisation/history` */
export const organisationHistoryAnswer = shape('OrganisationHistory', {
    data: listOf('OrganisationHistoryEntries', organisationEntry, 100)
        .description('Entries of the page, the oldest first.'),
    limit: pageLimit,
    nextAfter
}).example({
    data: [{
        id: '1', action: 'organisation.changed', actor: 'user-17', organisation: 'default',
        onBehalfOf: null, requestId: 'req-7f3a2c',
        before: { version: 1, bankName: null }, after: { version: 2, bankName: 'Bank Przykładowy' },
        at: '2026-11-23T10:20:00.000Z'
    }],
    limit: 50,
    nextAfter: null
});
