import Joi from 'joi';
import { warningCodes, type WarningCode } from '../errors/warning.ts';
import { listOf, oneOf, shape } from './shape.ts';

/** Maximum number of warnings of one answer. */
const maxWarnings = 20;

const codes = Object.keys(warningCodes).filter((code): code is WarningCode => Object.hasOwn(warningCodes, code));

/** Warnings of an answer; absent where there are none. */
export const warningsAnswer = listOf('Warnings', shape('Warning', {
    path: Joi.string().example('customerAddress').description('Field that the warning is about.'),
    code: oneOf('WarningCode', codes).description('Stable code of the warning, for programs to decide on.'),
    message: Joi.string().description('Warning in words, with the name of the field.')
}), maxWarnings).description(
    'Findings that did not stop the call, in the answer of a call that has some: what issuing took anew from '
    + 'contacts-service, faults of the customer, that contacts-service did not answer, VAT that a draft cannot be '
    + 'issued with, that no e-mail was sent. '
    + 'Reading the document does not repeat them.');
