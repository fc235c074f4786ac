import Joi from 'joi';
import { isCurrency } from '../../foundation/money/currencies.ts';
import { maxSchemaBytes } from '../database/schema-name.ts';

/** Pattern of an organisation's name: in tokens, in settings and in cache keys. */
export const organisationIdPattern = /^[A-Za-z0-9][A-Za-z0-9._:@-]{0,63}$/;

/** The name of an organisation. */
export const organisationId = Joi.string().pattern(organisationIdPattern)
    .messages({
        'string.pattern.base': 'must be 1 to 64 letters, digits or . _ : @ -, and start with a letter or digit'
    });

/** A comma-separated list of texts. */
export const list = Joi.any<string[]>()
    .custom((text: string) => text.split(',').map((entry) => entry.trim()).filter((entry) => entry !== ''));

/** An address with one of `protocols`. Its text is never repeated in a fault, because it may carry a password. */
export function url(...protocols: readonly string[]): Joi.StringSchema<string> {
    return Joi.string().max(2_048).custom((text: string, helpers) => {
        const parsed = URL.parse(text);
        return parsed !== null && protocols.includes(parsed.protocol) && parsed.hostname !== ''
            ? text : helpers.error('url.invalid');
    }).messages({ 'url.invalid': 'must be a full address that starts with '
        + `${protocols.map((protocol) => `${protocol}//`).join(' or ')}` });
}

/**
 * A PostgreSQL connection address that names a database. A socket folder in `?host=` stands in for the host, as libpq
 * has it.
 */
export const databaseUrl = Joi.string().max(2_048).custom((text: string, helpers) => {
    const parsed = URL.parse(text);
    const known = parsed !== null && ['postgres:', 'postgresql:'].includes(parsed.protocol);
    if (parsed?.searchParams.has('schema') === true
        || parsed?.searchParams.get('options')?.includes('search_path') === true) {
        return helpers.error('url.schema');
    }
    return known && parsed.pathname.length > 1 ? text : helpers.error('url.invalid');
}).messages({
    'url.invalid': 'must be postgresql://user:password@host:port/database, with special characters of the password '
        + 'percent-encoded',
    // Neither has an effect on where tables are: they would be made in another place than asked for.
    'url.schema': 'must not name a schema (?schema=… or a search_path in ?options=…); set DB_SCHEMA instead'
});

/** A schema of PostgreSQL, unquoted: beside it the job queue has one with a longer name. */
export const schemaName = Joi.string().custom((text: string, helpers) =>
    (Buffer.byteLength(text) <= maxSchemaBytes && !/^pg_/i.test(text) ? text : helpers.error('schema.name')))
    .messages({ 'schema.name': `must be at most ${maxSchemaBytes} bytes and not begin with pg_` });

/** An IANA time zone that this runtime knows. */
export const timeZone = Joi.string().custom((text: string, helpers) => {
    try {
        return new Intl.DateTimeFormat('en', { timeZone: text }).resolvedOptions().timeZone === ''
            ? helpers.error('zone.unknown') : text;
    } catch {
        return helpers.error('zone.unknown');
    }
}).messages({ 'zone.unknown': 'must be a time zone such as Europe/Warsaw' });

/** A number of calls and the seconds in which they are there again: `600/60`. */
export const rate = Joi.any<{ readonly calls: number; readonly seconds: number }>().custom((text: unknown, helpers) => {
    const [, calls, seconds] = /^(\d{1,7})\/(\d{1,5})$/.exec(String(text)) ?? [];
    const parsed = { calls: Number(calls), seconds: Number(seconds) };
    return parsed.calls >= 1 && parsed.seconds >= 1 && parsed.seconds <= 86_400 ? parsed : helpers.error('rate.form');
}).messages({ 'rate.form': 'must be calls/seconds such as 600/60, each at least 1 and the seconds at most 86400' });

const roleMap = Joi.object().pattern(Joi.string().max(64), [Joi.string(), Joi.array().items(Joi.string())]);

/** JWT_ROLE_MAP: a JSON object of role → list of scopes, or role → name of another role. */
export const jsonObject = Joi.any<Record<string, string[] | string>>().custom((text: string, helpers) => {
    try {
        const value: unknown = JSON.parse(text);
        return roleMap.validate(value).error === undefined ? value : helpers.error('roles.shape');
    } catch {
        return helpers.error('roles.shape');
    }
}).messages({ 'roles.shape': 'must be a JSON object of role to a list of scopes or to the name of a role' });

/** ISO 4217, active, in capitals. */
export const currency = Joi.string().custom((text: string, helpers) =>
    (isCurrency(text) ? text : helpers.error('any.invalid')))
    .messages({ 'any.invalid': 'must be an active ISO 4217 currency in capitals' });
