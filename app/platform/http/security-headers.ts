import type { Plugin } from '@hapi/hapi';

/**
 * Policy that the documentation page needs: its own scripts, styles that they write into the page, and pictures as
 * data.
 */
const documentationPolicy = "default-src 'self'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' "
    + "data:; frame-ancestors 'none'; base-uri 'none'; form-action 'none'";
const apiPolicy = "default-src 'none'; frame-ancestors 'none'";

/** Headers of every answer. The documentation and a page that names its own policy have another one. */
export const protectiveHeaders = {
    'x-content-type-options': 'nosniff',
    'referrer-policy': 'no-referrer',
    'content-security-policy': apiPolicy
} as const;

/**
 * Headers by which no answer is kept by a cache, guessed at by a browser or shown in a frame. The proxy that ends TLS
 * sets HSTS.
 */
export const securityHeaders: Plugin<void> = {
    name: 'security-headers',
    register: (server) => {
        server.ext('onPreResponse', ({ response, path }, h) => {
            const headers = 'isBoom' in response ? response.output.headers : response.headers;
            const ownPolicy = path.startsWith('/api/docs')
                ? documentationPolicy : headers['content-security-policy'];
            Object.assign(headers, protectiveHeaders);
            headers['content-security-policy'] = ownPolicy ?? apiPolicy;
            headers['cache-control'] ??= 'no-store';
            return h.continue;
        });
    }
};
