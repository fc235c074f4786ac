import { isIP } from 'node:net';
import ipaddr from 'ipaddr.js';
import { headerOf } from '../../foundation/schema/header.ts';

/** A request as far as its address goes. */
export type AddressedRequest = {
    readonly headers: Readonly<Record<string, unknown>>;
    readonly info: { readonly remoteAddress: string };
};

/** Bits of an IPv6 address that one customer of a provider has: whoever has one address has all with its first bits. */
const networkBits = 64;

/**
 * The address that a call without a token is limited by. What `X-Forwarded-For` says is believed from the right, as far
 * as trusted proxies wrote it: anything left of the first other address may be invented. Of IPv6 it is the network.
 * Pure.
 * @param isTrustedProxy - Tells whether a proxy of ours has an address.
 */
export function limitedAddress(
    request: AddressedRequest, isTrustedProxy: (address: string) => boolean
): string {
    const forwarded = (headerOf(request, 'x-forwarded-for') ?? '').split(',').map(withoutPort);
    let address = request.info.remoteAddress;
    while (isIP(address) !== 0 && isTrustedProxy(address)) {
        const before = forwarded.pop();
        if (before === undefined || isIP(before) === 0) {
            break;
        }
        address = before;
    }
    return networkOf(address);
}

/** An address as some proxies write it: `192.0.2.1:4711`, `[2001:db8::1]:4711`. */
function withoutPort(text: string): string {
    const [, v6, v4] = /^(?:\[([^\]]+)\](?::\d+)?|(\d+\.\d+\.\d+\.\d+):\d+)$/.exec(text.trim()) ?? [];
    return v6 ?? v4 ?? text.trim();
}

function networkOf(address: string): string {
    if (isIP(address) === 0) {
        return address;
    }
    const parsed = ipaddr.process(address);
    if (parsed instanceof ipaddr.IPv4) {
        return parsed.toString();
    }
    const network = ipaddr.IPv6.networkAddressFromCIDR(`${parsed.toNormalizedString()}/${networkBits}`);
    return `${network.toString()}/${networkBits}`;
}
