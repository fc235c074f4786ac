import { vatKeywords } from '../vocabulary/vat-categories.ts';
import type { OpenApiMeta } from './openapi-meta.ts';

/** The form in which a VAT rate is accepted: a percentage with up to 2 decimals, as number or text, or a word. */
export const vatRateMeta: OpenApiMeta = {
    set: {
        oneOf: [
            { type: 'number', minimum: 0, maximum: 100 },
            { type: 'string', pattern: `^(${vatKeywords.join('|')}|100(\\.0{1,2})?|[1-9]?[0-9](\\.[0-9]{1,2})?)$` }
        ],
        example: 23
    },
    drop: ['type']
};
