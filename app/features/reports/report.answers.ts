import Joi from 'joi';
import { listOf, nullable, oneOf, shape } from '../../foundation/schema/shape.ts';
import { anyText, date, id, money, nextCursor, pageLimit } from '../../foundation/schema/answer-fields.ts';
import { described } from '../../foundation/schema/openapi-meta.ts';
import { count, currency, maxCurrencies } from './answer-fields.ts';
import { exampleOverdue, exampleStatement, exampleStatistics } from './report.example.ts';
import { toOverdueView, toStatementView, toStatisticsView } from './report.view.ts';
import { maxMovements, movementKinds } from './statement.ts';
import { maxAllocations } from '../payments/pay-invoices.ts';
import { methodOfSettlement } from '../../domain/invoices/invoice.answers.ts';
import { invoiceStatuses } from '../../foundation/vocabulary/invoice-statuses.ts';
import { paymentStatuses } from '../../foundation/vocabulary/payment-statuses.ts';
import { documentTypes } from '../../foundation/vocabulary/document-types.ts';
import { agingBuckets, notOverdue } from '../../foundation/vocabulary/aging-buckets.ts';

/** Schemas of reports. Amounts are text with the currency's decimals. */

const figureFields = {
    count,
    totalNet: money.description('Sum of the net amounts.'),
    totalVAT: money.description('Sum of the VAT.'),
    totalGross: money.description('Sum of the gross amounts.')
};
const figures = shape('DocumentFigures', figureFields).description('Number and sums of one kind of document.');

const currencyFigures = shape('CurrencyFigures', {
    currency,
    ...figureFields,
    paidAmount: money.description('Sum of what was paid.'),
    creditedAmount: money.description(
        'Sum of what is no longer owed, by correctives and write-offs; negative where correctives raised invoices by '
        + 'more.'),
    balance: money.description('Sum still to be paid, as of now: totalGross − paidAmount − creditedAmount.'),
    overdueCount: count.description('Number of documents past the due date with a balance left.'),
    overdueAmount: money.description('Sum of the balances of overdue documents.'),
    invoices: described(figures,
        'Number and sums of the invoices; a final invoice counts with what its advances leave to pay.'),
    advanceInvoices: described(figures, 'Number and sums of the advance invoices.'),
    correctives: described(figures, 'Number and sums of the correctives: differences, negative where they lower.'),
    proformas: described(figures, 'Number and sums of the proformas, which are not part of the totals.'),
    annulled: described(figures, 'Number and sums of annulled documents, which are not part of the totals.')
});

const counts = (label: string, names: readonly string[]) => shape(label, Object.fromEntries(names.map((name) =>
    [name, count.description(`Number of documents: ${name}.`)])));

/** `GET /invoices/analytics/statistics` */
export const statisticsAnswer = shape('Statistics', {
    startDate: date.description('First issue date of the period.'),
    endDate: date.description('Last issue date of the period.'),
    asOf: date.description('Day for which overdue is computed.'),
    total: count.description('Number of documents of the period, in any state.'),
    byStatus: counts('CountsByStatus', [...invoiceStatuses, 'overdue']).description(
        'Number of documents by state. They add up to total, but for overdue: those are issued or sent as well.'),
    byPaymentStatus: counts('CountsByPaymentStatus', [...paymentStatuses, 'overdue'])
        .description(
            'Number of issued invoices and advance invoices by payment state, without drafts, proformas and '
            + 'correctives. They add up to all issued invoices and advance invoices, but for overdue: those are '
            + 'pending or partial as well. cancelled: annulled, or taken back by a corrective.'),
    byInvoiceType: counts('CountsByInvoiceType', documentTypes)
        .description('Number of documents by type. They add up to total.'),
    currencies: listOf('CurrencyFiguresList', currencyFigures, maxCurrencies).description(
        'Sums of issued documents, each currency by itself. The totals are the sum of invoices, advanceInvoices '
        + 'and correctives; proformas and annulled documents are not part of them.')
}).example(toStatisticsView(exampleStatistics));

const bucket = oneOf('AgingBucket', agingBuckets)
    .description(`Range of days overdue. ${notOverdue}: not yet due, due on the day itself, or without a due date.`);

const overdueInvoice = shape('OverdueInvoice', {
    invoiceId: id.description('Id of the invoice.'),
    invoiceNumber: Joi.string().example('FV/2026/11/0001').description('Number of the invoice.'),
    contactId: nullable(id).description('Customer in contacts-service, or null.'),
    customerName: nullable(anyText).description('Name of the buyer.'),
    currency,
    issueDate: date.description('Issue date.'),
    dueDate: date.description('Last day to pay on time.'),
    daysOverdue: Joi.number().integer().min(1).example(12).description('Days from the due date to asOf.'),
    bucket,
    totalGross: money.description('Gross amount of the invoice.'),
    paidAmount: money.description('Sum of what was paid; for a past day, up to it.'),
    creditedAmount: money.description('Sum of what is no longer owed; for a past day, up to it.'),
    balance: money.description('Amount still to be paid; for a past day, as of that day.')
});
const agingFields = {
    count: count.description('Number of invoices.'),
    amount: money.description('Sum of their balances.')
};
const agingSum = shape('AgingSum', agingFields)
    .description('Number of unpaid invoices, and the sum of their balances.');
const aging = shape('Aging', {
    currency,
    buckets: listOf('AgingBuckets', shape('AgingBucketSum', { bucket, ...agingFields }), agingBuckets.length)
        .description('Sums for each range of days overdue.'),
    overdue: described(agingSum, `Sum of all buckets but ${notOverdue}.`),
    total: described(agingSum, 'Sum of all buckets.')
});

/** `GET /invoices/analytics/overdue` */
export const overdueAnswer = shape('OverdueReport', {
    asOf: date.description('Day of the report.'),
    data: listOf('OverdueInvoices', overdueInvoice, 500)
        .description('Invoices of the page, the longest overdue first.'),
    limit: pageLimit,
    nextCursor,
    aging: listOf('AgingByCurrency', aging, maxCurrencies).description(
        'Sums of every unpaid invoice that matches, on any page, for each currency. The credit of a customer is not '
        + 'taken off: a statement of account of that day closes with these sums less the credit.')
}).example(toOverdueView(exampleOverdue, 50));

const movement = shape('AccountMovement', {
    id: id.description('Id of the document, or of the settlement.'),
    kind: oneOf('MovementKind', movementKinds)
        .description(
            'Kind of movement: a document, or a kind of settlement. write_off_withdrawn: a residue that was '
            + 'written off before and '
            + 'that a corrective has made part of what it credits.'),
    date: date.description('Issue date of the document, or day that the settlement counts for.'),
    invoiceNumber: nullable(Joi.string().example('FV/2026/11/0001')).description('Number of the document, or null.'),
    invoiceNumbers: listOf('SettledNumbers', Joi.string().example('FV/2026/11/0001'), maxAllocations).description(
        'Numbers of the documents that the settlement paid or credited, in alphabetical order; empty for a document, '
        + 'and for money that is credit alone. Of an advance the number of its proforma.'),
    dueDate: nullable(date).description('Due date of the document, or null.'),
    paymentMethod: methodOfSettlement,
    reference: nullable(anyText).description('Reference of the payment, or null.'),
    reversesId: nullable(id).description('Settlement that this reversal undoes, or null.'),
    amount: money.description('Amount that the customer owes more by it; negative: less.'),
    balance: money.description('Amount that the customer owes after it; negative: paid too much.')
});

/** `GET /customers/{contactId}/statement` */
export const statementAnswer = shape('CustomerStatement', {
    contactId: id.description('Customer in contacts-service.'),
    from: date.description('First day.'),
    to: date.description('Last day.'),
    currencies: listOf('AccountStatements', shape('AccountStatement', {
        currency,
        openingBalance: money
            .description('Amount that the customer owed before the first day; negative: paid too much.'),
        rows: listOf('AccountMovements', movement, maxMovements).description('Movements in their order.'),
        closingBalance: money.description('Amount that the customer owes after the last day; negative: paid too much.')
    }), maxCurrencies).description('Statement of each currency.')
}).example(toStatementView(exampleStatement));
