import fc from 'fast-check';
import type { RouteCall } from '../route-matrix/matrix-row.ts';
import { leavesOf } from '../route-matrix/route-call.ts';
import { models, plain, type Operation, type Parameter, type Schema } from './api-document.ts';
import { valuesOf } from './arbitrary.ts';
import type { KnownIds } from './formats.ts';
import { faultByDocument } from './document-validator.ts';
import { mutationsOf, type Mutation } from './mutations.ts';

/** One request to an operation. */
export type ContractCase = {
    readonly params: Readonly<Record<string, string>>;
    readonly query: Readonly<Record<string, unknown>>;
    readonly headers: Readonly<Record<string, string>>;
    readonly body: unknown;
    /** The one fault by the document; undefined in a valid request. */
    readonly fault: { readonly place: 'body' | 'query' | 'path' | 'header' } & Omit<Mutation, 'value'> | undefined;
};

const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** Ids that the document shows, some of which the stand-ins of the upstreams know. */
const shownIds = [...new Set(JSON.stringify(models).match(/[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}/g) ?? [])]
    .filter((id) => /^[a-f]0000000-/.test(id));

/**
 * Requests that are valid by the document, beginning with what a call needs to succeed.
 * @param call - A call that succeeds, with ids that exist.
 */
export function validCases(operation: Operation, call: RouteCall): fc.Arbitrary<ContractCase> {
    const known = [...leavesOf(call).map(({ value }) => value).filter((value) => uuid.test(value)), ...shownIds];
    const query = operation.parameters.filter((parameter) => parameter.in === 'query');
    return fc.record({
        params: fc.constant(call.params ?? {}),
        query: queries(query, call, known),
        headers: headersOf(operation.parameters, known),
        body: bodies(operation, call, known),
        fault: fc.constant(undefined)
    });
}

function queries(parameters: readonly Parameter[], call: RouteCall, known: KnownIds) {
    const required = parameters.filter((parameter) => parameter.required);
    const given = Object.fromEntries(required.map(({ name, schema }) => [name, call.query?.[name] === undefined
        ? valuesOf(schema, known) : fc.constant(call.query[name])]));
    const free = Object.fromEntries(parameters.filter((parameter) => !parameter.required)
        .map(({ name, schema }) => [name, valuesOf(schema, known)]));
    return fc.tuple(fc.record(given), few(free)).map(([own, more]) => ({ ...own, ...more }));
}

function headersOf(parameters: readonly Parameter[], known: KnownIds) {
    const headers = parameters.filter((parameter) => parameter.in === 'header');
    const values = Object.fromEntries(headers.map(({ name, schema }) =>
        [name, valuesOf(schema, known).map(String).map((text) => text.replace(/[^!-~]/g, 'x') || 'x')]));
    return fc.oneof({ weight: 3, arbitrary: fc.constant({}) }, few(values));
}

/** Up to three of the members. */
function few<Value>(members: Readonly<Record<string, fc.Arbitrary<Value>>>) {
    const names = Object.keys(members);
    return fc.subarray(names, { maxLength: Math.min(3, names.length) }).chain((chosen) =>
        fc.record(Object.fromEntries(chosen.flatMap((name) =>
            (members[name] === undefined ? [] : [[name, members[name]]])))));
}

function bodies({ body, bodyIsRequired }: Operation, call: RouteCall, known: KnownIds): fc.Arbitrary<unknown> {
    if (body === undefined) {
        return fc.constant(undefined);
    }
    const whole = valuesOf(body, known);
    const changed = isRecord(call.body) ? [changedBodies(body, call.body, known)] : [];
    const absent = bodyIsRequired ? [] : [{ weight: 1, arbitrary: fc.constant(undefined) }];
    return fc.oneof(
        { weight: 3, arbitrary: whole }, ...changed.map((arbitrary) => ({ weight: 5, arbitrary })), ...absent);
}

/** The body of a call that succeeds, with few members of any value. */
function changedBodies(
    schema: Schema, body: Readonly<Record<string, unknown>>, known: KnownIds
): fc.Arbitrary<unknown> {
    const members = Object.fromEntries(Object.entries(plain(schema).properties ?? {})
        .map(([name, member]) => [name, valuesOf(member, known)]));
    return few(members).map((changes) => ({ ...body, ...changes }))
        .filter((changed) => faultByDocument(schema, changed) === undefined);
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
    return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/**
 * Requests with one fault by the document.
 * @param valid - Requests that the faults are put into.
 */
export function invalidCases(
    operation: Operation, valid: fc.Arbitrary<ContractCase>
): fc.Arbitrary<ContractCase> {
    return fc.tuple(valid, fc.nat()).map(([valid, pick]) => {
        const faults = [
            ...bodyFaults(operation, valid), ...parameterFaults(operation, valid),
            // Every operation has this one.
            withFault(valid, { query: { ...valid.query, noSuchParameter: '1' } },
                { place: 'query', kind: 'unknown', path: 'noSuchParameter' })
        ];
        return faults[pick % faults.length] ?? valid;
    });
}

function withFault(
    valid: ContractCase, change: Partial<ContractCase>, fault: NonNullable<ContractCase['fault']>
): ContractCase {
    // The caller's key and precondition would be looked at first, and a body may have made If-Match required.
    return { ...valid, headers: { 'If-Match': '*' }, ...change, fault };
}

function bodyFaults({ body }: Operation, valid: ContractCase): readonly ContractCase[] {
    if (body === undefined || valid.body === undefined) {
        return [];
    }
    return mutationsOf(body, valid.body)
        .filter(({ value }) => faultByDocument(body, value) !== undefined)
        .map(({ value, kind, path }) => withFault(valid, { body: value }, { place: 'body', kind, path }));
}

function parameterFaults({ parameters }: Operation, valid: ContractCase): readonly ContractCase[] {
    return parameters.flatMap(({ name, in: place, schema }) => {
        const values = { path: valid.params, query: valid.query, header: valid.headers }[place];
        const mutations = values[name] === undefined ? [] : mutationsOf(schema, asTyped(schema, values[name]), name);
        const sent = mutations.filter(({ kind, value }) => isSent(schema, kind, value) && !isValidText(schema, value));
        return sent.map(({ kind, path, value }) => {
            const changed = { ...values, [name]: place === 'query' ? value : String(value) };
            const part = { path: 'params', query: 'query', header: 'headers' }[place];
            return withFault(valid, { [part]: changed }, { place, kind, path });
        });
    });
}

/** A value of an arranged query is text. */
function asTyped({ type }: Schema, value: unknown): unknown {
    return type === 'array' && !Array.isArray(value) ? [value] : value;
}

/** Tells whether a value is right as the text that an address makes of it: its schema may take numbers and texts. */
function isValidText(schema: Schema, value: unknown): boolean {
    return typeof value === 'number' && faultByDocument(schema, String(value)) === undefined;
}

/** Tells whether an address can say a fault: there a blank is no value, and every value is text. */
function isSent(schema: Schema, kind: string, value: unknown): boolean {
    const isPlainText = schema.type === 'string' && schema.enum === undefined;
    const isBlank = [value].flat().every((entry) => String(entry).trim() === '');
    return !isBlank && kind !== 'wrong type' && !(isPlainText && kind === 'too short')
        && (kind !== 'wrong form' || typeof value === 'string');
}
