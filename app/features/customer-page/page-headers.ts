import { randomBytes } from 'node:crypto';

/** Number used once, by which a page's own style and script are told from any that got into it. */
export function newNonce(): string {
    // A multiple of three bytes, so that it ends without signs that HTML escapes.
    return randomBytes(18).toString('base64');
}

/**
 * Headers of a page and of its files: kept by nobody, found by no search engine, and with no way to anything else.
 * @param nonce - Of the page's style and script; absent where there is no page.
 */
export function pageHeaders(nonce?: string): Readonly<Record<string, string>> {
    const own = nonce === undefined ? '' : `style-src 'nonce-${nonce}'; script-src 'nonce-${nonce}'; img-src data:; `;
    return {
        'content-security-policy':
            `default-src 'none'; ${own}base-uri 'none'; form-action 'none'; frame-ancestors 'none'`,
        'cache-control': 'private, no-store',
        'x-robots-tag': 'noindex, nofollow, noarchive',
        'cross-origin-resource-policy': 'same-origin',
        'permissions-policy': 'camera=(), geolocation=(), microphone=()'
    };
}
