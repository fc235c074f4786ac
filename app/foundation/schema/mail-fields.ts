import { domainToASCII } from 'node:url';
import Joi from 'joi';
import { text } from './fields.ts';

/**
 * An e-mail address. Its domain may have any letters, as DNS knows a form of them in ASCII. The part before the `@` is
 * ASCII: few mail servers take another one (RFC 6531), and a document that waits for one would not arrive.
 */
export const mailAddress = Joi.string().email({ tlds: false }).max(254).pattern(/^[\x21-\x7e]+@/, { name: 'ascii' })
    .messages({
        'string.email': 'must be an e-mail address',
        'string.pattern.name': 'must have only ASCII letters, digits and signs before the @'
    }).meta({ openapi: { drop: ['pattern'] } });

/** Tells whether e-mails are sent to an address. */
export function isMailAddress(address: string): boolean {
    return mailAddress.validate(address).error === undefined;
}

/** An address with its domain in the form of DNS (RFC 5891), which every mail server takes. */
export function withAsciiDomain(address: string): string {
    const at = address.lastIndexOf('@');
    return at === -1 ? address : `${address.slice(0, at)}@${domainToASCII(address.slice(at + 1))}`;
}

/** Text of 1 to `max` characters in one line, such as a subject: a line break would end the header of an e-mail. */
export function singleLine(max: number): Joi.StringSchema<string> {
    return text(max).pattern(/[\r\n]/, { name: 'line break', invert: true })
        .messages({ 'string.pattern.invert.name': 'must be a single line' });
}
