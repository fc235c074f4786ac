import { providerRoutes } from '../features/mail/provider.routes.ts';
import type { ServerRoute } from '@hapi/hapi';
import { documentedEvents } from '../features/event-feed/event-catalogue.ts';
import { gatewayHealthRoute, healthRoutes } from '../platform/health/health.routes.ts';
import { documentationRoutes } from '../platform/http/openapi/documentation.routes.ts';
import { customerPageRoutes } from '../features/customer-page/customer-page.routes.ts';
import { routes } from './routes.ts';

/** Every route that the OpenAPI document describes. */
export const documentedRoutes: readonly ServerRoute[] = [...healthRoutes, gatewayHealthRoute, ...routes];

// hapi types a route by its own parameters; a list of different routes has no other common type.
const pages = customerPageRoutes as readonly unknown[] as readonly ServerRoute[];

/** Every route that `serve` answers. */
export const apiRoutes: readonly ServerRoute[] = [
    ...documentedRoutes, ...providerRoutes, ...documentationRoutes(documentedRoutes, documentedEvents), ...pages
];
