import type { ServerRoute } from '@hapi/hapi';
import Joi from 'joi';
import { callerOf, requires } from '../../platform/auth/route-access.ts';
import { ok } from '../../platform/http/answer.ts';
import { commandRoute } from '../../platform/http/command-route.ts';
import { answers } from '../../platform/http/answers.ts';
import { date } from '../../foundation/schema/answer-fields.ts';
import { described } from '../../foundation/schema/openapi-meta.ts';
import { wholeNumber } from '../../foundation/schema/fields.ts';
import { listOf, nullable, oneOf, shape, type ValueOf } from '../../foundation/schema/shape.ts';
import { chainFaults, type ChainFault } from './chain-check.ts';
import { auditNumbering } from './audit-numbering.ts';
import { listNumberSeries } from './list-series.ts';
import { previewNumber, type NumberPreview } from './preview-number.ts';
import { invoiceType, seriesEntry, seriesParams, startedSeries } from './series.answers.ts';
import { startSeries, type StartedSeries } from './start-series.ts';

/** Maximum first number of a series, nine digits. */
const maxFirstNumber = 999_999_999;

const invoiceTypeParams = shape('InvoiceTypeParam', {
    invoiceType: described(invoiceType, 'Type of the document that the number would be for.')
});
const previewAnswer = shape('NumberPreview', {
    invoiceNumber: Joi.string().example('FV/2026/11/0042')
        .description('Number that the next document of the type would get now.'),
    invoiceType,
    reserved: Joi.boolean().valid(false).example(false)
        .description('Always false: the number is taken when a document is issued.')
});

const seriesAnswer = shape('SeriesList', {
    data: listOf('SeriesEntries', seriesEntry, 1_000)
        .description('Series of the organisation, the newest period first.')
});

const startBody = shape('SeriesStart', {
    next: wholeNumber(1, maxFirstNumber)
        .description('Counter of the first document, such as 42 where the last number given elsewhere ends in 0041.')
}).example({ next: 42 });

const auditQuery = shape('NumberingAuditQuery', {
    after: wholeNumber(0, Number.MAX_SAFE_INTEGER).default(0)
        .description('Counter after which the check of the hashes goes on: nextAfter of the answer before.')
});

const hash = Joi.string().pattern(/^[0-9a-f]{64}$/)
    .example('9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08');
const reasons = Object.keys(chainFaults).filter((name): name is ChainFault => name in chainFaults);

const meaningsOfReasons = Object.entries(chainFaults).map(([name, meaning]) => `${name}: ${meaning}.`).join(' ');

const chainAnswer = shape('ChainReport', {
    verified: Joi.boolean().description(
        'True when no document that was looked at differs from what was issued, and at the end none is missing.'),
    documents: Joi.number().integer().example(41).description('Number of documents that this call looked at.'),
    withoutHash: Joi.number().integer().example(0).description('Number of documents issued before there were hashes.'),
    lastWithoutHash: nullable(Joi.string()).description('Number of the last document without a hash, or null.'),
    mismatches: Joi.number().integer().example(0).description('Number of documents that differ.'),
    firstMismatch: nullable(shape('ChainMismatch', {
        invoiceNumber: Joi.string().example('FV/2026/11/0017')
            .description('Number of the document; the id of the series when no document is left to be named.'),
        reason: oneOf('ChainFault', reasons).description(`Kind of difference. ${meaningsOfReasons}`)
    })).description('First document that differs, or null.'),
    lastHash: nullable(hash).description(
        'Last chain hash of the series, or null. Kept elsewhere, it proves later that nothing before it was changed.'),
    nextAfter: nullable(Joi.number().integer()).description(
        'Counter to go on after, when the series was too long for one call; null at its end.')
});

const auditAnswer = shape('NumberingAudit', {
    series: Joi.string().example('vat_invoice-2026-11').description('Id of the series.'),
    firstNumber: Joi.number().integer().example(1)
        .description('Counter that the audit begins with: 1, or the one that the series was started with.'),
    first: nullable(Joi.string().example('FV/2026/11/0001')).description('First number, or null.'),
    last: nullable(Joi.string().example('FV/2026/11/0041')).description('Last number, or null.'),
    count: Joi.number().integer().example(41).description('Number of documents.'),
    gaps: listOf('Gaps', Joi.number().integer(), 100).description('Counters that no document has: always empty.'),
    duplicates: listOf('Duplicates', Joi.number().integer(), 100)
        .description('Counters that several documents have: always empty.'),
    orderViolations: listOf('OrderViolations', shape('OrderViolation', {
        invoiceNumber: Joi.string().description('Number of the document.'),
        issueDate: date.description('Its issue date.'),
        after: date.description('Later issue date of the document that is counted before it.')
    }), 100).description(
        'Documents dated before one that is counted before them. Only a caller with invoices:backdate can make one.'),
    gapless: Joi.boolean().description('True when there are no gaps and no duplicates.'),
    chain: chainAnswer.description('Check of the hashes.')
}).example({
    series: 'vat_invoice-2026-11', firstNumber: 1, first: 'FV/2026/11/0001', last: 'FV/2026/11/0041', count: 41,
    gaps: [], duplicates: [], orderViolations: [], gapless: true,
    chain: {
        verified: true, documents: 41, withoutHash: 0, lastWithoutHash: null, mismatches: 0, firstMismatch: null,
        lastHash: '9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08', nextAfter: null
    }
});

const previewRoute = commandRoute({
    method: 'POST',
    path: '/invoices/generate-number/{invoiceType}',
    id: 'generateNumber',
    tag: 'numbering',
    scope: 'invoices:read',
    gateway: true,
    description: 'Preview the next number',
    notes: 'The series is the one that counts a document issued today. Nothing is reserved: that would tear gaps.',
    params: invoiceTypeParams,
    success: { 201: previewAnswer },
    answer: (preview: NumberPreview) => ok(preview, 201),
    run: (dependencies, command, { params }) => previewNumber(dependencies, command, params.invoiceType)
});

const listSeriesRoute: ServerRoute = {
    method: 'GET',
    path: '/invoices/numbering',
    options: {
        auth: requires('invoices:read'),
        tags: ['api', 'numbering'],
        description: 'List the series',
        ...answers('listSeries', { 200: seriesAnswer })
    },
    handler: async (request) => {
        return { data: await listNumberSeries(
            request.server.app.dependencies.database, callerOf(request).organisationId) };
    }
};

const auditRoute: ServerRoute<{ Params: ValueOf<typeof seriesParams>; Query: ValueOf<typeof auditQuery> }> = {
    method: 'GET',
    path: '/invoices/numbering/{series}/audit',
    options: {
        // It reads every document of the series.
        app: { costClass: 'reports' },
        auth: requires('invoices:read'),
        tags: ['api', 'numbering'],
        description: 'Prove that a series has no gaps and that its documents are as they were issued',
        notes: 'Read from the documents themselves, not from the counter. Their hashes are computed afresh from what '
            + 'is stored; a long series takes several calls.',
        validate: { params: seriesParams, query: auditQuery },
        ...answers('auditNumbering', { 200: auditAnswer }, ['SERIES_NOT_FOUND'])
    },
    handler: (request) =>
        auditNumbering(request.server.app.dependencies.database, callerOf(request).organisationId,
            request.params.series, request.query.after)
};

const startRoute = commandRoute({
    method: 'PUT',
    path: '/invoices/numbering/{series}/start',
    id: 'startSeries',
    tag: 'numbering',
    scope: 'organisation:write',
    description: 'Set the first number of a series',
    notes: 'For a company that takes over its running series: once, before the first document. The series need not '
        + 'exist yet; its period is one of the present number pattern. The audit begins with this number. The same '
        + 'number again changes nothing, another one is 409.',
    params: seriesParams,
    payload: startBody,
    success: { 200: startedSeries },
    errors: ['SERIES_NOT_COUNTED', 'SERIES_HAS_DOCUMENTS', 'SERIES_ALREADY_STARTED'],
    answer: (started: StartedSeries) => ok(started),
    run: (dependencies, command, { params, payload }) =>
        startSeries(dependencies, command, params.series, payload.next)
});

/** Routes of numbering: preview of the next number, list, start, and proof that the series are gapless. */
export const numberingRoutes = [previewRoute, listSeriesRoute, startRoute, auditRoute];
