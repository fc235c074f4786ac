import { readFile } from 'node:fs/promises';
import { expect, test } from '@jest/globals';
import SwaggerParser from '@apidevtools/swagger-parser';
import { documentedRoutes } from '../../app/processes/documented-routes.ts';
import { documentedEvents } from '../../app/features/event-feed/event-catalogue.ts';
import { openApiDocument } from '../../app/platform/http/openapi/openapi.ts';

const committed: unknown = JSON.parse(await readFile(new URL('../../openapi.json', import.meta.url), 'utf8'));

test('the committed OpenAPI document is the one that the routes make (else: npm run openapi)', async () => {
    const made: unknown = JSON.parse(JSON.stringify(await openApiDocument(documentedRoutes, documentedEvents)));

    expect(made).toEqual(committed);
});

test('the committed OpenAPI document is valid OpenAPI', async () => {
    await expect(SwaggerParser.validate(structuredClone(committed) as never))
        .resolves.toMatchObject({ openapi: '3.0.3' });
});

test('the history says that there may be nothing before and nothing after', () => {
    const may = { type: 'object', nullable: true };

    expect(committed).toMatchObject({ components: { schemas: { HistoryBefore: may, HistoryAfter: may } } });
});

test('the groups that routes are shown in have their words, and no other group has', () => {
    const { tags, paths } = committed as {
        readonly tags: readonly { readonly name: string }[];
        readonly paths: Readonly<Record<string, Readonly<Record<string, { readonly tags?: readonly string[] }>>>>
    };
    const used = new Set(
        Object.values(paths).flatMap((path) => Object.values(path).flatMap((operation) => operation.tags ?? [])));

    expect(tags.map(({ name }) => name).sort()).toEqual([...used].sort());
});
