import Joi from 'joi';
import { currencyCode } from '../../foundation/schema/answer-fields.ts';

/** Fields of answers that all reports share. */

/** How many. */
export const count = Joi.number().integer().min(0).example(3).description('Number of documents.');

/** ISO 4217. */
export const currency = currencyCode;

/** As many currencies as there are, and more. */
export const maxCurrencies = 200;
