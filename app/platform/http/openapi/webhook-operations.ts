import type { ServerRoute } from '@hapi/hapi';
import type Joi from 'joi';
import { exampleOf } from './example-of.ts';
import type { Json, JsonObject } from '../../../foundation/schema/openapi-meta.ts';
import type { OpenApiDocument } from './openapi-document.ts';
import { withUniqueItems } from './strict-requests.ts';

/** Calls that the service makes to others, by name: their description and body. */
export type DocumentedEvents = Readonly<Record<string, { readonly description: string; readonly body: Joi.AnySchema }>>;

const prefix = '/x-webhooks/';

const headers: readonly Json[] = [
    ['webhook-id', 'Stable id of the event: drop what you have seen', '0199f3d2-7c1a-7b55-9c57-6a2f0d3c4c01'],
    ['webhook-timestamp', 'Time of this attempt, seconds since 1970', '1795428900'],
    ['webhook-signature', 'Standard Webhooks, v1; during a rotation of the secret several, separated by blanks',
        'v1,K5oZfzN95Z9UVu1EsfQmfVNQhnkZ2pj9o9NDN/H/pI4=']
].map(([name = '', description = '', example = '']) =>
    ({ name, in: 'header', required: true, description, schema: { type: 'string' }, example }));

/** Routes that never serve: hapi-swagger makes schemas of routes and of nothing else. */
export function shadowRoutes(events: DocumentedEvents): readonly ServerRoute[] {
    return Object.entries(events).map(([name, { description, body }]) => ({
        method: 'POST', path: `${prefix}${name}`, handler: () => null,
        options: { tags: ['api', 'webhooks'], description, validate: { payload: withUniqueItems(body) } }
    }));
}

/**
 * Moves the operations of the shadow routes to `x-webhooks`: OpenAPI 3.0 has no `webhooks` of its own, and tools know
 * this name.
 */
export function withWebhooks(document: OpenApiDocument, events: DocumentedEvents): OpenApiDocument {
    const webhooks: Record<string, JsonObject> = {};
    for (const [name, { description }] of Object.entries(events)) {
        const path = `${prefix}${name}`;
        const schema = Object.values(document.paths[path]?.['post']?.requestBody?.content ?? {})[0]?.schema ?? {};
        webhooks[name] = {
            post: {
                tags: ['webhooks'],
                operationId: operationIdOf(name),
                summary: description,
                parameters: headers,
                requestBody: {
                    required: true,
                    content: { 'application/json': { schema, example: exampleOf(schema, document.components.schemas) } }
                },
                responses: {
                    '2XX': {
                        description: 'Taken. Anything else is sent again, for three days; redirects are not followed'
                    },
                    '410': { description: 'Never again: the webhook is paused' }
                }
            }
        };
        delete document.paths[path];
    }
    return Object.keys(webhooks).length === 0 ? document : { ...document, 'x-webhooks': webhooks };
}

/** `invoice.issued` gives `receiveInvoiceIssued`. */
function operationIdOf(name: string): string {
    return `receive${name.split(/[._]/).map((part) => `${part.charAt(0).toUpperCase()}${part.slice(1)}`).join('')}`;
}
