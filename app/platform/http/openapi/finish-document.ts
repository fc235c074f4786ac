import { errorCodesKey, mediaTypesKey, successHeadersKey } from '../answers.ts';
import { errorCodes, type ErrorCode } from '../../../foundation/errors/error-codes.ts';
import { exampleOf, resolve } from './example-of.ts';
import { errorExamples, errorResponse, errorSets, problemSchema, type ErrorSet } from './error-responses.ts';
import { cleanSchemas } from './clean-schemas.ts';
import { mergedModels } from './merge-models.ts';
import { responseNames } from './response-names.ts';
import { documentedParameter } from './parameters.ts';
import type { JsonObject } from '../../../foundation/schema/openapi-meta.ts';
import type { OpenApiDocument, Content, Operation, RouteFacts } from './openapi-document.ts';

/** An operation with what the document must say of its route. */
type Documented = { readonly operation: Operation; readonly route: RouteFacts; readonly codes: readonly ErrorCode[] };

const bearerScheme: JsonObject = {
    type: 'http', scheme: 'bearer', bearerFormat: 'JWT',
    description: 'Token of the CRM\'s login, with the claims sub, exp, org and role. For a development service paste '
        + 'what `npm run token` prints, without the word Bearer.'
};

/** Completes what hapi-swagger wrote: errors with examples, scopes, headers, and an example of each body. */
export function finishedDocument(raw: OpenApiDocument, routes: readonly RouteFacts[]): OpenApiDocument {
    const document = mergedModels(cleanSchemas(raw));
    document.openapi = '3.0.3';
    document.servers = [{ url: '/' }];
    document.security = [{ bearer: [] }];
    document.components.securitySchemes = { bearer: bearerScheme };
    document.components.schemas['Problem'] = problemSchema;
    document.components.parameters = headerParameters;
    const documented = documentedOperations(document, routes);
    for (const each of documented) {
        finishOperation(each, document.components.schemas);
    }
    shareErrors(document, documented);
    return document;
}

function documentedOperations({ paths }: OpenApiDocument, routes: readonly RouteFacts[]): readonly Documented[] {
    return routes.flatMap((route) => {
        const operation = paths[route.path.replace('?}', '}')]?.[route.method];
        const codes = [operation?.[errorCodesKey] ?? []].flat().filter(isErrorCode);
        return operation === undefined ? [] : [{ operation, route, codes }];
    });
}

/** Puts each set of error codes among the components once, and refers to it from the operations that have it. */
function shareErrors({ components }: OpenApiDocument, documented: readonly Documented[]): void {
    const ofOperations = documented.map(({ operation, route, codes }) =>
        ({ operation, sets: errorSets(codes, route) }));
    const sets = ofOperations.flatMap(({ operation, sets: own }) =>
        own.map((set) => ({ ...set, operationId: String(operation['operationId']) })));
    const nameOf = responseNames(sets);
    components.examples = errorExamples(sets.flatMap(({ codes }) => codes));
    components.responses = Object.fromEntries(sets.map((set) => [nameOf(set), errorResponse(set)] as const)
        .sort(([a], [b]) => (a < b ? -1 : 1)));
    for (const { operation, sets: own } of ofOperations) {
        const errors = own.map((set: ErrorSet) =>
            [set.status, { $ref: `#/components/responses/${nameOf(set)}` }] as const);
        // A success schema under the same status (such as health's 503) stays.
        operation.responses = { ...Object.fromEntries(errors), ...operation.responses };
    }
}

const successHeaders: JsonObject = {
    ETag: {
        description: 'State that was answered: its version, a dot, and a hash of what else is shown. Send it as '
            + 'If-Match with the next change, and as If-None-Match to read again.',
        schema: { type: 'string' }, example: '"2.q3BzZPYl0W0pJ9xQ"'
    },
    Location: {
        description: 'Address of what was made.',
        schema: { type: 'string' }, example: '/invoices/0199f3d2-7c1a-7b55-9c57-6a2f0d3c4b5a'
    }
};

/**
 * Parameters without examples: Swagger UI fills them in, and a key or version that was used before breaks the next
 * call.
 */
const headerParameters: JsonObject = {
    IfMatch: {
        name: 'If-Match', in: 'header', required: false, schema: { type: 'string' },
        description: 'ETag of the state that you change, or its version in quotes; 412 when it has moved on. '
            + 'Without it the newest state is changed.'
    },
    IfNoneMatch: {
        name: 'If-None-Match', in: 'header', required: false, schema: { type: 'string' },
        description: 'ETags of states that you have, or *. When the present one is among them, the answer is 304.'
    },
    IdempotencyKey: {
        name: 'Idempotency-Key', in: 'header', required: false,
        schema: { type: 'string', minLength: 1, maxLength: 255, pattern: '^[!-~]+$' },
        description: 'Key of the request: the same key and body, to the byte, give the first success again, for 24 h. '
            + 'A refused request gives its key back.'
    },
    RequestId: {
        name: 'X-Request-Id', in: 'header', required: false, schema: { type: 'string' },
        description: 'Id of the request: logged, passed on and sent back. '
            + 'Replaced when absent, over 128 characters or not safe to log.'
    }
};

function finishOperation({ operation, route, codes }: Documented, schemas: Record<string, JsonObject>): void {
    const headers = addHeaders(operation);
    addBytes(operation);
    const readsState = route.method === 'get' && headers.includes('ETag');
    if (readsState) {
        operation.responses['304'] = { description: 'Your copy is the present state; there is no body' };
    }
    delete operation[errorCodesKey];
    operation.description = descriptionOf(operation, route);
    operation.parameters = [
        ...(operation.parameters ?? []).map(documentedParameter),
        ...(['post', 'patch'].includes(route.method) ? [{ $ref: '#/components/parameters/IdempotencyKey' }] : []),
        ...(codes.includes('PRECONDITION_FAILED') ? [{ $ref: '#/components/parameters/IfMatch' }] : []),
        ...(readsState ? [{ $ref: '#/components/parameters/IfNoneMatch' }] : []),
        { $ref: '#/components/parameters/RequestId' }
    ];
    if (route.open) {
        operation.security = [];
    }
    if (route.gateway) {
        // For the CRM's gateway, which may call it from TRUSTED_NETWORKS without a token; no reader needs to know.
        operation['x-gateway'] = true;
    }
    if (operation.requestBody !== undefined) {
        operation.requestBody.required = Object.values(operation.requestBody.content).some(({ schema }) =>
            hasToBeThere(schema, schemas));
        addExamples(operation.requestBody.content, schemas);
    }
    for (const response of Object.values(operation.responses)) {
        addExamples(response.content ?? {}, schemas);
    }
}

/** Names, on each success, the headers that its route declares. @returns Their names */
function addHeaders(operation: Operation): readonly string[] {
    const names = [operation[successHeadersKey] ?? []].flat().filter((name) => typeof name === 'string');
    delete operation[successHeadersKey];
    const successes = Object.entries(operation.responses).filter(([status]) => status.startsWith('2'));
    for (const [, response] of names.length === 0 ? [] : successes) {
        response.headers = Object.fromEntries(names.map((name) => [name, successHeaders[name] ?? {}]));
    }
    return names;
}

/** Adds the bytes that a success may be beside JSON, or instead of it. */
function addBytes(operation: Operation): void {
    const mediaTypes = [operation[mediaTypesKey] ?? []].flat().filter((type) => typeof type === 'string');
    delete operation[mediaTypesKey];
    const success = operation.responses['200'];
    if (success !== undefined && mediaTypes.length > 0) {
        success.content = {
            ...success.content,
            ...Object.fromEntries(mediaTypes.map((type) => [type, { schema: { type: 'string', format: 'binary' } }]))
        };
    }
}

function isErrorCode(code: unknown): code is ErrorCode {
    return typeof code === 'string' && Object.hasOwn(errorCodes, code);
}

function descriptionOf({ description = '' }: Operation, { open, scopes }: RouteFacts): string {
    const needed = scopes.map((scope) => `\`${scope}\``).join(' and ');
    const access = open ? 'Needs no token.' : needed === '' ? '' : `Needs the scope ${needed}.`;
    return [description, access].filter((part) => part !== '').join('\n\n');
}

/** Tells whether an absent body, which counts as an empty object, would be refused. */
function hasToBeThere(schema: JsonObject, schemas: Record<string, JsonObject>): boolean {
    const { required, minProperties, oneOf, anyOf } = resolve(schema, schemas) ?? schema;
    return [required, minProperties, oneOf, anyOf].some((rule) => rule !== undefined);
}

function addExamples(content: Content, schemas: Record<string, JsonObject>): void {
    for (const entry of Object.values(content)) {
        entry.example ??= exampleOf(entry.schema, schemas);
    }
}
