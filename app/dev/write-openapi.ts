import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { root } from '../../scripts/clone.mjs';
import { documentedRoutes } from '../documented-routes.ts';
import { documentedEvents } from '../events/event-catalogue.ts';
import { openApiDocument } from '../http/openapi/openapi.ts';

// `npm run openapi`: the committed document anew. A test fails when it and the routes differ.
await writeFile(join(root, 'openapi.json'), `${JSON.stringify(await openApiDocument(documentedRoutes, documentedEvents), null, 2)}\n`);
