import Joi from 'joi';
import { vatKeywords } from '../vocabulary/vat-categories.ts';
import { nullable } from './shape.ts';

/** Kinds of text and number that answers are built from. Each use says what it means there with `.description()`. */

/** An exact amount as text, in the decimals of its currency. */
export const money = Joi.string().pattern(/^-?\d+(\.\d{1,4})?$/).example('1234.56');

/** An exact decimal as text, with up to 6 decimals: quantities, prices and percentages. */
export const decimal = Joi.string().pattern(/^-?\d+(\.\d{1,6})?$/).example('24.5');

/** A UUID. */
export const id = Joi.string().guid().example('0199f3d2-7c1a-7b55-9c57-6a2f0d3c4b5a');

/** A calendar date, `YYYY-MM-DD`. */
export const date = Joi.string().pattern(/^\d{4}-\d\d-\d\d$/).example('2026-11-23')
    .meta({ openapi: { set: { format: 'date' }, drop: ['pattern'] } });

/** An instant in UTC. */
export const instant = Joi.string().isoDate().example('2026-11-23T10:15:00.000Z');

/** Text that may be empty. */
export const anyText = Joi.string().allow('');

/** A currency. */
export const currencyCode = Joi.string().description('Currency, ISO 4217 (EN 16931 BT-5).').example('PLN');

/** The version that makes the ETag. */
export const version = Joi.number().integer().example(1)
    .description('Number that grows with each change. The ETag begins with it.');

/** The size of a page. */
export const pageLimit = Joi.number().integer().description('Most entries that this page could have.');

/** The place where a list by cursor goes on. */
export const nextCursor = nullable(Joi.string())
    .description('Cursor of the next page, to be sent as `cursor`; null on the last page.');

/** The place where a list by id goes on. */
export const nextAfter = nullable(Joi.string())
    .description('Id of the last entry, to be sent as `after` for the next page; null on the last page.');

/** The answer's form of a VAT rate. */
export const vatRateAnswer = Joi.alternatives(Joi.number(), Joi.string().valid(...vatKeywords)).example(23)
    .description(
        'VAT rate (EN 16931 BT-152): percent as a number, or zw (exempt), np (out of scope), oo (reverse '
        + 'charge), np_art100 (services to a taxpayer of another EU country).')
    .meta({
        openapi: {
            set: { oneOf: [{ type: 'number' }, { type: 'string', enum: vatKeywords }], example: 23 },
            drop: ['type', 'anyOf'],
            model: 'VatRate'
        }
    });
