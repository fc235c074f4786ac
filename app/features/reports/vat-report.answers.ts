import Joi from 'joi';
import { listOf, nullable, oneOf, shape } from '../../foundation/schema/shape.ts';
import { anyText, date, id, money, vatRateAnswer } from '../../foundation/schema/answer-fields.ts';
import { described } from '../../foundation/schema/openapi-meta.ts';
import { vatCategories } from '../../foundation/vocabulary/vat-categories.ts';
import { count, currency } from './answer-fields.ts';
import { maxAwaiting } from './awaiting-confirmation.repository.ts';
import { dateBasisText } from './report.schemas.ts';
import { exampleVatReport } from './vat-report.example.ts';
import { vatDateBases, vatGroupings } from './vat-periods.ts';
import { toVatReportView } from './vat-report.view.ts';

const rateFields = { vatCategory: oneOf('VatCategory', vatCategories), vatRate: vatRateAnswer };

const sumFields = {
    documents: count.description('Number of documents that have any of it.'),
    net: money.description('Sum of the net amounts.'),
    vat: money.description('Sum of the VAT.'),
    gross: money.description('Sum of the gross amounts.'),
    netInVatCurrency: money.description(
        "Sum of the net amounts in the VAT currency. Each document's amount of each rate is exchanged at its "
        + "own exchange rate and "
        + "rounded by itself, as on the document; a corrective's is what the rate comes to with it, less what it "
        + "came to before."),
    vatInVatCurrency: money.description('Sum of the VAT in the VAT currency, exchanged in the same way.'),
    withoutExchangeRate: count.description(
        'Number of documents in another currency that have no exchange rate. The two amounts before lack them.')
};
const sums = shape('VatSums', sumFields).description('Sums of one kind of document.');
const vatCurrency = currency.description('Currency in which VAT is reported, ISO 4217 (EN 16931 BT-6).');
const figureFields = {
    currency,
    vatCurrency,
    ...sumFields,
    invoices: described(sums, 'Sums of the invoices.'),
    correctives: described(sums, 'Sums of the correctives: differences, negative where they lower.')
};

/** Maximum rows; more rates than any law has. */
const maxRows = 10_000;

const declared = {
    net: money.description('Net amount in the VAT currency.'),
    vat: money.description('VAT in the VAT currency.')
};

const period = shape('VatPeriodReport', {
    period: Joi.string()
        .description('Name of the period: 2026-11, 2026-Q4, or both ends with a slash.').example('2026-11'),
    startDate: date.description('First day of the period.'),
    endDate: date.description('Last day of the period.'),
    rates: listOf('VatRateRows', shape('VatRateRow', { ...rateFields, ...figureFields }), maxRows)
        .description('Sums for each currency, VAT category and rate.'),
    totals: listOf('VatTotals', shape('VatTotal', figureFields), maxRows).description('Sums for each currency.'),
    declaration: shape('VatDeclaration', {
        rates: listOf('DeclaredRates', shape('DeclaredRate', { vatCurrency, ...rateFields, ...declared }), maxRows)
            .description('Sums for each VAT category and rate.'),
        totals: listOf('DeclaredTotals', shape('DeclaredTotal', {
            vatCurrency,
            ...declared,
            withoutExchangeRate: count
                .description('Number of documents that are missing, because they have no exchange rate.')
        }), maxRows).description('Sums of all rates.')
    }).description('Sums of all currencies together in the VAT currency, as a VAT return (JPK_V7) needs them.')
});

const awaiting = shape('AwaitingCorrective', {
    invoiceId: id.description('Id of the corrective.'),
    invoiceNumber: Joi.string().example('FK/2026/11/0001').description('Number of the corrective.'),
    issueDate: date.description('Issue date of the corrective.'),
    correctedInvoiceNumber: Joi.string().example('FV/2026/11/0001').description('Number of the corrected invoice.'),
    customerName: nullable(anyText).description('Name of the buyer.'),
    currency,
    vatCurrency,
    net: money.example('-100.00').description('Sum of the net amounts that await the confirmation.'),
    vat: money.example('-23.00').description('Sum of the VAT that awaits the confirmation.'),
    netInVatCurrency: nullable(money).description(
        'The net amounts in the VAT currency; null where the exchange rate of any of its tax points is not known.'),
    vatInVatCurrency: nullable(money).description(
        'The VAT in the VAT currency; null where the exchange rate of any of its tax points is not known.')
});

/** `GET /invoices/analytics/vat-report` */
export const vatReportAnswer = shape('VatReport', {
    startDate: date.description('First day of the report.'),
    endDate: date.description('Last day of the report.'),
    groupBy: oneOf('VatGrouping', vatGroupings)
        .description('Parts that the report is divided into: the period as a whole, months or quarters.'),
    dateBasis: oneOf('VatDateBasis', vatDateBases).description(dateBasisText),
    periods: listOf('VatPeriods', period, 200).description('Report of each part, in their order.'),
    awaitingConfirmation: listOf('AwaitingCorrectives', awaiting, maxAwaiting).description(
        'Correctives issued until endDate that lower the tax and count in no period by tax point yet, because the '
        + "buyer's confirmation is awaited: the oldest first (Ustawa o VAT art. 29a ust. 13a)."),
    awaitingConfirmationTotal: count.description('Number of all of them.')
}).example(toVatReportView(exampleVatReport));
