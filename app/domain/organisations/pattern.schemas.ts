import Joi from 'joi';
import { shape } from '../../foundation/schema/shape.ts';
import { defaultPatterns } from '../numbering/number-pattern.ts';

/** Form of a number pattern: one counter, and {MM} only beside a year. Other letters than these are taken too. */
const patternForm = '^(?=.*\\{YY|(?!.*\\{MM\\}))'
    + '([A-Za-z0-9 ._/-]|\\{(YYYY|YY|MM)\\})*\\{N{1,10}\\}([A-Za-z0-9 ._/-]|\\{(YYYY|YY|MM)\\})*$';
const pattern = Joi.string().max(60).example(defaultPatterns.vat_invoice)
    .meta({ openapi: { set: { pattern: patternForm, maxLength: 40 } } })
    .description('Pattern of the numbers of this document type.');
const patternsText = 'Patterns of numbers, with the tokens {YYYY}, {YY}, {MM} and one counter {NNNN}. '
    + 'The counter starts anew with each period that the pattern names.';

/** The patterns of all document types. */
export const everyPattern = shape('NumberPatternsOfOrganisation', {
    vat_invoice: pattern, proforma: pattern, advance_invoice: pattern, corrective: pattern
}).description(patternsText);

/** The patterns of some document types. */
export const somePatterns = shape('NumberPatterns', {}, {
    vat_invoice: pattern, proforma: pattern, advance_invoice: pattern, corrective: pattern
})
    .description(`${patternsText} A document type that is absent keeps its pattern.`);
