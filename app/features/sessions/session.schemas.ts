import Joi from 'joi';
import { shape } from '../../foundation/schema/shape.ts';

/** `DELETE /sessions` */
export const endSessionsQuery = shape('EndSessionsQuery', {
    // The claim is the issuer's: it is compared as it is, and so neither trimmed nor changed.
    subject: Joi.string().max(255).messages({
        'string.max': 'must have at most 255 characters', 'string.empty': 'must not be empty'
    }).description('Subject whose sessions end: the claim `sub` of its tokens.').example('user-1')
});
