import Joi from 'joi';
import { listOf, nullable, oneOf, shape } from '../../foundation/schema/shape.ts';
import { date, id, money } from '../../domain/invoices/invoice.answers.ts';
import { count, currency, maxCurrencies } from './answer-fields.ts';
import { exampleOverdue, exampleStatement, exampleStatistics } from './report.example.ts';
import { toOverdueView, toStatementView, toStatisticsView } from './report.view.ts';
import { maxMovements, movementKinds } from './statement.ts';
import { paymentMethods } from '../../foundation/vocabulary/payment-methods.ts';
import { invoiceStatuses } from '../../foundation/vocabulary/invoice-statuses.ts';
import { paymentStatuses } from '../../foundation/vocabulary/payment-statuses.ts';
import { documentTypes } from '../../foundation/vocabulary/document-types.ts';
import { agingBuckets, notOverdue } from '../../foundation/vocabulary/aging-buckets.ts';

/** Schemas of reports. Amounts are text with the currency's decimals. */

const figureFields = { count, totalNet: money, totalVAT: money, totalGross: money };
const figures = shape('DocumentFigures', figureFields);

const currencyFigures = shape('CurrencyFigures', {
    currency,
    ...figureFields,
    paidAmount: money,
    creditedAmount: money,
    balance: money.description('totalGross − paidAmount − creditedAmount, as of now'),
    overdueCount: count,
    overdueAmount: money,
    invoices: figures,
    correctives: figures,
    proformas: figures,
    annulled: figures
});

const counts = (label: string, names: readonly string[]) => shape(label, Object.fromEntries(names.map((name) => [name, count])));

/** `GET /invoices/analytics/statistics` */
export const statisticsAnswer = shape('Statistics', {
    startDate: date,
    endDate: date,
    asOf: date.description('The day that overdue is counted from'),
    total: count.description('Every document of the period, whatever its state'),
    byStatus: counts('CountsByStatus', [...invoiceStatuses, 'overdue']).description('Adds up to total, but for overdue: those are issued or sent as well'),
    byPaymentStatus: counts('CountsByPaymentStatus', [...paymentStatuses, 'overdue'])
        .description('Of issued invoices: no drafts, proformas, correctives or annulled ones; overdue ones are pending or partial as well'),
    byInvoiceType: counts('CountsByInvoiceType', documentTypes).description('Adds up to total'),
    currencies: listOf('CurrencyFiguresList', currencyFigures, maxCurrencies).description('Of issued documents, each currency by itself. Correctives are differences, negative where they lower, and part of the totals; proformas and annulled documents are not')
}).example(toStatisticsView(exampleStatistics));

const overdueInvoice = shape('OverdueInvoice', {
    invoiceId: id,
    invoiceNumber: Joi.string().example('FV/2026/11/0001'),
    contactId: nullable(id),
    customerName: nullable(Joi.string().allow('')),
    currency,
    issueDate: date,
    dueDate: date,
    daysOverdue: Joi.number().integer().min(1).example(12),
    bucket: oneOf('AgingBucket', agingBuckets),
    totalGross: money,
    paidAmount: money,
    creditedAmount: money,
    balance: money
});
const agingSum = shape('AgingSum', { count, amount: money });
const aging = shape('Aging', {
    currency,
    buckets: listOf('AgingBuckets', shape('AgingBucketSum', { bucket: oneOf('AgingBucket', agingBuckets), count, amount: money }), agingBuckets.length)
        .description(`${notOverdue}: not yet due, due on the day itself, or without a due date; `
            + 'the others are days after the due date'),
    overdue: agingSum,
    total: agingSum
});

/** `GET /invoices/analytics/overdue` */
export const overdueAnswer = shape('OverdueReport', {
    asOf: date,
    data: listOf('OverdueInvoices', overdueInvoice, 100).description('The longest overdue first'),
    limit: Joi.number().integer(),
    nextCursor: nullable(Joi.string()),
    aging: listOf('AgingByCurrency', aging, maxCurrencies)
        .description('Of every unpaid invoice that matches, whatever the page; '
            + `overdue sums all buckets but ${notOverdue}`)
}).example(toOverdueView(exampleOverdue, 50));

const movement = shape('AccountMovement', {
    id: id.description('Of the document, or of the payment'),
    kind: oneOf('MovementKind', movementKinds)
        .description('write_off_withdrawn: a residue that was written off before and that a corrective has made part of what it credits'),
    date,
    invoiceNumber: nullable(Joi.string().example('FV/2026/11/0001')),
    dueDate: nullable(date),
    paymentMethod: nullable(oneOf('NullablePaymentMethod', paymentMethods)),
    reference: nullable(Joi.string().allow('')),
    reversesId: nullable(id),
    amount: money.description('What the customer owes more by it; negative: less'),
    balance: money.description('What the customer owes after it; negative: paid too much')
});

/** `GET /customers/{contactId}/statement` */
export const statementAnswer = shape('CustomerStatement', {
    contactId: id,
    from: date,
    to: date,
    currencies: listOf('AccountStatements', shape('AccountStatement', {
        currency, openingBalance: money, rows: listOf('AccountMovements', movement, maxMovements), closingBalance: money
    }), maxCurrencies)
}).example(toStatementView(exampleStatement));
