import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { ServerRoute } from '@hapi/hapi';
import type { DocumentedEvents } from './webhook-operations.ts';

const files = {
    'swagger-ui.css': 'text/css',
    'swagger-ui-bundle.js': 'text/javascript',
    'favicon-32x32.png': 'image/png'
} as const;

const page = `<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>invoices-service API</title>
<link rel="stylesheet" href="/api/docs/swagger-ui.css">
<link rel="stylesheet" href="/api/docs/page.css">
<link rel="icon" type="image/png" href="/api/docs/favicon-32x32.png">
</head>
<body>
<div id="swagger-ui"></div>
<script src="/api/docs/swagger-ui-bundle.js"></script>
<script src="/api/docs/start.js"></script>
</body>
</html>
`;

const start = `window.ui = SwaggerUIBundle({
    url: '/api/openapi.json', dom_id: '#swagger-ui', deepLinking: true, validatorUrl: null, tryItOutEnabled: true,
    persistAuthorization: true, filter: true, displayRequestDuration: true,
    defaultModelExpandDepth: 4, defaultModelsExpandDepth: -1
});
`;

/** Rules that keep the page within a phone's width, and its long tables readable. */
const pageStyle = `.swagger-ui .response-col_links { display: none; }
.swagger-ui .info table { display: table; margin: 0.5em 0; font-size: 14px; }
.swagger-ui .info table td, .swagger-ui .info table th { padding: 4px 12px 4px 0; text-align: left; }
.swagger-ui .info details summary { cursor: pointer; font-weight: bold; margin: 0.5em 0; }
.swagger-ui .info code { overflow-wrap: anywhere; }
.swagger-ui .info table td, .swagger-ui .info table th { overflow-wrap: normal; }
@media (max-width: 640px) {
    .swagger-ui .wrapper { padding: 0 10px; }
    .swagger-ui .opblock .opblock-summary-path, .swagger-ui .renderedMarkdown { overflow-wrap: anywhere; }
    .swagger-ui .opblock-body, .swagger-ui .info table { max-width: 100%; }
    .swagger-ui table.parameters > tbody > tr > td, .swagger-ui table.responses-table > tbody > tr > td {
        display: block; max-width: 100%; padding: 4px 0;
    }
    .swagger-ui table.parameters > thead, .swagger-ui table.responses-table > thead { display: none; }
    .swagger-ui select, .swagger-ui input, .swagger-ui textarea { max-width: 100%; }
    .swagger-ui table.model tr.property-row > td { display: block; padding-left: 1em; }
    .swagger-ui .model-box { overflow-x: auto; max-width: 100%; box-sizing: border-box; }
}
`;

/** Answer of `/`, for whoever opens the service's address. */
const entrance = {
    name: 'invoices-service', message: 'The documentation is at /api/docs',
    documentation: '/api/docs', openapi: '/api/openapi.json', health: '/health/check'
};

/**
 * Routes `/`, `/api/docs` and `/api/openapi.json`. Everything they need is loaded with the first request for it, and
 * comes from this machine: the page works without the internet. The bundle has the document and the page's files beside
 * it; where the sources run the document is made of the routes, so that it is always true.
 * @param documented - Every route of the API.
 * @param events - Events that are sent to webhooks.
 */
export function documentationRoutes(
    documented: readonly ServerRoute[], events: DocumentedEvents
): readonly ServerRoute[] {
    let document: Promise<object> | undefined;
    const open = { auth: false } as const;
    return [
        { method: 'GET', path: '/', options: open, handler: () => entrance },
        // The second name is that of the CRM's other services.
        ...['/api/openapi.json', '/api/docs-json'].map((path): ServerRoute => ({
            method: 'GET',
            path,
            options: open,
            handler: async () => {
                document ??= existsSync(besideBundle('openapi.json'))
                    ? readDocument() : makeDocument(documented, events);
                return document;
            }
        })),
        { method: 'GET', path: '/api/docs', options: open, handler: (_request, h) =>
            h.response(page).type('text/html') },
        { method: 'GET', path: '/api/docs/start.js', options: open, handler: (_request, h) =>
            h.response(start).type('text/javascript') },
        { method: 'GET', path: '/api/docs/page.css', options: open, handler: (_request, h) =>
            h.response(pageStyle).type('text/css') },
        ...Object.entries(files).map(([name, type]): ServerRoute => ({
            method: 'GET',
            path: `/api/docs/${name}`,
            options: { ...open, cache: { expiresIn: 86_400_000, privacy: 'public' } },
            handler: async (_request, h) => h.response(await readFile(join(assetsFolder(), name))).type(type)
        }))
    ];
}

async function readDocument(): Promise<object> {
    // Written by `npm run build` with the function below.
    return JSON.parse(await readFile(besideBundle('openapi.json'), 'utf8')) as object;
}

async function makeDocument(documented: readonly ServerRoute[], events: DocumentedEvents): Promise<object> {
    const { openApiDocument } = await import('./openapi.ts');
    return openApiDocument(documented, events);
}

function assetsFolder(): string {
    const beside = besideBundle('swagger-ui');
    return existsSync(beside)
        ? beside : dirname(createRequire(import.meta.url).resolve('swagger-ui-dist/package.json'));
}

function besideBundle(name: string): string {
    return fileURLToPath(new URL(`./${name}`, import.meta.url));
}
