import type { ServerRoute } from '@hapi/hapi';
import Joi from 'joi';
import { apiRoutes, documentedRoutes } from '../../../app/processes/documented-routes.ts';
import { errorCodesKey } from '../../../app/platform/http/answers.ts';

/** Declared properties of a route. */
export type RouteFacts = {
    /** `METHOD /path`: the key of its row. */
    readonly route: string;
    readonly path: string;
    /** True if the route needs no token. */
    readonly open: boolean;
    readonly scopes: readonly string[];
    /** True if the route is open to calls from TRUSTED_NETWORKS. */
    readonly gateway: boolean;
    readonly operationId: unknown;
    readonly tags: readonly string[];
    readonly description: string;
    /** Statuses whose answer is described, by a schema or as empty. */
    readonly statuses: readonly string[];
    readonly errorCodes: readonly unknown[];
};

/** The facts of every route that is in the OpenAPI document. */
export const documentedFacts: readonly RouteFacts[] = documentedRoutes.map(readFacts);

/** The facts of every route that is served. */
export const servedFacts: readonly RouteFacts[] = apiRoutes.map(readFacts);

/** The facts of one route. @throws Error when there is no such route */
export function factsOf(route: string): RouteFacts {
    const facts = servedFacts.find((served) => served.route === route);
    if (facts === undefined) {
        throw new Error(`There is no route ${route}`);
    }
    return facts;
}

type Access = { readonly scope?: readonly string[] };
type SwaggerOptions = {
    readonly id?: unknown; readonly responses?: object; readonly [errorCodesKey]?: readonly unknown[]
};

function readFacts({ method, path, options }: ServerRoute): RouteFacts {
    const settings = typeof options === 'object' ? options : {};
    const { auth } = settings;
    const access = typeof auth === 'object' && auth.access !== undefined ? [auth.access].flat() as Access[] : [];
    const swagger = (settings.plugins?.['hapi-swagger' as never] ?? {}) as SwaggerOptions;
    const schemas = Object.entries(settings.response?.status ?? {}).filter(([, schema]) => Joi.isSchema(schema))
        .map(([status]) => status);
    return {
        route: `${String(method).toUpperCase()} ${path}`,
        path,
        open: auth === false,
        scopes: access.flatMap(({ scope = [] }) => scope).map((scope) => scope.replace(/^\+/, '')),
        gateway: settings.app?.gateway === true,
        operationId: swagger.id,
        tags: settings.tags ?? [],
        description: settings.description ?? '',
        statuses: [...schemas, ...Object.keys(swagger.responses ?? {})],
        errorCodes: swagger[errorCodesKey] ?? []
    };
}
