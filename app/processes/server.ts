import { server as createHapiServer, type Server, type ServerRoute } from '@hapi/hapi';
import vision from '@hapi/vision';
import { pageErrors } from '../features/customer-page/customer-page.routes.ts';
import { pdfOfInvoiceByAccept } from '../features/documents/pdf-by-accept.ts';
import { addresses } from '../platform/http/addresses.ts';
import { authentication } from '../platform/auth/authentication.ts';
import type { Dependencies } from './dependencies.ts';
import { bodies, payloadOptions } from '../platform/http/body-plugin.ts';
import { draining } from '../platform/http/draining.ts';
import { maxAnswerMs } from '../platform/http/answer-limits.ts';
import { answerMalformedRequests, hardenedListener } from '../platform/http/hardened-listener.ts';
import { idempotency } from '../platform/http/idempotency.ts';
import { problems } from '../platform/http/problem-plugin.ts';
import { readQuery } from '../platform/http/query.ts';
import { requestContext } from '../platform/http/request-context.ts';
import { securityHeaders } from '../platform/http/security-headers.ts';
import { responseOptions, validateOptions } from '../platform/http/validation.ts';
import { rateLimiting } from '../platform/limits/rate-limit-plugin.ts';
import { withPlace } from '../platform/limits/with-place.ts';
import { pageViews } from './page-views.ts';
import { requestLog } from '../platform/http/request-log.ts';

/**
 * Creates the server with its plugins and routes. Does not listen: tests inject requests, `listen` starts it.
 * @param routes - All routes of the API, or the few of a worker.
 * @param answerLimitMs - Time limit of an answer in ms; only tests have another one.
 */
export async function createServer(
    dependencies: Dependencies, routes: readonly ServerRoute[], answerLimitMs: number = maxAnswerMs
): Promise<Server> {
    const { config } = dependencies;
    const listener = hardenedListener();
    const server = createHapiServer({
        listener,
        port: config.port,
        ...(config.host === undefined ? {} : { address: config.host }),
        // hapi prints errors to the console by itself; ours go to the log.
        debug: false,
        query: { parser: readQuery },
        // The CRM's services take `/api/docs/` like `/api/docs`, and callers write either.
        router: { stripTrailingSlash: true },
        routes: {
            payload: payloadOptions,
            validate: validateOptions(config.timeZone),
            response: responseOptions(config.production),
            timeout: { server: answerLimitMs },
            // The service uses no cookies, so a broken one is no error.
            state: { parse: false, failAction: 'ignore' }
        }
    });
    server.app.dependencies = dependencies;
    server.app.answerLimitMs = answerLimitMs;
    answerMalformedRequests(listener);

    await server.register(vision);
    // Order matters: a kept answer passes before problems are made; ids exist before the log writes; problems and pages
    // of errors are made before the headers that every answer gets.
    await server.register([
        idempotency, pageErrors, problems, requestContext, requestLog, securityHeaders, draining, addresses,
        authentication, rateLimiting, bodies, pdfOfInvoiceByAccept
    ]);
    server.views(pageViews());
    server.route(routes.map(withPlace));
    return server;
}
