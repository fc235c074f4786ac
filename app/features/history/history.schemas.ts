import Joi from 'joi';
import { limitOf } from '../../foundation/schema/fields.ts';
import { shape } from '../../foundation/schema/shape.ts';
/** `GET …/history` */
export const historyQuery = shape('HistoryQuery', { limit: limitOf(100, 50) }, {
    after: Joi.string().pattern(/^\d{1,9}$/).messages({ 'string.pattern.base': 'must be the id of an entry' })
        .description('Id after which the page begins: nextAfter of the page before.')
});
