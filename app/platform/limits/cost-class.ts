import type { RouteSettings } from '@hapi/hapi';
import type { CostClass } from '../config/limits-config.ts';

/** Settings of a route that its class follows from. */
export type ClassedRoute = {
    readonly method: string;
    readonly settings: Pick<RouteSettings, 'app' | 'auth' | 'tags'>;
};

/** True for a route that needs no token. hapi keeps `false` there, which its type leaves out. */
export function isOpen(auth: unknown): boolean {
    return auth === false;
}

/**
 * The class of a route's calls: the one that the route names, else by its tag and method. Undefined for routes that are
 * not limited: those without a token, such as health and the documentation.
 */
export function costClassOf({ method, settings: { app, auth, tags } }: ClassedRoute): CostClass | undefined {
    if (app?.costClass !== undefined) {
        return app.costClass;
    }
    if (isOpen(auth)) {
        return undefined;
    }
    if (tags?.includes('reports') === true) {
        return 'reports';
    }
    return ['get', 'head'].includes(method.toLowerCase()) ? 'reads' : 'writes';
}
