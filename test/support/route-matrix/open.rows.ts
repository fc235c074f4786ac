import type { OpenRow, RouteRows } from './matrix-row.ts';

const open: OpenRow = { isolation: 'no-organisation', succeeds: 200 };

/** Rows of health and documentation: the same for every caller. */
export const openRows = {
    'GET /health/liveness': open,
    'GET /health/readiness': open,
    'GET /health/check': open,
    'GET /health': open,
    'GET /invoices/health/check': open,
    'GET /api/openapi.json': open,
    'GET /': open,
    'GET /api/docs-json': open,
    'GET /api/docs': open,
    'GET /api/docs/start.js': open,
    'GET /api/docs/page.css': open,
    'GET /api/docs/swagger-ui.css': open,
    'GET /api/docs/swagger-ui-bundle.js': open,
    'GET /api/docs/favicon-32x32.png': open
} satisfies RouteRows;
