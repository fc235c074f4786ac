import { hostname, networkInterfaces } from 'node:os';
import type { Request } from '@hapi/hapi';
import { DomainError } from '../../foundation/errors/domain-error.ts';
import { headerOf } from '../../foundation/schema/header.ts';

/** Hosts by which every installation is called: its name in the CRM, and this machine. */
const usualHosts = ['invoices-service', 'localhost', '[::1]'];

/** Addresses that never leave the machine (RFC 1122, 3.2.1.3). */
const loopback = /^127\.\d{1,3}\.\d{1,3}\.\d{1,3}$/;

/** Values of `Sec-Fetch-Site` of calls that no other site's page makes. */
const ownSites = ['none', 'same-origin'];

/**
 * Makes the check of calls that come without a token from a trusted network. A page that a browser there shows can make
 * such a call too: to this service's address (CSRF), which tells its `Origin`, or by a name of its own that it lets
 * point here (DNS rebinding), which tells its `Host`.
 * @param trustedHosts - Hosts beside the usual ones, in lower case and without a port.
 * @returns A function that throws the DomainError `HOST_NOT_TRUSTED` | `ORIGIN_NOT_TRUSTED`
 */
export function trustedCallCheck(trustedHosts: readonly string[]): (request: Request) => void {
    const known = new Set([...usualHosts, hostname().toLowerCase(), ...trustedHosts]);
    return (request) => {
        const site = headerOf(request, 'sec-fetch-site');
        if (headerOf(request, 'origin') !== undefined || (site !== undefined && !ownSites.includes(site))) {
            throw new DomainError('ORIGIN_NOT_TRUSTED',
                'Origin: a call without a token must not come from a page in a browser; send a token');
        }
        const host = hostOf(headerOf(request, 'host') ?? '');
        if (!known.has(host) && !loopback.test(host) && !isOwnAddress(host, request)) {
            throw new DomainError('HOST_NOT_TRUSTED',
                'Host: a call without a token must name a host of TRUSTED_HOSTS; send a token, or add the host there');
        }
    };
}

/** The host of a `Host` header without its port, in lower case and without the dot of a full name. */
export function hostOf(header: string): string {
    return header.trim().toLowerCase().replace(/:\d*$/, '').replace(/\.$/, '');
}

/** Tells whether a host is an address of this machine: the one that the call came to, or another. */
function isOwnAddress(host: string, { raw }: Request): boolean {
    const address = host.replace(/^\[(.*)\]$/, '$1');
    // A request that is injected has no socket of its own, which Node's types do not know.
    const socket: { readonly localAddress?: string | undefined } | undefined = raw.req.socket;
    const local = socket?.localAddress?.replace(/^::ffff:(?=\d+\.)/, '');
    return address === local
        || Object.values(networkInterfaces()).some((own) => own?.some((one) => one.address === address) === true);
}
