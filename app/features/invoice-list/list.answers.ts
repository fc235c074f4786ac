import Joi from 'joi';
import { listOf, nullable, shape } from '../../foundation/schema/shape.ts';
import { exampleIssued } from '../../domain/invoices/invoice.example.ts';
import { toInvoiceSummary } from '../../domain/invoices/invoice.view.ts';
import { money, id, today, invoiceSummary } from '../../domain/invoices/invoice.answers.ts';
const pageFields = { data: listOf('InvoiceSummaries', invoiceSummary, 100), limit: Joi.number().integer() };

const byCursor = { nextCursor: nullable(Joi.string()).description('Absent in page mode; null on the last page') };

const byPage = { total: Joi.number().integer(), page: Joi.number().integer(), totalPages: Joi.number().integer() };

/** `GET /invoices` */
export const invoicePageAnswer = shape('InvoicePage', pageFields, { ...byCursor, ...byPage })
    .example({ data: [toInvoiceSummary(exampleIssued, today)], limit: 20, nextCursor: null });

const balanceRow = shape('CustomerBalance', { currency: Joi.string(), totalGross: money, paidAmount: money, balance: money });

/** `GET /invoices/customer/{contactId}` */
export const customerPageAnswer = shape('CustomerInvoicePage', {
    ...pageFields,
    contactId: id,
    balance: money.description("Still to be paid in the organisation's currency, over the invoices that match"),
    balances: listOf('CustomerBalances', balanceRow, 200).description('The same for each currency')
}, { ...byCursor, ...byPage }).example({
    data: [toInvoiceSummary(exampleIssued, today)], limit: 20, nextCursor: null, contactId: exampleIssued.contactId, balance: '2661.73',
    balances: [{ currency: 'PLN', totalGross: '2661.73', paidAmount: '0.00', balance: '2661.73' }]
});
