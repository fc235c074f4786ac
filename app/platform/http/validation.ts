import type { Lifecycle, Request, RouteOptionsResponse, RouteOptionsValidate } from '@hapi/hapi';
import Joi from 'joi';
import type { DomainError } from '../../foundation/errors/domain-error.ts';
import { faultsOf, validationFailed, type Checked } from './faults.ts';

const checkedParts: Readonly<Record<string, Checked>> = {
    payload: 'body', params: 'path', query: 'query', headers: 'headers'
};

const checkOptions = { abortEarly: false, errors: { label: false } } as const;

/**
 * Options by which every route checks its input: all faults at once, each with its path, and nothing unknown is let
 * through.
 * @param timeZone - IANA name of the organisation's time zone, in which an instant becomes a date.
 */
export function validateOptions(timeZone: string): RouteOptionsValidate {
    return {
        options: { ...checkOptions, context: { timeZone } },
        // A route that declares no query takes none: an unknown parameter is refused by name. Headers are the exception
        // by nature.
        query: Joi.object({}),
        failAction: refuse
    };
}

/**
 * Checks a value that is not a whole part of a request, in the way that a body is checked: by its fields.
 * @param timeZone - IANA name of the organisation's time zone, in which an instant becomes a date.
 * @returns The value that the schema lets through, or the DomainError `VALIDATION_FAILED`
 */
export function checkedValue<Value>(
    schema: Joi.ObjectSchema<Value>, value: unknown, timeZone: string
): Value | DomainError {
    // joi keeps what it makes of a schema's own messages only for its default options, and else makes it anew for every
    // field: three times the work. What they let through is right, so the options that collect all faults, and know the
    // time zone, are used for the rest.
    const fast = schema.validate(value);
    if (fast.error === undefined) {
        return fast.value;
    }
    const checked = schema.validate(value, { ...checkOptions, context: { timeZone } });
    return checked.error === undefined
        ? checked.value : validationFailed(faultsOf(checked.error.details, 'body', schema), 'body', checked.error);
}

/**
 * Options of answers. They are whole documents, whatever a `Range` header asks for, because half of a JSON document is
 * none; a server may ignore the header (RFC 9110, 14.2). They are checked against the documentation: always in
 * development and tests, never in production, where a slip in a schema must not take an answer away.
 */
export function responseOptions(production: boolean): RouteOptionsResponse {
    return {
        ranges: false,
        sample: production ? 0 : 100, options: { abortEarly: false, errors: { label: false } }, emptyStatusCode: 204
    };
}

function refuse(request: Request, _h: unknown, error?: Error): Lifecycle.ReturnValue {
    if (!Joi.isError(error)) {
        throw error ?? new Error('Validation failed without an error');
    }
    const source = sourceOf(error);
    const checked = checkedParts[source] ?? 'body';
    const schema: unknown = Reflect.get(request.route.settings.validate ?? {}, source);
    throw validationFailed(
        faultsOf(error.details, checked, Joi.isSchema(schema) ? schema : undefined), checked, error);
}

/** Part of the request that hapi checked, as it notes on the error's output. */
function sourceOf(error: Error): string {
    const output: unknown = 'output' in error ? error.output : undefined;
    const text = JSON.stringify(output);
    return /"source":"(\w+)"/.exec(text)?.[1] ?? 'payload';
}
