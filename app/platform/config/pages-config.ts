import type { Environment } from './environment.ts';

/** Settings of the pages that customers open. */
export type PagesConfig = {
    /** Address before `/i/…`, without a slash at its end; absent: there are no pages. */
    readonly publicUrl: string | undefined;
    /** Days after which a link expires, unless whoever makes it says otherwise. */
    readonly days: number;
};

/** Reads the settings of the pages, and adds their faults to `faults`. */
export function pagesConfig(env: Environment, faults: string[]): PagesConfig {
    const address = env.PUBLIC_URL === undefined ? null : URL.parse(env.PUBLIC_URL);
    if (address === null) {
        return { publicUrl: undefined, days: env.PAGE_DAYS };
    }
    if (address.search !== '' || address.hash !== '' || address.username !== '' || address.password !== '') {
        faults.push('PUBLIC_URL must have nothing but a host, a port and a path');
    }
    // Who reads the address of a page can open it, so it must not pass in the clear.
    if (env.NODE_ENV === 'production' && address.protocol !== 'https:') {
        faults.push('PUBLIC_URL must start with https:// in production');
    }
    return { publicUrl: `${address.origin}${address.pathname.replace(/\/+$/, '')}`, days: env.PAGE_DAYS };
}
