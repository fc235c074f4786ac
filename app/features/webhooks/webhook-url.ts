import { isIP } from 'node:net';
import { isPublicAddress } from './public-address.ts';

/** Names that never belong to a public network, even if they resolve to a public address. */
const localNames = /(^|\.)(localhost|local|internal|intranet|lan|home\.arpa|test|invalid)$/;

/**
 * Ports of webhooks. Others belong to services such as mail, which a webhook could be abused to reach. The network
 * policies allow the same ports.
 */
const ports = ['', '443', '8443'];

/**
 * The reason why events are not sent to a URL, as a clause that follows "url"; undefined when they are sent. It tells
 * the owner at once what can never work; the addresses of a name are checked with each connection (`address-guard.ts`).
 * Pure.
 * @param url - Parsed by `new URL`, which has made numeric forms of an address (`0x7f.1`, `2130706433`) plain.
 * @param allowPrivate - For development: HTTP, any port and private addresses are allowed too.
 */
export function refusedUrl(
    { protocol, hostname, port, username, password, hash }: URL, allowPrivate: boolean
): string | undefined {
    if (username !== '' || password !== '') {
        return 'must not hold a user name or password: deliveries are signed instead';
    }
    if (hash !== '') {
        return 'must not have a fragment: it would not be sent';
    }
    if (allowPrivate) {
        return undefined;
    }
    if (protocol !== 'https:') {
        return 'must start with https://';
    }
    if (!ports.includes(port)) {
        return 'must have port 443 or 8443';
    }
    return isPublicHost(hostname) ? undefined : 'must lead to a public address';
}

function isPublicHost(hostname: string): boolean {
    const host = hostOf(hostname);
    if (isIP(host) !== 0) {
        return isPublicAddress(host);
    }
    const name = host.replace(/\.$/, '');
    return name.includes('.') && !localNames.test(name);
}

/** The host of a URL without the brackets of IPv6. */
export function hostOf(hostname: string): string {
    return hostname.replace(/^\[(.*)\]$/, '$1');
}
