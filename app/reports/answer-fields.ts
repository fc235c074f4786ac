import Joi from 'joi';

/** Fields of answers that all reports share. */

/** An amount as text, with the currency's decimals. */
export const money = Joi.string().pattern(/^-?\d+(\.\d{1,4})?$/).example('1234.56');

/** Of an invoice, a contact or a settlement. */
export const id = Joi.string().guid().example('0199f3d2-7c1a-7b55-9c57-6a2f0d3c4b5a');

/** `YYYY-MM-DD` */
export const date = Joi.string().pattern(/^\d{4}-\d\d-\d\d$/).example('2026-11-23').meta({ openapi: { format: 'date', pattern: undefined } });

/** How many. */
export const count = Joi.number().integer().min(0).example(3);

/** ISO 4217. */
export const currency = Joi.string().example('PLN');

/** As many currencies as there are, and more. */
export const mostCurrencies = 200;
