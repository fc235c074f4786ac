import Joi from 'joi';
import { listOf, nullable, shape } from '../../foundation/schema/shape.ts';
import { instant } from '../../domain/invoices/invoice.answers.ts';
const historyEntry = shape('HistoryEntry', {
    id: Joi.string(),
    action: Joi.string().example('invoice.issued'),
    actor: Joi.string().description('Subject of the token, or gateway'),
    organisation: Joi.string(),
    onBehalfOf: nullable(Joi.string()),
    requestId: Joi.string(),
    before: nullable(Joi.object().unknown(true).label('HistoryBefore').description('Null where the entry is about something new')),
    after: nullable(Joi.object().unknown(true).label('HistoryAfter').description('Null where it was deleted')),
    at: instant
});

/** `GET …/history` */
export const historyAnswer = shape('History', {
    data: listOf('HistoryEntries', historyEntry, 100), limit: Joi.number().integer(), nextAfter: nullable(Joi.string())
}).example({
    data: [{
        id: '1042', action: 'invoice.edited', actor: 'user-17', organisation: 'default', onBehalfOf: null, requestId: 'req-7f3a2c',
        before: { notes: null, version: 1 }, after: { notes: 'Pilne', version: 2 }, at: '2026-11-23T10:20:00.000Z'
    }],
    limit: 50,
    nextAfter: null
});
