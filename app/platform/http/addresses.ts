import type { Plugin, Request } from '@hapi/hapi';
import { DomainError } from '../../foundation/errors/domain-error.ts';
import { routeTree } from './route-tree.ts';

/**
 * Refuses calls whose address is that of other routes: a fixed word beside an id, such as `numbering` in
 * `DELETE /invoices/numbering`, is no id. Registered before the routes, whose addresses it collects.
 */
export const addresses: Plugin<void> = {
    name: 'addresses',
    register: (server) => {
        const tree = routeTree();
        server.app.routeTree = tree;
        server.events.on('route', ({ method, path }) => tree.add(method, path));
        server.ext('onRequest', (request, h) => {
            assertHost(request);
            return h.continue;
        });
        server.ext('onPreAuth', (request, h) => {
            // A route without a parameter is the only one of its address.
            if (request.route.path.includes('{') && !isAllowed(request)) {
                throw nothingAt(request);
            }
            return h.continue;
        });
    }
};

/** The methods that answer at a path, for the `Allow` header. */
export function allowedMethods({ server, path }: Request): readonly string[] {
    return server.app.routeTree.methodsAt(path);
}

/** Error for an address, or a method, that no route has. Returned to be thrown. */
export function nothingAt(request: Request): DomainError {
    const allowed = allowedMethods(request);
    return allowed.length === 0
        ? new DomainError('ROUTE_NOT_FOUND', 'There is nothing at this address')
        : new DomainError('METHOD_NOT_ALLOWED', `This address takes ${allowed.join(', ')}`);
}

/** Refuses a request of HTTP/1.1 without a host, and any with two or with one that is none. @see RFC 9112, 3.2 */
function assertHost({ raw: { req } }: Request): void {
    // Names stand at the even places. A request that is injected has none.
    const rawHeaders: readonly string[] | undefined = req.rawHeaders;
    if ((rawHeaders ?? []).filter((name, at) => at % 2 === 0 && name.toLowerCase() === 'host').length > 1) {
        throw new DomainError('BAD_REQUEST', 'Host: the header must come once');
    }
    if (req.httpVersion === '1.1' && req.headers.host === undefined) {
        throw new DomainError('BAD_REQUEST', 'Host: the header is required');
    }
    if (req.headers.host !== undefined && req.headers.host !== '' && !URL.canParse(`http://${req.headers.host}`)) {
        throw new DomainError('BAD_REQUEST', 'Host: this is no name of a host');
    }
}

function isAllowed(request: Request): boolean {
    return allowedMethods(request).includes(request.method.toUpperCase());
}
