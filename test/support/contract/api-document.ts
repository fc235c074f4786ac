import { documentedEvents } from '../../../app/features/event-feed/event-catalogue.ts';
import { openApiDocument } from '../../../app/platform/http/openapi/openapi.ts';
import { documentedRoutes } from '../../../app/processes/documented-routes.ts';

/** A schema of the document, as far as contract tests read it. */
export type Schema = {
    readonly $ref?: string;
    readonly type?: string;
    readonly format?: string;
    readonly pattern?: string;
    readonly nullable?: boolean;
    readonly readOnly?: boolean;
    readonly enum?: readonly unknown[];
    readonly example?: unknown;
    readonly minLength?: number;
    readonly maxLength?: number;
    readonly minimum?: number;
    readonly maximum?: number;
    readonly minItems?: number;
    readonly maxItems?: number;
    readonly uniqueItems?: boolean;
    readonly minProperties?: number;
    readonly items?: Schema;
    readonly properties?: Readonly<Record<string, Schema>>;
    readonly required?: readonly string[];
    readonly additionalProperties?: boolean | Schema;
    readonly allOf?: readonly Schema[];
    readonly oneOf?: readonly Schema[];
    readonly anyOf?: readonly Schema[];
};

/** A parameter of an operation. */
export type Parameter = {
    readonly name: string;
    readonly in: 'path' | 'query' | 'header';
    readonly required: boolean;
    readonly schema: Schema;
};

/** An answer of an operation: schemas by media type. */
export type DocumentedAnswer = { readonly content?: Readonly<Record<string, { readonly schema: Schema }>> };

/** An operation with all its references to parameters and answers resolved. */
export type Operation = {
    /** `METHOD /path` */
    readonly route: string;
    readonly id: string;
    readonly parameters: readonly Parameter[];
    readonly body: Schema | undefined;
    readonly bodyIsRequired: boolean;
    readonly answers: Readonly<Record<string, DocumentedAnswer>>;
};

type Referring = { readonly $ref?: string };
type RawOperation = {
    readonly operationId: string;
    readonly parameters?: readonly (Partial<Parameter> & Referring)[];
    readonly requestBody?: {
        readonly required?: boolean; readonly content: Readonly<Record<string, { readonly schema: Schema }>>;
    };
    readonly responses: Readonly<Record<string, DocumentedAnswer & Referring>>;
};
type RawDocument = {
    readonly paths: Readonly<Record<string, Readonly<Record<string, RawOperation>>>>;
    readonly components: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
};

// The document is data made of data; its own tests show that it is valid OpenAPI.
const document = JSON.parse(JSON.stringify(
    await openApiDocument(documentedRoutes, documentedEvents))) as RawDocument;

/** The models of the document by name. */
export const models = document.components['schemas'] as Readonly<Record<string, Schema>>;

/** Every operation of the document. */
export const operations: readonly Operation[] = Object.entries(document.paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => operationOf(`${method.toUpperCase()} ${path}`, operation)));

function operationOf(route: string, { operationId, parameters, requestBody, responses }: RawOperation): Operation {
    return {
        route,
        id: operationId,
        parameters: (parameters ?? []).map((parameter) => resolved(parameter) as Parameter)
            .map((parameter) => ({ ...parameter, required: parameter.required === true })),
        body: requestBody?.content['application/json']?.schema,
        bodyIsRequired: requestBody?.required === true,
        answers: Object.fromEntries(Object.entries(responses).map(([status, answer]) => [status, resolved(answer)]))
    };
}

function resolved<Value extends Referring>(value: Value): Value {
    const [, kind = '', name = ''] = /^#\/components\/(\w+)\/(.+)$/.exec(value.$ref ?? '') ?? [];
    return value.$ref === undefined ? value : document.components[kind]?.[name] as Value;
}

/** The schema itself, or the model that it refers to. @throws Error when there is no such model */
export function plain(schema: Schema): Schema {
    const [only, ...others] = schema.allOf ?? [];
    if (schema.$ref === undefined) {
        return only !== undefined && others.length === 0 && schema.type === undefined ? plain(only) : schema;
    }
    const model = models[schema.$ref.replace('#/components/schemas/', '')];
    if (model === undefined) {
        throw new Error(`${schema.$ref} is not in the document`);
    }
    return plain(model);
}
