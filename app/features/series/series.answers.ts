import Joi from 'joi';
import { date } from '../../foundation/schema/answer-fields.ts';
import { nullable, oneOf, shape } from '../../foundation/schema/shape.ts';
import { documentTypes } from '../../foundation/vocabulary/document-types.ts';

/** Type of the documents of a series. */
export const invoiceType = oneOf('InvoiceType', documentTypes);

/** The id of a series in a path. */
export const seriesParams = shape('SeriesParam', {
    series: Joi.string().pattern(/^(vat_invoice|proforma|advance_invoice|corrective)-(\d{4}(-(0[1-9]|1[0-2]))?|all)$/)
        .messages({ 'string.pattern.base': 'must be the id of a series, such as vat_invoice-2026-11' })
        .example('vat_invoice-2026-11')
        .description('Id of the series: document type and period.')
});

const entry = {
    id: Joi.string().example('vat_invoice-2026-11').description('Id of the series: document type and period.'),
    invoiceType,
    period: Joi.string().example('2026-11').description('Period of the counter: a year, a month, or all.'),
    firstNumber: Joi.number().integer().example(1)
        .description('Counter of the first document: 1, or the one that the series was started with.'),
    lastNumber: nullable(Joi.number().integer().example(41))
        .description('Last counter that was given; null before the first document.'),
    lastIssueDate: nullable(date).description('Latest issue date in the series; null before the first document.')
};

/** A series in the list. */
export const seriesEntry = shape('Series', entry);

/** A series that was started by hand. */
export const startedSeries = shape('StartedSeries', {
    ...entry,
    nextInvoiceNumber: Joi.string().example('FV/2026/11/0042').description('Number that its first document will get.')
}).example({
    id: 'vat_invoice-2026-11', invoiceType: 'vat_invoice', period: '2026-11', firstNumber: 42, lastNumber: null,
    lastIssueDate: null, nextInvoiceNumber: 'FV/2026/11/0042'
});
