import Joi from 'joi';
import { calendarDate, flag, limitOf, text, uuid, wholeNumber } from '../../foundation/schema/fields.ts';
import { decimalMicros } from '../../foundation/schema/decimal-field.ts';
import { listParameter } from '../../foundation/schema/list-parameter.ts';
import { oneOf, shape } from '../../foundation/schema/shape.ts';
import { invoiceStatuses } from '../../foundation/vocabulary/invoice-statuses.ts';
import { paymentStatuses } from '../../foundation/vocabulary/payment-statuses.ts';
import { documentTypes } from '../../foundation/vocabulary/document-types.ts';
import { currency, orderNumber } from '../../domain/invoices/invoice.schemas.ts';

/** Keys that the list can be sorted by. */
export const sortKeys = [
    'issueDate', 'dueDate', 'invoiceNumber', 'customerName', 'totalGross', 'createdAt'
] as const;

/** Filters of lists, and of exports. */
export const listFilters = {
    search: text(100).description(
        'Text that number, customer name, NIP (with or without dashes and blanks), order number or notes hold, or '
        + 'words of which each begins a word of one item.'),
    status: listParameter('StatusFilter', oneOf('InvoiceStatusFilter', [...invoiceStatuses, 'overdue']), 6)
        .description('States of the documents wanted. overdue: past the due date with a balance left.'),
    paymentStatus: listParameter(
        'PaymentStatusFilters', oneOf('PaymentStatusFilter', [...paymentStatuses, 'overdue']),
        paymentStatuses.length + 1
    ).description('Payment states of the documents wanted.'),
    invoiceType: listParameter('InvoiceTypeFilter', oneOf('InvoiceType', documentTypes), 3)
        .description('Types of the documents wanted.'),
    currency: listParameter('CurrencyFilter', currency, 20)
        .description('Currencies of the documents wanted, ISO 4217.'),
    fromDate: calendarDate
        .description('First issue date wanted. A document without one counts on the day it was made.'),
    toDate: calendarDate
        .description('Last issue date wanted. A document without one counts on the day it was made.'),
    dueFrom: calendarDate.description('First due date wanted.'),
    dueTo: calendarDate.description('Last due date wanted.'),
    minAmount: decimalMicros({ decimals: 4, min: 0n, example: '100.00' })
        .description('Least gross amount, in the currency of each document.'),
    maxAmount: decimalMicros({ decimals: 4, min: 0n, example: '5000.00' })
        .description('Greatest gross amount, in the currency of each document.'),
    overdueOnly: flag.description('True for documents past the due date with a balance left.'),
    number: text(100).description('Number of the document, the whole of it.'),
    orderNumber: orderNumber.description('Order number, the whole of it (EN 16931 BT-13).')
};

const page = {
    sortBy: oneOf('SortBy', sortKeys).default('createdAt').description('Member that the list is sorted by.'),
    sortOrder: oneOf('SortOrder', ['asc', 'desc']).insensitive().default('desc')
        .description('Direction of the sorting, in any case.')
};

const place = {
    cursor: Joi.string().max(1_000).pattern(/^[A-Za-z0-9_-]+$/)
        .messages({ 'string.pattern.base': 'is not a cursor of this list' })
        .description('Cursor of the page: nextCursor of the page before. Not together with page.'),
    page: wholeNumber(1, 10_001)
        .description('Number of the page, from 1; its offset is at most 10 000.')
};

/** `GET /invoices` */
export const listQuery = shape('ListQuery', { ...page, limit: limitOf(100, 20) }, { ...listFilters, contactId: uuid
    .description('Customer in contacts-service.'), ...place });

/** Most invoices of a customer in one answer, and as many without a limit: the CRM's gateway passes no query on. */
const maxOfCustomer = 500;

/** `GET /invoices/customer/{contactId}` */
export const customerListQuery = shape('CustomerListQuery', {
    ...page, limit: limitOf(maxOfCustomer, maxOfCustomer)
}, { ...listFilters, ...place });
