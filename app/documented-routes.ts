import type { ServerRoute } from '@hapi/hapi';
import { healthRoutes } from './health/health.routes.ts';
import { routes } from './routes.ts';

/** Every route that the OpenAPI document describes. */
export const documentedRoutes: readonly ServerRoute[] = [...healthRoutes, ...routes];
