import { join } from 'node:path';
import type { ServerViewsConfiguration } from '@hapi/vision';
import Handlebars from 'handlebars';
import { pageTemplates } from '../features/customer-page/page-assets.ts';

/** Templates of the pages, for vision. A member that a template names and the content lacks is an error. */
export function pageViews(): ServerViewsConfiguration {
    const path = pageTemplates();
    return {
        engines: { html: Handlebars },
        compileOptions: { strict: true },
        path, partialsPath: join(path, 'partials'), layout: 'layout', isCached: true
    };
}
