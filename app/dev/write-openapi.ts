import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { root } from '../../scripts/clone.mjs';
import { documentedRoutes } from '../processes/documented-routes.ts';
import { documentedEvents } from '../features/event-feed/event-catalogue.ts';
import { openApiDocument } from '../platform/http/openapi/openapi.ts';

// `npm run openapi`: writes the committed document anew. A test fails when it and the routes differ.
await writeFile(join(root, 'openapi.json'),
    `${JSON.stringify(await openApiDocument(documentedRoutes, documentedEvents), null, 2)}\n`);
