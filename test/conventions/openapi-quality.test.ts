/** Promises of the OpenAPI document to its readers, and to generators of clients. */
import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { expect, test } from '@jest/globals';
import { createConfig, lintFromString } from '@redocly/openapi-core';

type Schema = {
    readonly $ref?: string;
    readonly type?: string;
    readonly nullable?: boolean;
    readonly description?: string;
    readonly properties?: Readonly<Record<string, Schema>>;
    readonly additionalProperties?: Schema | boolean;
    readonly items?: Schema;
    readonly allOf?: readonly Schema[];
    readonly anyOf?: readonly Schema[];
    readonly oneOf?: readonly Schema[];
};
type Parameter = { readonly $ref?: string; readonly name: string; readonly description?: string };
type Operation = { readonly parameters?: readonly Parameter[] };
type Placed = readonly [place: string, schema: Schema];

const url = new URL('../../openapi.json', import.meta.url);
const source = await readFile(url, 'utf8');
const { components: { schemas: models, parameters: shared }, paths } = JSON.parse(source) as {
    readonly components: {
        readonly schemas: Readonly<Record<string, Schema>>;
        readonly parameters: Readonly<Record<string, Parameter>>;
    };
    readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>;
};
const all = Object.entries(models).flatMap(([name, model]) => withParts(name, model));

/** A schema and all that it is made of. */
function withParts(place: string, schema: Schema): readonly Placed[] {
    const { properties = {}, items, additionalProperties, allOf = [], anyOf = [], oneOf = [] } = schema;
    const entries = [items, additionalProperties].filter((entry) => typeof entry === 'object');
    return [
        [place, schema],
        ...Object.entries(properties).flatMap(([name, part]) => withParts(`${place}.${name}`, part)),
        ...[...entries, ...allOf, ...anyOf, ...oneOf].flatMap((part) => withParts(`${place}[]`, part))
    ];
}

function modelOf({ $ref = '' }: Schema): Schema | undefined {
    return models[$ref.replace('#/components/schemas/', '')];
}

/** A noun that begins the text, and a period that ends it. */
function isDescribed(text: string | undefined): boolean {
    return text !== undefined && /^[A-Z].{5,}\.$/s.test(text);
}

test('every member of a model has a description, of its own or of the model that it is', () => {
    const members = all.flatMap(([place, { properties = {} }]) =>
        Object.entries(properties).map(([name, member]) => [`${place}.${name}`, member] as const));
    const bare = members.filter(([, member]) => !isDescribed(member.description ?? modelOf(member)?.description));

    expect(members.length).toBeGreaterThan(800);
    expect(bare.map(([place]) => place)).toEqual([]);
});

test('every parameter has a description', () => {
    const operations = Object.entries(paths).flatMap(([path, methods]) =>
        Object.values(methods).map(({ parameters = [] }) => [path, parameters] as const));
    const named = [...operations, ['every route', Object.values(shared)] as const].flatMap(([path, parameters]) =>
        parameters.filter(({ $ref }) => $ref === undefined).map((parameter) => [path, parameter] as const));
    const bare = named.filter(([, { description }]) => !isDescribed(description));

    expect(named.length).toBeGreaterThan(100);
    expect(bare.map(([path, { name }]) => `${name} of ${path}`)).toEqual([]);
});

test('each model is written once: none is a numbered variant of another', () => {
    expect(Object.keys(models).filter((name) => name.replace(/\d+$/, '') in models && /\d$/.test(name))).toEqual([]);
    expect(Object.keys(models).filter((name) => !/^[A-Z][A-Za-z]+$/.test(name))).toEqual([]);
});

test('null is allowed beside a type only, and no object is without members', () => {
    const isBare = ({ type, properties, additionalProperties, anyOf }: Schema) =>
        type === 'object' && properties === undefined && additionalProperties === undefined && anyOf === undefined;

    const isNullAlone = ({ nullable, type }: Schema) => nullable === true && type === undefined;

    expect(all.filter(([, schema]) => isNullAlone(schema)).map(([place]) => place)).toEqual([]);
    expect(all.filter(([, schema]) => isBare(schema)).map(([place]) => place)).toEqual([]);
});

test("redocly's recommended rules find nothing", async () => {
    const config = await createConfig({
        extends: ['recommended'],
        rules: {
            // The service is not licensed to others.
            'info-license': 'off',
            // `/invoices/customer/{contactId}` and `/invoices/{invoiceId}/explain`: ids are UUIDs.
            'no-ambiguous-paths': 'off'
        }
    });

    const problems = await lintFromString({ source, absoluteRef: fileURLToPath(url), config });

    const found = problems.map(({ ruleId, message, location: [place] }) =>
        `${ruleId}: ${message} (${String(place?.pointer)})`);
    expect(found).toEqual([]);
}, 120_000);
