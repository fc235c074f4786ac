import { describe, expect, test } from '@jest/globals';
import type { ServerRoute } from '@hapi/hapi';
import Joi from 'joi';
import { requires } from '../../auth/route-access.ts';
import { answers, noContent } from '../answers.ts';
import { decimalMicros } from '../../../foundation/schema/decimal-field.ts';
import { calendarDate, text, uuid } from '../../../foundation/schema/fields.ts';
import { listParameter } from '../../../foundation/schema/list-parameter.ts';
import { openApiDocument } from './openapi.ts';
import { described, withExample } from '../../../foundation/schema/openapi-meta.ts';
import { listOf, nullable, oneOf, shape } from '../../../foundation/schema/shape.ts';

const thing = shape('Thing', { id: uuid, quantity: decimalMicros({ min: 0n, decimals: 3 }).description('How many.') }, {
    note: text(20), bought: calendarDate,
    discount: decimalMicros({}).default(1_500_000n as never /* joi's types know no bigint */),
    tags: listOf('Tags', oneOf('Tag', ['a', 'b']), 2),
    vat: Joi.alternatives(decimalMicros({}), oneOf('VatCode', ['zw', 'np'])), mood: nullable(oneOf('Mood', ['glad']))
});
const routes: readonly ServerRoute[] = [
    {
        method: 'POST', path: '/things/{id}', handler: () => null,
        options: {
            auth: requires('invoices:write'), app: { gateway: true }, tags: ['api', 'invoices'],
            description: 'Make a thing', notes: 'At once.',
            validate: { params: shape('ThingId', { id: uuid }), payload: thing },
            ...answers('makeThing', { 201: thing, 204: noContent }, ['INVOICE_NOT_FOUND', 'UPSTREAM_UNAVAILABLE'])
        }
    },
    {
        method: 'GET', path: '/things', handler: () => null,
        options: {
            auth: false, tags: ['api', 'invoices'], description: 'List',
            ...answers('listThings', { 200: listOf('Things', thing, 5) }), validate: { query: shape('ThingQuery', {},
                { status: listParameter('Statuses', oneOf('Status', ['x', 'y']), 2), from: calendarDate }) }
        }
    }
];

/** The document as JSON, which is how callers get it. */
async function document() {
    return JSON.parse(JSON.stringify(await openApiDocument(routes)));
}

/** The component that a reference points to. */
// eslint-disable-next-line @typescript-eslint/no-explicit-any -- JSON without a type
function referred(components: any, { $ref }: { readonly $ref: string }) {
    return components[$ref.split('/').at(-1) ?? ''];
}

describe('the OpenAPI document', () => {
    test('a decimal is a string or a number, with its bounds, example and default as written', async () => {
        const { Thing } = (await document()).components.schemas;

        expect(Thing.properties.quantity).toEqual({
            oneOf: [
                { type: 'string', pattern: '^(0|[1-9][0-9]{0,17})(\\.[0-9]{1,3})?$' },
                { type: 'number', minimum: 0, maximum: 999_999_999_999_999 }
            ],
            description: 'How many. Exact decimal: at least 0, up to 3 decimals. A string keeps every digit.',
            example: '12.50'
        });
        expect(Thing.properties.discount.default).toBe('1.5');
        expect(Thing.required).toEqual(['id', 'quantity']);
    });

    test('null is one of the values that may be null, and an enumeration that may not has none', async () => {
        const { Mood, Tag } = (await document()).components.schemas;

        expect(Mood).toEqual({ type: 'string', enum: ['glad', null], nullable: true });
        expect(Tag.enum).toEqual(['a', 'b']);
    });

    test('bodies have an example, put together from their fields', async () => {
        const { requestBody, responses } = (await document()).paths['/things/{id}'].post;

        const example = requestBody.content['application/json'].example;
        expect(example).toMatchObject({
            id: expect.stringMatching(/^[0-9a-f-]{36}$/), quantity: '12.50', bought: '2026-11-23', tags: ['a']
        });
        expect(thing.validate(example).error).toBeUndefined();
        expect(responses['201'].content['application/json'].example).toEqual(example);
        expect(requestBody.required).toBe(true);
    });

    test('every error has its status, schema and an example', async () => {
        const { paths, components } = await document();
        const { responses } = paths['/things/{id}'].post;
        const bodyOf = (status: string) =>
            referred(components.responses, responses[status]).content['application/problem+json'];

        expect(Object.keys(responses)).toEqual(
            ['201', '204', '400', '401', '403', '404', '413', '415', '429', '500', '503']);
        const notFound = bodyOf('404');
        expect(notFound.schema).toEqual({ $ref: '#/components/schemas/Problem' });
        expect(referred(components.examples, notFound.examples.INVOICE_NOT_FOUND).value)
            .toMatchObject({ status: 404, code: 'INVOICE_NOT_FOUND' });
        expect(Object.keys(bodyOf('503').examples)).toContain('UPSTREAM_UNAVAILABLE');
    });

    test('scopes, the gateway and routes without a token are told', async () => {
        const { paths } = await document();

        expect(paths['/things/{id}'].post.description).toBe(
            'At once.\n\nNeeds the scope `invoices:write`.'
        );
        expect([paths['/things/{id}'].post.security, paths['/things'].get.security]).toEqual([undefined, []]);
    });

    test('a list parameter is an array of its values', async () => {
        const [parameter] = (await document()).paths['/things'].get.parameters;

        expect(parameter)
            .toMatchObject({ name: 'status', in: 'query', schema: { type: 'array', items: { enum: ['x', 'y'] } } });
    });

    test('what may be left out of a call has no example, because a page that fills it in asks for too much',
        async () => {
            const { paths, components } = await document();

            const from = paths['/things'].get.parameters.find(({ name }: { name: string }) => name === 'from');
            expect(from.schema)
                .toEqual({
                    type: 'string', format: 'date', pattern: '^20[0-9]{2}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])$'
                });
            expect(JSON.stringify(components.parameters)).not.toContain('"example"');
        });

    test('an id of the path has no example, since nothing has the id that stands for any', async () => {
        const [parameter] = (await document()).paths['/things/{id}'].post.parameters;

        expect(parameter).toMatchObject({ in: 'path', required: true, schema: { type: 'string', format: 'uuid' } });
        expect([parameter.example, parameter.schema.example]).toEqual([undefined, undefined]);
    });

    test('every reference points at something', async () => {
        const made = await document();

        const references = [...JSON.stringify(made).matchAll(/"\$ref":"#\/components\/(\w+)\/(\w+)"/g)];
        expect(references.length).toBeGreaterThan(5);
        expect(references.filter(([, kind = '', name = '']) => made.components[kind]?.[name] === undefined))
            .toEqual([]);
    });

    test('it is the same each time', async () => {
        expect(await document()).toEqual(await document());
    });
});

/** The document of one route that answers `answer`. */
async function documentOf(answer: Joi.Schema, more: Readonly<Record<number, Joi.Schema>> = {}) {
    const route: ServerRoute = {
        method: 'GET', path: '/thing', handler: () => null,
        options: {
            auth: false, tags: ['api', 'invoices'], description: 'Read',
            ...answers('readThing', { 200: answer, ...more })
        }
    };
    return JSON.parse(JSON.stringify(await openApiDocument([route])));
}

describe('a model of the OpenAPI document', () => {
    test('is written once, and each use may have a description of its own', async () => {
        const colour = oneOf('Colour', ['red', 'blue']).description('Colour of it.');
        const paint = shape('Paint', { own: colour, other: described(colour, 'Colour of the other one.') });

        const { schemas } = (await documentOf(paint)).components;

        const reference = { $ref: '#/components/schemas/Colour' };
        expect(schemas.Paint.properties)
            .toEqual({ own: reference, other: { allOf: [reference], description: 'Colour of the other one.' } });
        expect(schemas.Colour.description).toBe('Colour of it.');
        expect(Object.keys(schemas).filter((name) => name.startsWith('Colour'))).toEqual(['Colour']);
    });

    test('may be alternatives, as a part and as the whole answer', async () => {
        const cat = shape('Cat', { lives: Joi.number() });
        const pet = Joi.alternatives(cat, shape('Dog', { name: Joi.string() })).meta({ openapi: { model: 'Pet' } });

        const { components: { schemas }, paths } = await documentOf(pet, { 201: listOf('Pets', pet, 5) });

        const reference = { $ref: '#/components/schemas/Pet' };
        expect(schemas.Pet)
            .toEqual({ anyOf: [{ $ref: '#/components/schemas/Cat' }, { $ref: '#/components/schemas/Dog' }] });
        const { schema } = paths['/thing'].get.responses['200'].content['application/json'];
        expect([schemas.Pets.items, schema]).toEqual([reference, reference]);
    });

    test('is one with another example too, and both examples are among the components', async () => {
        const red = shape('Paint', { colour: Joi.string() }).example({ colour: 'red' });
        const blue = withExample('BluePaint', red, { colour: 'blue' });

        const { components: { schemas, examples }, paths } = await documentOf(red, { 202: blue });

        const { schema, examples: shown } = paths['/thing'].get.responses['202'].content['application/json'];
        expect(schema).toEqual({ $ref: '#/components/schemas/Paint' });
        expect(shown).toEqual({ BluePaint: { $ref: '#/components/examples/BluePaint' } });
        expect([examples.Paint.value, examples.BluePaint.value]).toEqual([{ colour: 'red' }, { colour: 'blue' }]);
        expect([schemas.Paint.example, schemas.BluePaint]).toEqual([undefined, undefined]);
    });

    test('takes null in its first alternative: beside no type it would not count', async () => {
        const weighed = shape('Weighed', { weight: nullable(decimalMicros({ min: 0n })) });

        const { weight } = (await documentOf(weighed)).components.schemas.Weighed.properties;

        expect(weight.oneOf).toEqual([
            expect.objectContaining({ type: 'string', nullable: true }),
            { type: 'number', minimum: 0, maximum: 999_999_999_999_999 }
        ]);
        expect(weight).not.toHaveProperty('nullable');
    });

    test('whose metadata has a typing error is refused', async () => {
        const thingWithError = shape('Wrong', { id: Joi.string().meta({ openapi: { format: 'uuid' } }) });

        await expect(documentOf(thingWithError)).rejects
            .toThrow("A schema's meta.openapi has format, which nothing reads");
    });
});
