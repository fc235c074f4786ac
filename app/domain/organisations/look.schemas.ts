import Joi from 'joi';
import { anyText } from '../../foundation/schema/answer-fields.ts';
import { text } from '../../foundation/schema/fields.ts';
import { described } from '../../foundation/schema/openapi-meta.ts';
import { nullable, oneOf, shape } from '../../foundation/schema/shape.ts';
import { logoMediaTypes } from '../../foundation/vocabulary/logo-media-types.ts';
import { minContrast, parseAccentColor } from './accent-color.ts';
import { maxLogoBytes, maxLogoPixels } from './logo.ts';
import { checked } from './organisation-fields.ts';

/** Maximum characters and lines of the text at the foot of a page. */
const maxFooter = { characters: 300, lines: 3 } as const;

const footerLines = new RegExp(`^[^\\n]*(\\n[^\\n]*){0,${maxFooter.lines - 1}}$`);

const meanings = {
    accentColor: 'Colour of rules, numbers and the amount due on documents, #rrggbb; null: that of the templates. '
        + `Its contrast against white is at least ${minContrast} : 1, so that everybody can read it.`,
    documentFooter: 'Text at the foot of each page of a document, such as the court of registration; at most '
        + `${maxFooter.lines} lines.`
} as const;

/** The fields of a profile that decide on the look of documents. */
export const lookFields = {
    accentColor: nullable(checked(parseAccentColor,
        `must be a colour as #rrggbb, with a contrast of at least ${minContrast} : 1 against white: a darker one`,
        '#14532d', { format: 'dark-colour', pattern: '^#[0-9A-Fa-f]{6}$' })).description(meanings.accentColor),
    documentFooter: nullable(text(maxFooter.characters).pattern(footerLines)
        .messages({ 'string.pattern.base': `must have at most ${maxFooter.lines} lines` }))
        .description(meanings.documentFooter)
};

/** The facts of a logo. */
export const logoAnswer = nullable(shape('LogoFacts', {
    mediaType: described(oneOf('LogoMediaType', logoMediaTypes), 'Media type of the logo.'),
    width: Joi.number().integer().min(1).max(maxLogoPixels).example(620).description('Width in pixels.'),
    height: Joi.number().integer().min(1).max(maxLogoPixels).example(180).description('Height in pixels.'),
    size: Joi.number().integer().min(1).max(maxLogoBytes).example(18_432).description('Size in bytes.'),
    sha256: Joi.string().hex().length(64)
        .example('9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08')
        .description('SHA-256 of the bytes.')
})).description('Logo that documents show, or null; GET /organisation/logo answers its bytes.');

/** The same fields in answers. */
export const lookAnswers = {
    accentColor: nullable(anyText).description(meanings.accentColor),
    documentFooter: nullable(anyText).description(meanings.documentFooter),
    logo: logoAnswer
};
