import type { Lifecycle, ServerRoute } from '@hapi/hapi';

/**
 * The route with a handler that works only while its organisation has a place for it. The place is held until the
 * handler has ended, also when the caller is gone or was answered because the time was up: its statement goes on.
 */
export function withPlace(route: ServerRoute): ServerRoute {
    const { handler } = route;
    if (typeof handler !== 'function') {
        return route;
    }
    const handle: Lifecycle.Method = handler;
    const inPlace: Lifecycle.Method = async function (request, h, error) {
        const organisationId: unknown = request.auth.credentials?.['organisationId'];
        if (typeof organisationId !== 'string') {
            return handle.call(this, request, h, error);
        }
        const place = await request.server.app.dependencies.places.take(organisationId);
        request.app.place = place;
        try {
            return await handle.call(this, request, h, error);
        } finally {
            place.leave();
        }
    };
    return { ...route, handler: inPlace };
}
