import { isIP } from 'node:net';
import { isPublicAddress } from './public-address.ts';

/** Names that are of no public network, whatever they lead to. */
const localNames = /(^|\.)(localhost|local|internal|intranet|lan|home\.arpa|test|invalid)$/;

/** Others are of other services, such as mail, that could be talked to in the disguise of a webhook. The network policies let out the same. */
const ports = ['', '443', '8443'];

/**
 * Why events are not sent to an address, as a clause that follows "url"; undefined when they are. What the name leads to is checked with
 * each connection (`address-guard.ts`): this tells the owner at once what will never work. Pure.
 * @param url - As `new URL` has read it: numeric forms of an address (`0x7f.1`, `2130706433`) are plain by then.
 * @param allowPrivate - For development: HTTP, any port and private addresses are right too.
 */
export function refusedUrl({ protocol, hostname, port, username, password, hash }: URL, allowPrivate: boolean): string | undefined {
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
