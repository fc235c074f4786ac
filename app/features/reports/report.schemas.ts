import Joi from 'joi';
import { calendarDate, uuid, wholeNumber } from '../../foundation/schema/fields.ts';
import { oneOf, shape } from '../../foundation/schema/shape.ts';
import { currency } from '../../domain/invoices/invoice.schemas.ts';
import { vatDateBases, vatGroupings } from './vat-periods.ts';

const range = {
    startDate: calendarDate.description('The first day; default: of this month'),
    endDate: calendarDate.description('The last day; default: of this month')
};

/** `GET /invoices/analytics/statistics` */
export const statisticsQuery = shape('StatisticsQuery', {}, range);

/** `GET /invoices/analytics/overdue` */
export const overdueQuery = shape('OverdueQuery', { limit: wholeNumber(1, 100).default(50) }, {
    asOf: calendarDate.description('The day that days overdue are counted to; default: today. What is left to pay is always as of now'),
    contactId: uuid,
    currency,
    cursor: Joi.string().max(100).pattern(/^[A-Za-z0-9_-]+$/).messages({ 'string.pattern.base': 'is not a cursor of this list' })
        .description('nextCursor of the page before')
});

/** `GET /invoices/analytics/vat-report` */
export const vatReportQuery = shape('VatReportQuery', {
    groupBy: oneOf('VatGrouping', vatGroupings).default('period'),
    dateBasis: oneOf('VatDateBasis', vatDateBases).default('sale')
        .description('What decides on the period. sale: the sale date of an invoice, and of a corrective its own issue date; issue: the issue date of either')
}, range);

/** `GET /customers/{contactId}/statement` */
export const statementQuery = shape('StatementQuery', {}, {
    from: calendarDate.description('The first day; default: of the month of `to`'),
    to: calendarDate.description('The last day; default: today'),
    currency: currency.description('One currency alone; default: each that the customer has documents in')
});
