import { expect, test } from '@jest/globals';
import Joi from 'joi';
import { text } from '../../../foundation/schema/fields.ts';
import { form } from '../../../foundation/schema/form.ts';
import { listOf, shape } from '../../../foundation/schema/shape.ts';
import { openApiDocument } from './openapi.ts';

/** The models of a document with one route that takes and gives such bodies. */
async function modelsOf(payload: Joi.ObjectSchema, answer: Joi.ObjectSchema = shape('Answer', { done: text(5) })) {
    const { components } = await openApiDocument([{
        method: 'POST', path: '/things', handler: () => null,
        options: { tags: ['api'], validate: { payload }, response: { status: { 200: answer } } }
    }]);
    return components.schemas;
}

test('a request is closed and its answer is open, also where both have one model', async () => {
    const address = shape('Address', { city: text(5) });

    const models = await modelsOf(shape('Body', { address }), shape('Answer', { address }));

    expect(models).toMatchObject({
        Body: { additionalProperties: false, properties: { address: { $ref: '#/components/schemas/AddressInput' } } },
        AddressInput: { additionalProperties: false }
    });
    expect(models['Address']).not.toHaveProperty('additionalProperties');
});

test('a text needs a character that is seen; in an optional field of a form a blank means "not given"', async () => {
    const models = await modelsOf(form('Body', { name: text(5) }, { note: text(5), code: Joi.string() }));
    const { name, note, code } = (models['Body']?.['properties'] ?? {}) as Record<string, Record<string, unknown>>;
    const takes = (field: typeof name, value: string) => new RegExp(String(field?.['pattern'])).test(value);

    expect(['', '  ', '\u200b', 'a\u0001', ' a '].map((value) => takes(name, value)))
        .toEqual([false, false, false, false, true]);
    expect(['', '  ', '\u200b', 'a\u0001', ' a '].map((value) => takes(note, value)))
        .toEqual([true, true, false, false, true]);
    expect(code).not.toHaveProperty('minLength');
});

test('members of which exactly one is given are said so, and null counts as none of them', async () => {
    const models = await modelsOf(form('Body', {}, { a: Joi.string(), b: Joi.string() }).xor('a', 'b'));

    expect(models['Body']).toMatchObject({
        oneOf: [{ required: ['a'] }, { required: ['b'] }],
        properties: { a: { type: 'string', minLength: 1 }, b: { type: 'string', minLength: 1 } }
    });
    expect(JSON.stringify(models['Body'])).not.toContain('nullable');
});

test('a change of nothing and an entry that comes twice are said to be refused', async () => {
    const models = await modelsOf(
        form('Body', {}, { tags: listOf('Tags', text(5), 3).unique(), name: text(5) }).min(1));

    expect(models).toMatchObject({ Body: { minProperties: 1 }, Tags: { uniqueItems: true, maxItems: 3 } });
});

test('a rule about several members that the document cannot say is an error', async () => {
    await expect(modelsOf(shape('Body', {}, { a: text(5), b: text(5) }).and('a', 'b')))
        .rejects.toThrow('cannot say and of a, b yet');
});
