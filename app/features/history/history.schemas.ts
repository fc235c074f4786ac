import Joi from 'joi';
import { wholeNumber } from '../../foundation/schema/fields.ts';
import { shape } from '../../foundation/schema/shape.ts';
/** `GET …/history` */
export const historyQuery = shape('HistoryQuery', { limit: wholeNumber(1, 100).default(50) }, {
    after: Joi.string().pattern(/^\d{1,18}$/).messages({ 'string.pattern.base': 'must be the id of an entry' })
});
