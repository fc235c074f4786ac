import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** Folder of the page's templates: beside the bundle, or in the sources. */
export function pageTemplates(): string {
    const besideBundle = fileURLToPath(new URL('./customer-page', import.meta.url));
    return existsSync(besideBundle) ? besideBundle : fileURLToPath(new URL('./templates', import.meta.url));
}

/** Parts of a page that stand within it, so that it is one file and asks for no other. */
export type PageParts = { readonly css: string; readonly script: string };

let parts: PageParts | undefined;

/** Style and script of the page, read once. */
export function pageParts(): PageParts {
    parts ??= {
        css: readFileSync(join(pageTemplates(), 'page.css'), 'utf8'),
        script: readFileSync(join(pageTemplates(), 'page.js'), 'utf8')
    };
    return parts;
}
