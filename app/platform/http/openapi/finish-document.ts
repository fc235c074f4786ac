import { errorCodesKey, successHeadersKey } from '../answers.ts';
import { errorCodes, type ErrorCode } from '../../../foundation/errors/error-codes.ts';
import { exampleOf, resolve } from './example-of.ts';
import { errorResponses, problemSchema } from './error-responses.ts';
import { cleanSchemas } from './clean-schemas.ts';
import { withoutOptionalExamples } from './optional-parameters.ts';
import type { JsonObject } from '../../../foundation/schema/openapi-meta.ts';
import type { OpenApiDocument, Content, Operation, RouteFacts } from './openapi-document.ts';

/** Completes what hapi-swagger wrote: errors with examples, scopes, headers, and an example of each body. */
export function finishedDocument(raw: OpenApiDocument, routes: readonly RouteFacts[]): OpenApiDocument {
    const document = cleanSchemas(raw);
    document.openapi = '3.0.3';
    document.servers = [{ url: '/' }];
    document.security = [{ bearer: [] }];
    document.components.securitySchemes = { bearer: { type: 'http', scheme: 'bearer', bearerFormat: 'JWT' } };
    document.components.schemas['Problem'] = problemSchema;
    document.components.parameters = headerParameters;
    for (const route of routes) {
        const operation = document.paths[route.path.replace('?}', '}')]?.[route.method];
        if (operation !== undefined) {
            finishOperation(operation, route, document.components.schemas);
        }
    }
    return document;
}

const successHeaders: JsonObject = {
    ETag: { description: 'The state that was answered; send it as If-Match with the next change', schema: { type: 'string' }, example: '"2"' },
    Location: { description: 'Address of what was made', schema: { type: 'string' }, example: '/invoices/0199f3d2-7c1a-7b55-9c57-6a2f0d3c4b5a' }
};

/** Parameters without examples: Swagger UI fills them in, and a key or version that was used before breaks the next call. */
const headerParameters: JsonObject = {
    IfMatch: {
        name: 'If-Match', in: 'header', required: false, schema: { type: 'string' },
        description: 'ETag of the state that you change; 412 when it has moved on. Without it the newest state is changed'
    },
    IdempotencyKey: {
        name: 'Idempotency-Key', in: 'header', required: false, schema: { type: 'string', maxLength: 255 },
        description: 'The same key and body, to the byte, give the first success again, for 24 h. A refused request gives its key back'
    },
    RequestId: {
        name: 'X-Request-Id', in: 'header', required: false, schema: { type: 'string' },
        description: 'Logged, passed on and sent back; replaced when absent, over 128 characters or not safe to log'
    }
};

function finishOperation(operation: Operation, route: RouteFacts, schemas: Record<string, JsonObject>): void {
    const codes = [operation[errorCodesKey] ?? []].flat().filter(isErrorCode);
    addHeaders(operation);
    delete operation[errorCodesKey];
    operation.description = descriptionOf(operation, route);
    operation.parameters = [
        ...(operation.parameters ?? []).map(withoutOptionalExamples),
        ...(['post', 'patch'].includes(route.method) ? [{ $ref: '#/components/parameters/IdempotencyKey' }] : []),
        ...(codes.includes('PRECONDITION_FAILED') ? [{ $ref: '#/components/parameters/IfMatch' }] : []),
        { $ref: '#/components/parameters/RequestId' }
    ];
    if (route.open) {
        operation.security = [];
    }
    if (operation.requestBody !== undefined) {
        operation.requestBody.required = Object.values(operation.requestBody.content).some(({ schema }) => hasRequired(schema, schemas));
        addExamples(operation.requestBody.content, schemas);
    }
    for (const { content } of Object.values(operation.responses)) {
        addExamples(content ?? {}, schemas);
    }
    // A success schema under the same status (such as health's 503) stays.
    operation.responses = { ...errorResponses(codes, route), ...operation.responses };
}

/** Names, on each success, the headers that its route declares. */
function addHeaders(operation: Operation): void {
    const names = [operation[successHeadersKey] ?? []].flat().filter((name) => typeof name === 'string');
    delete operation[successHeadersKey];
    const successes = Object.entries(operation.responses).filter(([status]) => status.startsWith('2'));
    for (const [, response] of names.length === 0 ? [] : successes) {
        response.headers = Object.fromEntries(names.map((name) => [name, successHeaders[name] ?? {}]));
    }
}

function isErrorCode(code: unknown): code is ErrorCode {
    return typeof code === 'string' && Object.hasOwn(errorCodes, code);
}

function descriptionOf({ description = '' }: Operation, { open, gateway, scopes }: RouteFacts): string {
    const needed = scopes.map((scope) => `\`${scope}\``).join(' and ');
    const access = open ? 'Needs no token.' : needed === '' ? '' : `Needs the scope ${needed}.`;
    const trusted = gateway ? 'Also open to the CRM\'s gateway (TRUSTED_NETWORKS).' : '';
    return [description, access, trusted].filter((part) => part !== '').join('\n\n');
}

function hasRequired(schema: JsonObject, schemas: Record<string, JsonObject>): boolean {
    const resolved = resolve(schema, schemas) ?? schema;
    return Array.isArray(resolved['required']) && resolved['required'].length > 0;
}

function addExamples(content: Content, schemas: Record<string, JsonObject>): void {
    for (const entry of Object.values(content)) {
        entry.example ??= exampleOf(entry.schema, schemas);
    }
}
