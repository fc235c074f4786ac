import { isIP } from 'node:net';
import ipaddr from 'ipaddr.js';

/**
 * The part of IPv6 that IANA has allocated. Outside it are local addresses and forms that hold an IPv4 address, such as
 * those of NAT64.
 */
const globalUnicast = ipaddr.IPv6.parseCIDR('2000::/3');

/**
 * Tells if an address belongs to the public internet. Addresses of this machine, of private, shared, link-local and
 * test networks, multicast and those that hide an IPv4 address (mapped, 6to4, NAT64, Teredo) do not. Pure.
 * @param address - IPv4 in four decimal parts, or IPv6.
 */
export function isPublicAddress(address: string): boolean {
    if (isIP(address) === 0) {
        return false;
    }
    const parsed = ipaddr.parse(address);
    // The library's "unicast" is an address without a special use.
    return parsed.range() === 'unicast' && (parsed instanceof ipaddr.IPv4 || parsed.match(globalUnicast));
}
