import Joi from 'joi';
import { listOf, oneOf, shape } from '../../foundation/schema/shape.ts';
import { date, money } from '../../domain/invoices/invoice.answers.ts';
import { vatCategories, vatKeywords } from '../../foundation/vocabulary/vat-categories.ts';
import { count, currency } from './answer-fields.ts';
import { exampleVatReport } from './vat-report.example.ts';
import { vatDateBases, vatGroupings } from './vat-periods.ts';
import { toVatReportView } from './vat-report.view.ts';

const rate = Joi.alternatives(Joi.number(), Joi.string().valid(...vatKeywords)).example(23)
    .meta({
        openapi: {
            type: undefined, anyOf: undefined, oneOf: [{ type: 'number' }, { type: 'string', enum: vatKeywords }], example: 23
        }
    });
const rateFields = { vatCategory: oneOf('VatCategory', vatCategories), vatRate: rate };

const sumFields = {
    documents: count.description('Documents that have any of it'),
    net: money,
    vat: money,
    gross: money,
    netInVatCurrency: money.description("Each document's amount of each rate at its own exchange rate, rounded by itself as on the document; "
        + "a corrective's is what the rate comes to with it, less what it came to before"),
    vatInVatCurrency: money,
    withoutExchangeRate: count.description('Documents in another currency that have no exchange rate: the two amounts before lack them')
};
const sums = shape('VatSums', sumFields);
const figureFields = {
    currency,
    vatCurrency: currency,
    ...sumFields,
    invoices: sums,
    correctives: sums
};

/** Maximum rows; more rates than any law has. */
const maxRows = 10_000;

const period = shape('VatPeriodReport', {
    period: Joi.string().description('2026-11, 2026-Q4, or both ends with a slash').example('2026-11'),
    startDate: date,
    endDate: date,
    rates: listOf('VatRateRows', shape('VatRateRow', { ...rateFields, ...figureFields }), maxRows)
        .description('Invoices, correctives (differences: negative where they lower), and both together'),
    totals: listOf('VatTotals', shape('VatTotal', figureFields), maxRows).description('Of each currency'),
    declaration: shape('VatDeclaration', {
        rates: listOf('DeclaredRates', shape('DeclaredRate', { vatCurrency: currency, ...rateFields, net: money, vat: money }), maxRows),
        totals: listOf('DeclaredTotals', shape('DeclaredTotal', { vatCurrency: currency, net: money, vat: money, withoutExchangeRate: count }), maxRows)
    }).description('All currencies together, in the VAT currency')
});

/** `GET /invoices/analytics/vat-report` */
export const vatReportAnswer = shape('VatReport', {
    startDate: date,
    endDate: date,
    groupBy: oneOf('VatGrouping', vatGroupings),
    dateBasis: oneOf('VatDateBasis', vatDateBases),
    periods: listOf('VatPeriods', period, 200)
}).example(toVatReportView(exampleVatReport));
