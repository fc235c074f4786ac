import Joi from 'joi';
import { anyText, currencyCode, date, decimal, id, money, version } from '../../foundation/schema/answer-fields.ts';
import { described, withOpenApi } from '../../foundation/schema/openapi-meta.ts';
import { listOf, nullable, oneOf, shape } from '../../foundation/schema/shape.ts';
import { maxLines } from '../../domain/invoices/draft.ts';
import { priceSourceAnswer } from '../../domain/invoices/item.answers.ts';
import { exampleIssued } from '../../domain/invoices/invoice.example.ts';
import { vatCategories, vatWords } from '../../foundation/vocabulary/vat-categories.ts';
import { explain } from './explanation.ts';
import { ruleList, roundings, roundingUnits } from './rules.ts';
import { allocationReasons, roundingDirections } from './explanation-step.ts';
import { invoiceStatuses } from '../../foundation/vocabulary/invoice-statuses.ts';
import { documentTypes } from '../../foundation/vocabulary/document-types.ts';
import { pricesIncludes } from '../../foundation/vocabulary/prices-include.ts';
import { roundingModels } from '../../foundation/vocabulary/rounding-models.ts';

/** Schemas of an explanation. Amounts are text with the currency's decimals; nothing in it is a binary float. */

const amount = money.example('1823.72', { override: true });
const price = decimal.example('54.717072', { override: true });
/** Input of a step, with at most nine decimals, which an exchange rate has. */
const input = Joi.string().pattern(/^-?\d+(\.\d{1,9})?$/).example('54.717072');
const minorUnit = money.example('0.01', { override: true });
const exact = Joi.string().pattern(/^-?\d+(\.\d+|\/\d+)?$/).example('1823.72000976');
const count = Joi.number().integer().min(0);
const lineNumber = Joi.number().integer().min(1);
const vatRate = decimal.example('23', { override: true })
    .description('VAT rate in percent (EN 16931 BT-152); 0 where no VAT is charged.');
const vatCategory = oneOf('VatCategory', vatCategories);
const vatWord = nullable(oneOf('VatWord', vatWords))
    .description('Word of a treatment that category and rate do not tell alone: np_art100 of AE; else null.');
const ruleName = oneOf('ExplanationRuleName', ruleList.map(({ rule }) => rule))
    .description('Name of the rule; `rules` explains it.');
const maxDifferences = maxLines * 6 + 4;
/** Maximum steps of a price, line or total. */
const maxSteps = 10;

const allocatedShare = shape('AllocatedShare', {
    roundedDown: amount.description('Share after rounding down.'),
    remainder: exact.example('0.0027', { override: true }).description('Part that rounding down left over, exactly.'),
    rank: nullable(Joi.number().integer().min(1))
        .description('Place in the order in which remaining units are given; null without a remainder.'),
    extraUnit: Joi.boolean().description('True when this share got one of the remaining units.'),
    reason: oneOf('AllocationReason', allocationReasons)
        .description('Reason why the share got one of the units, or none.')
}).description('Share of an allocation by largest remainder.');

const inputs = withOpenApi(Joi.object().pattern(Joi.string(), input).label('ExplanationInputs'), {
    set: { additionalProperties: { type: 'string', pattern: '^-?\\d+(\\.\\d{1,9})?$' } }, drop: ['properties']
}).description("Decimals that went in, by the names of the rule's formula.")
    .example({ unitPrice: '54.717072', quantity: '33.33', priceBaseQuantity: '1' });

const step = shape('ExplanationStep', {
    step: Joi.string().example('linePrice').description('Name of the step.'),
    rule: ruleName,
    inputs,
    exact: exact.description(
        'Exact result before rounding: a decimal, or a fraction in lowest terms where a decimal has no end.'),
    rounding: oneOf('RoundingDirection', roundingDirections).description('Direction of the rounding, by magnitude.'),
    result: decimal.example('1823.72', { override: true }).description('Result of the step.')
}, { allocation: allocatedShare });
const steps = listOf('ExplanationSteps', step, maxSteps).description('Steps of the arithmetic, in their order.');

const amountFields = {
    net: amount.description('Net amount.'),
    vat: amount.description('VAT amount.'),
    gross: amount.description('Gross amount.')
};

const line = shape('ExplainedLine', {
    itemId: id.description('Id of the item.'),
    lineNumber: lineNumber.description('Place among the items, from 1.'),
    vatCategory,
    vatRate,
    vatWord,
    price: shape('ExplainedPrice', {
        source: priceSourceAnswer,
        steps: described(steps, "Steps from the source's net price to the unit price; none where the caller gave it."),
        unitPrice: price.description('Price of priceBaseQuantity units (EN 16931 BT-146).'),
        priceBaseQuantity: price.example('1', { override: true })
            .description('Number of units that the unit price is for (EN 16931 BT-149).'),
        agrees: Joi.boolean().description('False when the price is no longer the one that these steps give.')
    }).description('Unit price of the line, and where it came from.'),
    steps: described(steps, 'Steps from the unit price to the amounts.'),
    amounts: shape('ExplainedLineAmounts', {
        price: amount.description('Unit price × quantity, rounded.'),
        discount: amount.description("Line's own discounts."),
        documentDiscount: amount.description("Line's share of the document discount."),
        ...amountFields
    }).description('Amounts of the line.')
});

const rateRow = shape('ExplainedVatRow', {
    vatCategory,
    vatRate,
    vatWord,
    lineNumbers: listOf('ExplainedLineNumbers', lineNumber, maxLines)
        .description('Places of the lines that have this rate.'),
    steps: described(steps, 'Steps from the lines to the sums of the rate.'),
    unitsLeftOver: nullable(count)
        .description('Number of minor units given to the largest remainders; null where VAT is rounded per line.'),
    ...amountFields
});

const correction = shape('ExplainedCorrection', {
    correctsInvoiceId: id.description('Id of the corrected invoice.'),
    correctsInvoiceNumber: Joi.string().example('FV/2026/11/0001').description('Number of the corrected invoice.'),
    sequence: lineNumber.description('Place among the correctives of the invoice, from 1.'),
    reason: anyText.description('Printed reason of the correction.'),
    pairs: listOf('ExplainedPairs', shape('ExplainedPair', {
        correctsItemId: id.description('Item of the corrected invoice.'),
        before: shape('ExplainedBefore', amountFields).description('Amounts as they stood, negated.'),
        after: shape('ExplainedAfter', amountFields).description('Amounts as they are from now on.'),
        steps: described(steps, 'Steps from both to the difference.'),
        ...amountFields
    }), maxLines).description('Changed items, each as it stood and as it is.')
});

const exchange = shape('ExplainedExchange', {
    vatCurrency: currencyCode.description('Currency in which the VAT is reported, ISO 4217 (EN 16931 BT-6).'),
    minorUnit: minorUnit.description('Smallest unit of the VAT currency, to which amounts in it are rounded.'),
    exchangeRate: input.example('4.3215', { override: true })
        .description('Units of the VAT currency for one unit of the currency (Ustawa o VAT art. 31a).'),
    exchangeRateDate: date.example('2026-11-20', { override: true }).description('Day of the exchange rate.'),
    exchangeRateSource: Joi.string().example('nbp-a 226/A/NBP/2026').description('Source of the exchange rate.'),
    rates: listOf('ExplainedExchangedRates', shape('ExplainedExchangedRate', {
        vatCategory,
        vatRate,
        vatWord,
        taxPoint: nullable(date).description(
            'Day on which the tax arises; null in documents of versions without tax points.'),
        exchangeRate: input.example('4.3215', { override: true }).description('Exchange rate of that day.'),
        vat: amount.description('VAT in the currency of the document.'),
        vatInVatCurrency: amount.description('VAT in the VAT currency.'),
        steps: described(steps,
            'Steps of the exchange. Of a corrective: the exchanged VAT of the rate with it, less that of the '
            + 'rate as it stood.')
    }), maxLines).description('Rates in the order of vatBreakdown, each by its tax points.'),
    steps: described(steps, 'Steps from the rates to the sum.'),
    totalVATInVatCurrency: amount.description('VAT in the VAT currency (EN 16931 BT-111).')
});

const rule = shape('ExplanationRule', {
    rule: ruleName,
    name: Joi.string().example('Line price').description('Name of the rule for people.'),
    formula: Joi.string().example('unitPrice × quantity ÷ priceBaseQuantity')
        .description("Formula in the names of a step's inputs."),
    rounding: oneOf('ExplanationRounding', roundings).description('Method of rounding the result.'),
    unit: oneOf('ExplanationRoundingUnit', roundingUnits)
        .description('Unit to which the result is rounded: the minor unit of the currency, or a millionth.'),
    references: listOf('ExplanationReferences', Joi.string(), 10)
        .description('Terms of law and standard that the rule keeps.')
}, { note: Joi.string().description('Details that the formula alone does not say.') });

const difference = shape('ExplanationDifference', {
    path: Joi.string().example('lines[0].amounts.vat').description('Place of the amount in this answer.'),
    computed: amount.example('419.45', { override: true }).description('Amount that follows from the stored inputs.'),
    stored: amount.example('419.44', { override: true }).description('Amount that is stored.')
});

/** `GET …/explain` */
export const explanationAnswer = shape('Explanation', {
    invoiceId: id.description('Id of the document.'),
    version: version.description('Version of the document that is explained.'),
    status: oneOf('InvoiceStatus', invoiceStatuses),
    invoiceType: oneOf('InvoiceType', documentTypes),
    invoiceNumber: nullable(Joi.string().example('FV/2026/11/0042'))
        .description('Number of the document; null on a draft.'),
    currency: currencyCode,
    minorUnit: minorUnit.description('Smallest unit of the currency, to which amounts are rounded.'),
    pricesInclude: oneOf('PricesInclude', pricesIncludes),
    roundingModel: oneOf('RoundingModel', roundingModels),
    matchesStored: Joi.boolean()
        .description('True when every stored amount is the one that follows from the stored inputs.'),
    differences: listOf('ExplanationDifferences', difference, maxDifferences)
        .description("Amounts that do not follow; empty unless the database was changed behind the service's back."),
    lines: listOf('ExplainedLines', line, maxLines).description('Lines in their order.'),
    documentDiscount: nullable(shape('ExplainedDocumentDiscount', {
        steps: described(steps, 'Steps to the discount and its shares.'),
        unitsLeftOver: count.description('Number of minor units given to the largest remainders.'),
        amount: amount.description('Discount on the whole document.'),
        waitingAmount: amount.example('0.00', { override: true })
            .description('Part of the discount that waits, because the lines of the draft do not reach it yet.')
    })).description('Discount on the whole document (EN 16931 BG-20); null on a corrective.'),
    vatBreakdown: listOf('ExplainedVatBreakdown', rateRow, maxLines)
        .description('Sums for each VAT category and rate (EN 16931 BG-23).'),
    totals: shape('ExplainedTotals', {
        steps: described(steps, 'Steps from the rates to the totals.'), ...amountFields
    }).description('Totals of the document (EN 16931 BG-22).'),
    exchange: nullable(exchange).description(
        'VAT in the VAT currency; null where the document is in it, and on a draft, whose rate is settled when '
        + 'it is issued.'),
    correction: nullable(correction).description(
        'Changes of a corrective, line by line, whose lines have no steps of their own; null on other documents.'),
    settlement: shape('ExplainedSettlement', {
        steps: described(steps, 'Steps from the gross amount to the balance.'),
        totalGross: amount.description('Gross amount (EN 16931 BT-112).'),
        paidAmount: amount.description('Sum of what was paid (EN 16931 BT-113).'),
        creditedAmount: amount.description('Sum of what is no longer owed.'),
        balance: amount.description('Amount still to be paid (EN 16931 BT-115).')
    }).description('Amount still to be paid.'),
    rules: listOf('ExplanationRules', rule, ruleList.length).description('Rules that the steps name.')
}).example(explain(exampleIssued));
