import type { Plugin, Request, ResponseObject, ResponseToolkit } from '@hapi/hapi';
import type { Boom } from '@hapi/boom';
import type { DomainError } from '../../foundation/errors/domain-error.ts';
import { allowedMethods } from './addresses.ts';
import { expectedError, neededScopes } from './expected-error.ts';
import { problemHeaders, problemMediaType, problemOf } from './problem.ts';
import { problemStatus } from './problem-status.ts';

/** Turns each failure of a request into a problem document, and logs what callers must not see. */
export const problems: Plugin<void> = {
    name: 'problems',
    register: (server) => {
        server.ext('onPreResponse', (request, h) =>
            ('isBoom' in request.response ? answer(request.response, request, h) : h.continue));
    }
};

function answer(failure: Boom, request: Request, h: ResponseToolkit): ResponseObject {
    const error = expectedError(failure, request);
    if (error.code === 'FORBIDDEN') {
        request.server.app.dependencies.metrics.authFailed('scope');
    }
    logFault(error, request);
    const response = h.response(problemOf(error, request.app.requestId))
        .code(problemStatus[error.code]).type(problemMediaType);
    for (const [name, value] of Object.entries({ ...problemHeaders(error), ...authenticateHeaders(error, request) })) {
        response.header(name, value);
    }
    return response;
}

const scheme = 'Bearer realm="invoices-service"';

/**
 * Headers of an error. @see RFC 6750, 3: a call without a token gets the scheme only, a wrong token also the reason.
 */
function authenticateHeaders(error: DomainError, request: Request): Record<string, string> {
    switch (error.code) {
        case 'UNAUTHORIZED':
            return { 'www-authenticate': request.headers['authorization'] === undefined
                ? scheme
                : `${scheme}, error="invalid_token", error_description="${error.message.replace(/["\\]/g, '\'')}"` };
        case 'FORBIDDEN':
            return {
                'www-authenticate': `${scheme}, error="insufficient_scope", scope="${neededScopes(request).join(' ')}"`
            };
        case 'METHOD_NOT_ALLOWED':
            return { allow: allowedMethods(request).join(', ') };
        default:
            return {};
    }
}

/** Logs faults of ours and outages once, with the cause that the answer leaves out. */
export function logFault(error: DomainError, request: Request): void {
    if (problemStatus[error.code] < 500) {
        return;
    }
    const { app: { requestId }, route, server } = request;
    server.app.dependencies.log.error(
        { requestId, route: route.path, code: error.code, err: error.cause ?? error }, 'Request failed');
}
