import Joi from 'joi';

/** Fields of answers that all reports share. */

/** Count of anything, 0 or more. */
export const count = Joi.number().integer().min(0).example(3);

/** Currency code, ISO 4217. */
export const currency = Joi.string().example('PLN');

/** Maximum currencies of an answer, more than there are. */
export const maxCurrencies = 200;
