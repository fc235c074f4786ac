import Joi from 'joi';
import { calendarDate, flag, text, uuid, wholeNumber } from '../../foundation/schema/fields.ts';
import { decimalMicros } from '../../foundation/schema/decimal-field.ts';
import { listParameter } from '../../foundation/schema/list-parameter.ts';
import { oneOf, shape } from '../../foundation/schema/shape.ts';
import { invoiceStatuses } from '../../foundation/vocabulary/invoice-statuses.ts';
import { paymentStatuses } from '../../foundation/vocabulary/payment-statuses.ts';
import { documentTypes } from '../../foundation/vocabulary/document-types.ts';
import { currency, orderNumber } from '../../domain/invoices/invoice.schemas.ts';

/** Keys that the list can be sorted by. */
export const sortKeys = ['issueDate', 'dueDate', 'invoiceNumber', 'totalGross', 'createdAt'] as const;

const listFilters = {
    search: text(100).description('Part of number, customer name, NIP, order number or notes'),
    // `overdue` is computed from due date and balance, in either filter.
    status: listParameter('StatusFilter', oneOf('InvoiceStatusFilter', [...invoiceStatuses, 'overdue']), 6),
    paymentStatus: listParameter('PaymentStatusFilters', oneOf('PaymentStatusFilter', [...paymentStatuses, 'overdue']), 4),
    invoiceType: listParameter('InvoiceTypeFilter', oneOf('InvoiceType', documentTypes), 3),
    currency: listParameter('CurrencyFilter', currency, 20),
    fromDate: calendarDate.description('Issue date, inclusive'),
    toDate: calendarDate,
    dueFrom: calendarDate,
    dueTo: calendarDate,
    minAmount: decimalMicros({ decimals: 4, min: 0n, example: '100.00' }).description('Gross'),
    maxAmount: decimalMicros({ decimals: 4, min: 0n, example: '5000.00' }),
    overdueOnly: flag,
    number: text(100).description('The whole number'),
    orderNumber: orderNumber.description('The whole order number')
};

const page = {
    sortBy: oneOf('SortBy', sortKeys).default('createdAt'),
    sortOrder: oneOf('SortOrder', ['asc', 'desc']).default('desc'),
    limit: wholeNumber(1, 100).default(20)
};

const place = {
    cursor: Joi.string().max(400).pattern(/^[A-Za-z0-9_-]+$/).messages({ 'string.pattern.base': 'is not a cursor of this list' })
        .description('nextCursor of the page before; not together with page'),
    page: wholeNumber(1, 10_001).description('Page by number, with the exact total; offset at most 10 000')
};

/** `GET /invoices` */
export const listQuery = shape('ListQuery', page, { ...listFilters, contactId: uuid, ...place });

/** `GET /invoices/customer/{contactId}` */
export const customerListQuery = shape('CustomerListQuery', page, { ...listFilters, ...place });
