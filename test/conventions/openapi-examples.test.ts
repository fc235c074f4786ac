import { expect, test } from '@jest/globals';
import type { ServerRoute } from '@hapi/hapi';
import Joi from 'joi';
import { healthRoutes } from '../../app/platform/health/health.routes.ts';
import { routes } from '../../app/processes/routes.ts';

type Named = readonly [name: string, schema: Joi.Schema];

const answers: readonly Named[] = [...healthRoutes, ...routes].flatMap(({ method, path, options }: ServerRoute) => {
    const response = typeof options === 'object' ? options.response?.status : undefined;
    return Object.entries(response ?? {}).filter((entry): entry is [string, Joi.Schema] => Joi.isSchema(entry[1]))
        .map(([status, schema]) => [`${String(method)} ${path} ${status}`, schema] as const);
});
const bodies: readonly Named[] = routes.flatMap(({ method, path, options }) => {
    const payload = typeof options === 'object' ? options.validate?.payload : undefined;
    return Joi.isSchema(payload) ? [[`${String(method)} ${path}`, payload] as const] : [];
});

test('every example of a request is a request that the route takes', () => {
    const refused = bodies.flatMap(([name, schema]) =>
        examplesOf(schema).map((example) => ({
            name, fault: schema.validate(example, { context: { timeZone: 'Europe/Warsaw' } }).error?.message
        })));

    expect(refused.length).toBeGreaterThan(5);
    expect(refused.filter(({ fault }) => fault !== undefined)).toEqual([]);
});

test('every example of an answer is an answer that the route may give', () => {
    const wrong = answers.flatMap(([name, schema]) =>
        examplesOf(schema).map((example) =>
            ({ name, fault: schema.validate(example, { convert: false }).error?.message })));

    expect(wrong.length).toBeGreaterThan(12);
    expect(wrong.filter(({ fault }) => fault !== undefined)).toEqual([]);
});

function examplesOf(schema: Joi.Schema): readonly unknown[] {
    const { examples = [] } = schema.describe() as { examples?: readonly unknown[] };
    return examples;
}
