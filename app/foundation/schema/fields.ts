import Joi from 'joi';
import { calendarDate as dateAt } from '../clock/clock.ts';
import { acceptText } from './accepted-text.ts';

/**
 * Kinds of text, dates and flags that request schemas are built from. Each fault is a clause that follows the field's
 * name.
 */

/** The id that documentation shows where any id may stand. */
export const anyId = '5f0c1c8e-3b53-4f0f-9d5c-1f0a3c1f9a11';

const uuidPattern = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;
const datePattern = /^(20\d\d)-(\d\d)-(\d\d)$/;
const instantPattern =
    /^(20\d\d-\d\d-\d\d)T([01]\d|2[0-3]):[0-5]\d(?::[0-5]\d(?:\.\d{1,9})?)?(?:Z|[+-](?:0\d|1[0-4]):[0-5]\d)$/;

/** Joi's kinds of fault for a text that is not taken. */
const faultTypes = { empty: 'string.empty', too_long: 'string.max', characters: 'string.characters' } as const;

/**
 * Text of 1 to `max` UTF-16 units, composed (NFC) and without blanks at its ends. A text of invisible characters alone
 * is empty. Control characters other than tab and line breaks are refused, as is what turns the direction of text.
 */
export function text(max: number): Joi.StringSchema<string> {
    return Joi.string().trim().custom((value: string, helpers) => {
        const accepted = acceptText(value, max);
        return 'text' in accepted
            ? accepted.text : helpers.error(faultTypes[accepted.fault], { limit: max, clause: accepted.clause });
    }).max(max).messages({
        'string.characters': '{#clause}',
        'string.max': `must have at most ${max} characters`,
        'string.empty': 'must not be empty'
    }).meta({ openapi: { drop: ['pattern'] }, isPrintable: true });
}

/** A UUID in any case, converted to lower case. */
export const uuid = Joi.string().lowercase().pattern(uuidPattern).messages({ 'string.pattern.base': 'must be a UUID' })
    .meta({ openapi: { set: { format: 'uuid' }, drop: ['pattern'] } }).example(anyId);

/**
 * A date that exists, `YYYY-MM-DD`, from 2000-01-01 to 2099-12-31. An instant with its offset (`2026-11-23T10:15:00Z`)
 * becomes the date that it falls on in the organisation's time zone, which the validation has in its context.
 */
export const calendarDate = Joi.string().custom((value: string, helpers) => {
    if (isCalendarDate(value)) {
        return value;
    }
    const date = dateOfInstant(value, helpers.prefs.context);
    return date !== undefined && isCalendarDate(date) ? date : helpers.error('INVALID_DATE');
}).messages({
    INVALID_DATE: 'must be a date that exists, from 2000-01-01 to 2099-12-31, as YYYY-MM-DD, or an instant with its '
        + 'offset, as YYYY-MM-DDThh:mm:ssZ'
}).meta({
    openapi: { set: { format: 'date', pattern: '^20[0-9]{2}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])$' } }
}).example('2026-11-23');

/**
 * An instant with its offset (`2026-11-23T10:15:00Z`), converted to UTC with milliseconds; or a date, which stays one.
 */
export const instantOrDate = Joi.string().custom((value: string, helpers) => {
    const instant = isCalendarDate(value) ? undefined : instantOf(value);
    return isCalendarDate(value) ? value : instant?.toISOString() ?? helpers.error('INVALID_DATE');
}).messages({
    INVALID_DATE: 'must be a date (YYYY-MM-DD) or an instant with its offset (YYYY-MM-DDThh:mm:ssZ) that exists, from '
        + '2000 to 2099'
}).meta({
    openapi: {
        set: {
            oneOf: [
                { type: 'string', format: 'date', pattern: '^20[0-9]{2}-[0-9]{2}-[0-9]{2}$' },
                { type: 'string', format: 'date-time', pattern: instantPattern.source }
            ]
        },
        drop: ['type']
    }
}).example('2026-11-23T10:15:00.000Z');

/** A whole number from `min` to `max`. */
export function wholeNumber(min: number, max: number): Joi.NumberSchema<number> {
    const range = `must be a whole number from ${min} to ${max}`;
    return Joi.number().integer().min(min).max(max)
        .messages({
            'number.base': range, 'number.integer': range, 'number.min': range,
            'number.max': range, 'number.unsafe': range
        });
}

/** Size of a page, from 1 to `max`; `usual` where the caller names none. */
export function limitOf(max: number, usual: number): Joi.NumberSchema<number> {
    return wholeNumber(1, max).default(usual).description('Most entries of the page.');
}

/** `true` or `false` of a JSON body; texts are refused. */
export const yesNo = Joi.boolean().strict().messages({ 'boolean.base': 'must be true or false' });

/** `true` or `false` of a query string. */
export const flag = Joi.boolean().truthy('1').falsy('0').messages({ 'boolean.base': 'must be true or false' })
    .meta({ openapi: { drop: ['enum'] } });

/** Tells whether a text `YYYY-MM-DD` names a day of the years 2000 to 2099. */
function isCalendarDate(value: string): boolean {
    const [, year, month, day] = (datePattern.exec(value) ?? []).map(Number);
    if (year === undefined || month === undefined || day === undefined) {
        return false;
    }
    const date = new Date(Date.UTC(year, month - 1, day));
    return date.getUTCMonth() === month - 1 && date.getUTCDate() === day;
}

/** The instant that a text with its offset names; undefined when there is none. */
function instantOf(text: string): Date | undefined {
    const date = instantPattern.exec(text)?.[1];
    return date !== undefined && isCalendarDate(date) ? new Date(text) : undefined;
}

/** The date on which an instant falls. Without a time zone, which a second, slower validation brings, there is none. */
function dateOfInstant(text: string, context: unknown): string | undefined {
    const timeZone: unknown = typeof context === 'object' && context !== null ? Reflect.get(context, 'timeZone') : null;
    const instant = instantOf(text);
    return typeof timeZone === 'string' && instant !== undefined ? dateAt(instant, timeZone) : undefined;
}
