import { isbot } from 'isbot';
import type { DeviceKind } from '../../foundation/vocabulary/device-kinds.ts';
import { headerOf } from '../../foundation/schema/header.ts';

/** A request for a page, as far as it tells who looks. */
export type PageRequest = { readonly method: string; readonly headers: Readonly<Record<string, unknown>> };

/** Headers by which a browser says that it fetches a page before anyone asked for it. */
const purposes = ['sec-purpose', 'purpose', 'x-purpose', 'x-moz'];

/**
 * The kind of device that a person looks at a page with; undefined where nobody looks: a HEAD, a program, the preview
 * of a link, a page that a browser fetches in advance. A guess from what the request says of itself; a mail scanner
 * that pretends to be a browser passes for a person.
 */
export function viewerOf(request: PageRequest): DeviceKind | undefined {
    const agent = headerOf(request, 'user-agent') ?? '';
    const isPrefetch = purposes.some((name) => /prefetch|preview|prerender/i.test(headerOf(request, name) ?? ''));
    if (request.method.toLowerCase() !== 'get' || isPrefetch || agent === '' || isbot(agent)) {
        return undefined;
    }
    const isMobile = headerOf(request, 'sec-ch-ua-mobile') === '?1' || /mobi|android|iphone|ipad/i.test(agent);
    return isMobile ? 'phone' : 'desktop';
}
