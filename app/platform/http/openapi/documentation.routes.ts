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
    persistAuthorization: true
});
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
