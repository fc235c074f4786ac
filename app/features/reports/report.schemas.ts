import Joi from 'joi';
import { calendarDate, limitOf, uuid } from '../../foundation/schema/fields.ts';
import { oneOf, shape } from '../../foundation/schema/shape.ts';
import { currency } from '../../domain/invoices/invoice.schemas.ts';
import { vatDateBases, vatGroupings } from './vat-periods.ts';

const range = {
    startDate: calendarDate.description('First day of the period. Default: that of this month.'),
    endDate: calendarDate.description('Last day of the period. Default: that of this month.')
};

/** `GET /invoices/analytics/statistics` */
export const statisticsQuery = shape('StatisticsQuery', {}, range);

/** Most overdue invoices in one answer, and as many without a limit: the CRM's gateway passes no query on. */
const maxOverdue = 500;

/** `GET /invoices/analytics/overdue` */
export const overdueQuery = shape('OverdueQuery', { limit: limitOf(maxOverdue, maxOverdue) }, {
    asOf: calendarDate.description(
        'Day of the report. Default: today. Of a past day it tells what was owed then: invoices issued up to it, less '
        + 'what had settled them by then. For a day to come it tells what is owed now, with the age of that day.'),
    contactId: uuid.description('Customer in contacts-service.'),
    currency: currency.description('Currency of the invoices wanted, ISO 4217.'),
    cursor: Joi.string().max(100).pattern(/^[A-Za-z0-9_-]+$/)
        .messages({ 'string.pattern.base': 'is not a cursor of this list' })
        .description('Cursor of the page: nextCursor of the page before.')
});

/** Meaning of the date bases of a VAT report. */
export const dateBasisText = 'Date that decides on the period. tax_point: the day on which the tax arises, and that of '
    + 'a corrective by its effect; sale: the sale date of an invoice, and the issue date of a corrective; issue: the '
    + 'issue date of either.';

/** `GET /invoices/analytics/vat-report` */
export const vatReportQuery = shape('VatReportQuery', {
    groupBy: oneOf('VatGrouping', vatGroupings).default('period').description('Parts that the report is divided into.'),
    dateBasis: oneOf('VatDateBasis', vatDateBases).default('tax_point').description(dateBasisText)
}, range);

/** `GET /customers/{contactId}/statement` */
export const statementQuery = shape('StatementQuery', {}, {
    from: calendarDate.description('First day. Default: that of the month of `to`.'),
    to: calendarDate.description('Last day. Default: today.'),
    currency: currency.description('Currency, ISO 4217. Default: each that the customer has documents in.')
});
