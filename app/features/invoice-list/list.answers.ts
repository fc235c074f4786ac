import Joi from 'joi';
import { currencyCode, id, money, nextCursor, pageLimit } from '../../foundation/schema/answer-fields.ts';
import { listOf, shape } from '../../foundation/schema/shape.ts';
import { exampleIssued } from '../../domain/invoices/invoice.example.ts';
import { toInvoiceSummary } from '../../domain/invoices/invoice.view.ts';
import { today, invoiceSummary } from '../../domain/invoices/invoice.answers.ts';

const data = listOf('InvoiceSummaries', invoiceSummary, 500)
    .description('Documents of the page, in the order asked for.');
const pageFields = { data, limit: pageLimit };

const byCursor = { nextCursor: nextCursor
    .description('Cursor of the next page; null on the last page, absent when pages are asked for by number.') };

const byPage = {
    total: Joi.number().integer().example(57)
        .description('Number of documents that match, counted to 10 000; absent after a cursor.'),
    totalIsMore: Joi.boolean().example(false)
        .description('True when more than 10 000 documents match; absent after a cursor.'),
    page: Joi.number().integer().example(1).description('Number of this page, from 1; absent after a cursor.'),
    totalPages: Joi.number().integer().example(3)
        .description('Number of pages that total makes; absent after a cursor.')
};

/** `GET /invoices` */
export const invoicePageAnswer = shape('InvoicePage', pageFields, { ...byCursor, ...byPage })
    .example({
        data: [toInvoiceSummary(exampleIssued, today)], limit: 20, nextCursor: null,
        total: 1, totalIsMore: false, page: 1, totalPages: 1
    });

const balanceRow = shape('CustomerBalance', {
    currency: currencyCode,
    totalGross: money.description('Sum of the gross amounts.'),
    paidAmount: money.description('Sum of what was paid.'),
    balance: money.description('Sum still to be paid.')
});

/** `GET /invoices/customer/{contactId}` */
export const customerPageAnswer = shape('CustomerInvoicePage', {
    ...pageFields,
    contactId: id.description('Customer in contacts-service.'),
    balance: money.description("Amount still to be paid in the organisation's currency, over the invoices that match."),
    balances: listOf('CustomerBalances', balanceRow, 200)
        .description('Sums of the invoices that match, for each currency.')
}, { ...byCursor, ...byPage }).example({
    data: [toInvoiceSummary(exampleIssued, today)], limit: 500, nextCursor: null, total: 1, totalIsMore: false, page: 1,
    totalPages: 1, contactId: exampleIssued.contactId, balance: '2661.73',
    balances: [{ currency: 'PLN', totalGross: '2661.73', paidAmount: '0.00', balance: '2661.73' }]
});
