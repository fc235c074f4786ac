import type { ServerRoute } from '@hapi/hapi';
import Joi from 'joi';
import { callerOf, requires } from '../auth/access.ts';
import { answers } from '../http/answers.ts';
import { commandOf } from '../http/command-of.ts';
import type {} from '../http/hapi-types.ts';
import { listOf, nullable, oneOf, shape, type ValueOf } from '../http/shape.ts';
import { auditNumbering } from './audit-numbering.ts';
import { listNumberSeries } from './list-series.ts';
import { documentTypes } from './number-pattern.ts';
import { previewNumber } from './preview-number.ts';

const invoiceType = oneOf('InvoiceType', documentTypes);
const invoiceTypeParams = shape('InvoiceTypeParam', { invoiceType });
const seriesParams = shape('SeriesParam', {
    series: Joi.string().pattern(/^(vat_invoice|proforma|corrective)-(\d{4}(-\d{2})?|all)$/)
        .messages({ 'string.pattern.base': 'must be the id of a series, such as vat_invoice-2026-11' }).example('vat_invoice-2026-11')
});
const date = Joi.string().example('2026-11-23');

const previewAnswer = shape('NumberPreview', {
    invoiceNumber: Joi.string().example('FV/2026/11/0042'), invoiceType, reserved: Joi.boolean().valid(false).example(false)
});

const seriesAnswer = shape('SeriesList', {
    data: listOf('SeriesEntries', shape('Series', {
        id: Joi.string().example('vat_invoice-2026-11'),
        invoiceType,
        period: Joi.string().example('2026-11'),
        lastNumber: Joi.number().integer().example(41),
        lastIssueDate: date
    }), 1_000)
});

const auditAnswer = shape('NumberingAudit', {
    series: Joi.string().example('vat_invoice-2026-11'),
    first: nullable(Joi.string().example('FV/2026/11/0001')),
    last: nullable(Joi.string().example('FV/2026/11/0041')),
    count: Joi.number().integer().example(41),
    gaps: listOf('Gaps', Joi.number().integer(), 100).description('Always empty'),
    duplicates: listOf('Duplicates', Joi.number().integer(), 100).description('Always empty'),
    orderViolations: listOf('OrderViolations', shape('OrderViolation', { invoiceNumber: Joi.string(), issueDate: date, after: date }), 100)
        .description('Invoices dated before one that is counted before them; only a caller with invoices:backdate can make one'),
    gapless: Joi.boolean()
}).example({
    series: 'vat_invoice-2026-11', first: 'FV/2026/11/0001', last: 'FV/2026/11/0041', count: 41,
    gaps: [], duplicates: [], orderViolations: [], gapless: true
});

const previewRoute: ServerRoute<{ Params: ValueOf<typeof invoiceTypeParams> }> = {
    method: 'POST',
    path: '/invoices/generate-number/{invoiceType}',
    options: {
        app: { gateway: true },
        auth: requires('invoices:read'),
        tags: ['api', 'numbering'],
        description: 'Preview the next number',
        notes: 'Of the series that a document issued today is counted in. Nothing is reserved: that would tear gaps.',
        validate: { params: invoiceTypeParams },
        ...answers('generateNumber', { 201: previewAnswer }, ['IDEMPOTENCY_KEY_INVALID', 'IDEMPOTENCY_KEY_REUSED', 'IDEMPOTENCY_KEY_RUNNING'])
    },
    handler: async (request, h) =>
        h.response(await previewNumber(request.server.app.services, commandOf(request), request.params.invoiceType)).code(201)
};

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
        return { data: await listNumberSeries(request.server.app.services.database, callerOf(request).organisationId) };
    }
};

const auditRoute: ServerRoute<{ Params: ValueOf<typeof seriesParams> }> = {
    method: 'GET',
    path: '/invoices/numbering/{series}/audit',
    options: {
        auth: requires('invoices:read'),
        tags: ['api', 'numbering'],
        description: 'Prove that a series has no gaps',
        notes: 'Read from the documents themselves, not from the counter.',
        validate: { params: seriesParams },
        ...answers('auditNumbering', { 200: auditAnswer }, ['SERIES_NOT_FOUND'])
    },
    handler: (request) => auditNumbering(request.server.app.services.database, callerOf(request).organisationId, request.params.series)
};

/** Numbers: what comes next, which series there are, and the proof that they are gapless. */
export const numberingRoutes = [previewRoute, listSeriesRoute, auditRoute];
