import Joi from 'joi';
import { listOf, oneOf, shape } from '../../foundation/schema/shape.ts';
import { date, money, vatRateAnswer } from '../../foundation/schema/answer-fields.ts';
import { described } from '../../foundation/schema/openapi-meta.ts';
import { vatCategories } from '../../foundation/vocabulary/vat-categories.ts';
import { count, currency } from './answer-fields.ts';
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

/** `GET /invoices/analytics/vat-report` */
export const vatReportAnswer = shape('VatReport', {
    startDate: date.description('First day of the report.'),
    endDate: date.description('Last day of the report.'),
    groupBy: oneOf('VatGrouping', vatGroupings)
        .description('Parts that the report is divided into: the period as a whole, months or quarters.'),
    dateBasis: oneOf('VatDateBasis', vatDateBases).description(
        'Date that decides on the period. sale: the sale date of an invoice, and the issue date of a corrective; '
        + 'issue: the issue date of either.'),
    periods: listOf('VatPeriods', period, 200).description('Report of each part, in their order.')
}).example(toVatReportView(exampleVatReport));
