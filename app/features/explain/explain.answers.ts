import Joi from 'joi';
import { listOf, nullable, oneOf, shape } from '../../foundation/schema/shape.ts';
import { maxLines } from '../../domain/invoices/draft.ts';
import { priceSourceAnswer } from '../../domain/invoices/invoice.answers.ts';
import { exampleIssued } from '../../domain/invoices/invoice.example.ts';
import { vatCategories } from '../../foundation/vocabulary/vat-categories.ts';
import { explain } from './explanation.ts';
import { ruleList, roundings, roundingUnits } from './rules.ts';
import { allocationReasons, roundingDirections } from './explanation-step.ts';
import { invoiceStatuses } from '../../foundation/vocabulary/invoice-statuses.ts';
import { documentTypes } from '../../foundation/vocabulary/document-types.ts';
import { pricesIncludes } from '../../foundation/vocabulary/prices-include.ts';
import { roundingModels } from '../../foundation/vocabulary/rounding-models.ts';

/** Schemas of an explanation. Amounts are text with the currency's decimals; nothing in it is a binary float. */

const money = Joi.string().pattern(/^-?\d+(\.\d{1,4})?$/).example('1823.72');
const decimal = Joi.string().pattern(/^-?\d+(\.\d{1,6})?$/).example('54.717072');
/** Input of a step, with at most nine decimals, which an exchange rate has. */
const input = Joi.string().pattern(/^-?\d+(\.\d{1,9})?$/).example('54.717072');
const exact = Joi.string().pattern(/^-?\d+(\.\d+|\/\d+)?$/).example('1823.72000976');
const count = Joi.number().integer().min(0);
const vatRate = decimal.example('23').description('Percent');
const vatCategory = oneOf('VatCategory', vatCategories);
const ruleName = oneOf('ExplanationRuleName', ruleList.map(({ rule }) => rule));
const maxDifferences = maxLines * 6 + 4;
/** Maximum steps of a price, line or total. */
const maxSteps = 10;

const allocatedShare = shape('AllocatedShare', {
    roundedDown: money,
    remainder: exact.example('0.0027').description('What rounding down left over, exactly'),
    rank: nullable(Joi.number().integer().min(1)).description('Place in the order in which remaining units are given; null without a remainder'),
    extraUnit: Joi.boolean().description('Whether this share got one of the remaining units'),
    reason: oneOf('AllocationReason', allocationReasons)
});

const step = shape('ExplanationStep', {
    step: Joi.string().example('linePrice'),
    rule: ruleName.example('line_price'),
    inputs: Joi.object().pattern(Joi.string(), input).label('ExplanationInputs').description("By the names of the rule's formula")
        .example({ unitPrice: '54.717072', quantity: '33.33', priceBaseQuantity: '1' }),
    exact: exact.description('Before rounding: a decimal, or a fraction in lowest terms where a decimal has no end'),
    rounding: oneOf('RoundingDirection', roundingDirections).description('By magnitude'),
    result: decimal.example('1823.72')
}, { allocation: allocatedShare });
const steps = listOf('ExplanationSteps', step, maxSteps);

const line = shape('ExplainedLine', {
    itemId: Joi.string().guid(),
    lineNumber: Joi.number().integer().min(1),
    vatCategory,
    vatRate,
    price: shape('ExplainedPrice', {
        source: priceSourceAnswer,
        steps: steps.description("How the source's net price became the unit price; none where the caller gave it"),
        unitPrice: decimal,
        priceBaseQuantity: decimal.example('1').description('EN 16931 BT-149'),
        agrees: Joi.boolean().description('False when the price is no longer the one that these steps give')
    }),
    steps,
    amounts: shape('ExplainedLineAmounts', { price: money, discount: money, documentDiscount: money, net: money, vat: money, gross: money })
});

const amounts = { net: money, vat: money, gross: money };

const rateRow = shape('ExplainedVatRow', {
    vatCategory,
    vatRate,
    lineNumbers: listOf('ExplainedLineNumbers', Joi.number().integer().min(1), maxLines),
    steps,
    unitsLeftOver: nullable(count).description('Units given to the largest remainders; null where VAT is rounded per line'),
    ...amounts
});

const correction = shape('ExplainedCorrection', {
    correctsInvoiceId: Joi.string().guid(),
    correctsInvoiceNumber: Joi.string().example('FV/2026/11/0001'),
    sequence: Joi.number().integer().min(1).description('1 for the first corrective of the invoice'),
    reason: Joi.string().allow(''),
    pairs: listOf('ExplainedPairs', shape('ExplainedPair', {
        correctsItemId: Joi.string().guid().description('The item of the invoice that is corrected'),
        before: shape('ExplainedBefore', amounts).description('As it stood, negated'),
        after: shape('ExplainedAfter', amounts).description('As it is from now on'),
        steps,
        ...amounts
    }), maxLines)
});

const exchange = shape('ExplainedExchange', {
    vatCurrency: Joi.string().example('PLN'),
    minorUnit: money.example('0.01').description('What amounts in the VAT currency are rounded to'),
    exchangeRate: input.example('4.3215').description('Units of the VAT currency for one unit of the currency'),
    exchangeRateDate: Joi.string().isoDate().example('2026-11-20'),
    exchangeRateSource: Joi.string().example('nbp-a 226/A/NBP/2026'),
    rates: listOf('ExplainedExchangedRates', shape('ExplainedExchangedRate', {
        vatCategory, vatRate, vat: money.description('In the currency of the document'), vatInVatCurrency: money,
        steps: steps.description('Of a corrective: the exchanged VAT of the rate with it, less that of the rate as it stood')
    }), maxLines).description('In the order of vatBreakdown'),
    steps,
    totalVATInVatCurrency: money
});

const rule = shape('ExplanationRule', {
    rule: ruleName,
    name: Joi.string().example('Line price'),
    formula: Joi.string().example('unitPrice × quantity ÷ priceBaseQuantity'),
    rounding: oneOf('ExplanationRounding', roundings),
    unit: oneOf('ExplanationRoundingUnit', roundingUnits),
    references: listOf('ExplanationReferences', Joi.string(), 10).description('Law and standard')
}, { note: Joi.string() });

const difference = shape('ExplanationDifference', {
    path: Joi.string().example('lines[0].amounts.vat'), computed: money.example('419.45'), stored: money.example('419.44')
});

/** `GET …/explain` */
export const explanationAnswer = shape('Explanation', {
    invoiceId: Joi.string().guid(),
    version: Joi.number().integer(),
    status: oneOf('InvoiceStatus', invoiceStatuses),
    invoiceType: oneOf('InvoiceType', documentTypes),
    invoiceNumber: nullable(Joi.string().example('FV/2026/11/0042')),
    currency: Joi.string().example('PLN'),
    minorUnit: money.example('0.01').description('What amounts are rounded to'),
    pricesInclude: oneOf('PricesInclude', pricesIncludes),
    roundingModel: oneOf('RoundingModel', roundingModels),
    matchesStored: Joi.boolean().description('Whether every stored amount is the one that follows from the stored inputs'),
    differences: listOf('ExplanationDifferences', difference, maxDifferences).description('Empty unless the database was changed behind the service\'s back'),
    lines: listOf('ExplainedLines', line, maxLines),
    documentDiscount: nullable(shape('ExplainedDocumentDiscount', {
        steps, unitsLeftOver: count, amount: money, waitingAmount: money.example('0.00').description('A discount that waits, because the draft has no lines yet')
    })).description('Null on a corrective'),
    vatBreakdown: listOf('ExplainedVatBreakdown', rateRow, maxLines),
    totals: shape('ExplainedTotals', { steps, ...amounts }),
    exchange: nullable(exchange).description('VAT in the VAT currency; null where the document is in it, and on a draft, whose rate is settled when it is issued'),
    correction: nullable(correction).description('Of a corrective only: what it changes, line by line; its lines have no steps of their own'),
    settlement: shape('ExplainedSettlement', { steps, totalGross: money, paidAmount: money, creditedAmount: money, balance: money }),
    rules: listOf('ExplanationRules', rule, ruleList.length)
}).example(explain(exampleIssued));
