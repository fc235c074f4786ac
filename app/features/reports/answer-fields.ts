import Joi from 'joi';
import { currencyCode } from '../../foundation/schema/answer-fields.ts';

/** Fields of answers that all reports share. */

/** Count of anything, 0 or more. */
export const count = Joi.number().integer().min(0).example(3).description('Number of documents.');

/** Currency code, ISO 4217. */
export const currency = currencyCode;

/** Maximum currencies of an answer, more than there are. */
export const maxCurrencies = 200;
