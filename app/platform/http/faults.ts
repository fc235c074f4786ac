import type Joi from 'joi';
import { DomainError, type Fault } from '../../foundation/errors/domain-error.ts';
import { faultSentence } from '../../foundation/errors/fault-sentence.ts';
import { namesIn } from './known-names.ts';
import { nearestName } from './nearest-name.ts';
import { joinPath, maxFaults } from './unsafe-text.ts';

/** Joi's kinds of fault → the stable codes of `errors[].code`. Kinds of our own fields are written as codes already. */
const faultCodes: Readonly<Record<string, string>> = {
    'any.required': 'REQUIRED',
    'any.unknown': 'NOT_ALLOWED',
    'any.only': 'NOT_ONE_OF_THE_VALUES',
    'object.unknown': 'UNKNOWN_FIELD',
    'object.base': 'WRONG_TYPE',
    'array.base': 'WRONG_TYPE',
    'string.base': 'WRONG_TYPE',
    'number.base': 'WRONG_TYPE',
    'boolean.base': 'WRONG_TYPE',
    'string.empty': 'EMPTY',
    'string.max': 'TOO_LONG',
    'string.min': 'TOO_SHORT',
    'array.max': 'TOO_MANY',
    'array.min': 'TOO_FEW',
    'array.includesRequiredUnknowns': 'TOO_FEW',
    'number.max': 'TOO_LARGE',
    'number.min': 'TOO_SMALL',
    'number.unsafe': 'TOO_LARGE'
};

/** The part of a request that was checked; it names a fault without a field name. */
export type Checked = 'body' | 'query' | 'path' | 'headers' | 'answer';

/**
 * Joi's findings as faults with the path that the caller would write.
 * @param schema - Schema that was broken: of its names the nearest to an unknown one is shown.
 */
export function faultsOf(
    details: readonly Joi.ValidationErrorItem[], checked: Checked, schema: Joi.Schema | undefined
): readonly Fault[] {
    // A number where one of some texts is wanted breaks two rules; the first one tells the correction.
    const byPath = Map.groupBy(details, ({ path }) => path.reduce<string>(joinPath, ''));
    // Cut before the nearest names are searched: a body can have 100 000 unknown names.
    return [...byPath].slice(0, maxFaults).flatMap(([shownPath, [first]]) =>
        (first === undefined ? [] : [faultOf(first, shownPath, checked, schema)]));
}

function faultOf(
    { type, path, message }: Joi.ValidationErrorItem, shownPath: string, checked: Checked,
    schema: Joi.Schema | undefined
): Fault {
    return {
        path: shownPath,
        code: faultCodes[type] ?? (/^[A-Z_]+$/.test(type) ? type : 'INVALID'),
        message: type === 'object.unknown'
            ? unknownName(path, schema) : messageOf(type, message, path.length === 0 ? checked : undefined)
    };
}

/**
 * Error for a request's invalid fields. The sentence names the first of them, because the CRM's gateway shows nothing
 * else.
 * @throws never; returns the DomainError `VALIDATION_FAILED` to throw.
 */
export function validationFailed(faults: readonly Fault[], checked: Checked, cause?: unknown): DomainError {
    return new DomainError('VALIDATION_FAILED', faultSentence(faults, `The ${checked}`), {}, { faults, cause });
}

function messageOf(type: string, message: string, whole: Checked | undefined): string {
    return whole === 'body' && type === 'object.base' ? 'must be a JSON object' : message;
}

function unknownName(path: readonly (string | number)[], schema: Joi.Schema | undefined): string {
    const nearest = schema && nearestName(String(path.at(-1)), namesIn(schema, path.slice(0, -1)));
    return nearest === undefined ? 'is not allowed' : `is not allowed; did you mean ${nearest}`;
}
