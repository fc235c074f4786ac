import { server as createHapiServer, type ServerRoute } from '@hapi/hapi';
import HapiSwagger from 'hapi-swagger';
import { version } from '../../config/version.ts';
import { finishedDocument } from './finish-document.ts';
import { introduction } from './introduction.ts';
import { withSharedExamples } from './share-examples.ts';
import { strictRequests } from './strict-requests.ts';
import { shadowRoutes, withWebhooks, type DocumentedEvents } from './webhook-operations.ts';
import type { OpenApiDocument, RouteFacts } from './openapi-document.ts';

/** Part of a route's declaration that hapi-swagger's document lacks. */
type Access = { readonly scope?: readonly string[] };

const tags = [
    { name: 'invoices', description: 'Drafts, their lines, and what becomes of them' },
    { name: 'items', description: 'Single items of a draft' },
    { name: 'numbering', description: 'Series of numbers, and the proof that they have no gaps' },
    { name: 'payments', description: 'Settlements: payments, credit and its refunds, write-offs, reversals' },
    { name: 'sessions', description: 'Ending of sessions before their tokens expire' },
    { name: 'reports', description: 'Sums of invoices: statistics, overdue, VAT, statements of account' },
    { name: 'exports', description: 'Files with many records, for a spreadsheet or another program' },
    { name: 'organisation', description: 'The seller' },
    { name: 'jobs', description: 'Work that goes on after its call was answered' },
    { name: 'events', description: 'Feed of all that has happened' },
    { name: 'webhooks', description: 'Receivers of events' },
    { name: 'health', description: 'State of the service' }
];

/**
 * The OpenAPI document of `routes`. hapi-swagger reads it off a server that never runs, so that no part of it is in
 * memory before the first request for it; what hapi-swagger does not know (errors, scopes, examples) is added
 * afterwards.
 * @param events - Events that are sent to webhooks, for `x-webhooks`.
 */
export async function openApiDocument(
    routes: readonly ServerRoute[], events: DocumentedEvents = {}
): Promise<OpenApiDocument> {
    const shadow = createHapiServer({ debug: false });
    shadow.auth.scheme('none', () => ({ authenticate: (_request, h) => h.authenticated({ credentials: {} }) }));
    shadow.auth.strategy('none', 'none');
    shadow.auth.default('none');
    await shadow.register({
        plugin: HapiSwagger,
        options: {
            OAS: 'v3.0', documentationPage: false, swaggerUI: false, grouping: 'tags', sortTags: 'unsorted',
            sortEndpoints: 'ordered', reuseDefinitions: false, definitionPrefix: 'useLabel', tags,
            info: { title: 'invoices-service', version, description: introduction(events) }
        }
    });
    shadow.route([...strictRequests(routes), ...shadowRoutes(events)]);
    return withSharedExamples(withWebhooks(finishedDocument(await rawDocument(shadow), routes.map(factsOf)), events));
}

type HapiSwaggerApi = { getJSON(options: object, request: unknown): Promise<OpenApiDocument> };

async function rawDocument(shadow: ReturnType<typeof createHapiServer>): Promise<OpenApiDocument> {
    let document: OpenApiDocument | undefined;
    shadow.route({
        method: 'GET',
        path: '/document',
        handler: async (request) => {
            // hapi-swagger has no types for what it exposes. Its own route would fail on the bigint defaults of
            // decimals.
            const { getJSON } = request.server.plugins['hapi-swagger' as never] as HapiSwaggerApi;
            document = await getJSON({}, request);
            return null;
        }
    });
    const { statusCode } = await shadow.inject('/document');
    if (document === undefined) {
        throw new Error(`The OpenAPI document could not be made (${statusCode})`);
    }
    return document;
}

function factsOf({ method, path, options }: ServerRoute): RouteFacts {
    const settings = typeof options === 'object' ? options : {};
    const auth = settings.auth;
    const access: readonly Access[] = typeof auth === 'object' && auth.access !== undefined
        ? [auth.access].flat() as Access[] : [];
    return {
        method: String(method).toLowerCase(),
        path,
        open: auth === false,
        gateway: settings.app?.gateway === true,
        scopes: access.flatMap(({ scope }) => [scope ?? []].flat()).map((scope) => scope.replace(/^[+!]/, '')),
        takesBody: settings.validate?.payload !== undefined
    };
}
