import { isIP } from 'node:net';
import ipaddr from 'ipaddr.js';

/** What IANA has given out of IPv6. Beyond it lie local addresses and forms that hold an IPv4 address, such as those of NAT64. */
const globalUnicast = ipaddr.IPv6.parseCIDR('2000::/3');

/**
 * Whether an address belongs to the public internet: none of this machine, of a private, shared or link-local network, of a test network,
 * multicast, or one that hides an IPv4 address (mapped, 6to4, NAT64, Teredo). Pure.
 * @param address - IPv4 in four decimal parts, or IPv6.
 */
export function isPublicAddress(address: string): boolean {
    if (isIP(address) === 0) {
        return false;
    }
    const parsed = ipaddr.parse(address);
    // What the library knows no special use of is "unicast".
    return parsed.range() === 'unicast' && (parsed instanceof ipaddr.IPv4 || parsed.match(globalUnicast));
}
