import Joi from 'joi';

/** Fields of answers that all reports share. */

/** How many. */
export const count = Joi.number().integer().min(0).example(3);

/** ISO 4217. */
export const currency = Joi.string().example('PLN');

/** As many currencies as there are, and more. */
export const maxCurrencies = 200;
