import type { Plugin } from '@hapi/hapi';

/**
 * Policy that the documentation page needs: its own scripts, styles that they write into the page, and pictures as
 * data.
 */
const documentationPolicy = "default-src 'self'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' "
    + "data:; frame-ancestors 'none'; base-uri 'none'; form-action 'none'";
const apiPolicy = "default-src 'none'; frame-ancestors 'none'";

/**
 * Headers by which no answer is kept by a cache, guessed at by a browser or shown in a frame. The proxy that ends TLS
 * sets HSTS.
 */
export const securityHeaders: Plugin<void> = {
    name: 'security-headers',
    register: (server) => {
        server.ext('onPreResponse', ({ response, path }, h) => {
            const headers = 'isBoom' in response ? response.output.headers : response.headers;
            headers['x-content-type-options'] = 'nosniff';
            headers['referrer-policy'] = 'no-referrer';
            headers['content-security-policy'] = path.startsWith('/api/docs') ? documentationPolicy : apiPolicy;
            headers['cache-control'] ??= 'no-store';
            return h.continue;
        });
    }
};
