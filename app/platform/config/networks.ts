import { BlockList, isIP } from 'node:net';

/** One network in CIDR notation; `family` and `prefix` as `node:net` wants them. */
export type Network = { readonly address: string; readonly prefix: number; readonly family: 'ipv4' | 'ipv6' };

/** Reason that a text is not accepted as a trusted network; a clause that follows the network's text. */
export type NetworkFault = { readonly fault: string };

const minIpv4Prefix = 8;
/**
 * Minimum prefix: half the addresses of one provider's smallest allocation; anything wider is more than one company's
 * network.
 */
const minIpv6Prefix = 32;
/**
 * Minimum prefix of unique local addresses (RFC 4193): they never cross the internet, so the assigned half is trusted
 * as 10.0.0.0/8 is.
 */
const minUniqueLocalPrefix = 8;

/**
 * Reads one entry of TRUSTED_NETWORKS: `10.20.0.0/16`, `fd12:3456::/32`, or a bare address.
 * IPv4 written as IPv6 (`::ffff:10.0.0.0/104`) is taken as the IPv4 network it means, so that it can't pass as a narrow
 * IPv6 one.
 */
export function parseNetwork(text: string): Network | NetworkFault {
    const [address = '', prefixText, ...rest] = text.split('/');
    const version = isIP(address);
    if (version === 0 || rest.length > 0 || address.includes('%')) {
        return { fault: 'is not a network in CIDR notation such as 10.20.0.0/16' };
    }

    const bits = version === 4 ? 32 : 128;
    const prefix = prefixText === undefined ? bits : /^\d{1,3}$/.test(prefixText) ? Number(prefixText) : bits + 1;
    if (prefix > bits) {
        return { fault: `has a prefix that is not a whole number from 0 to ${bits}` };
    }

    return checked(unmapped(bytesOf(address, version), prefix));
}

/**
 * Tells whether a peer's address lies in one of `networks`; IPv4 peers that arrive as `::ffff:a.b.c.d` count as IPv4.
 */
export function networkMatcher(networks: readonly Network[]): (peerAddress: string) => boolean {
    const list = new BlockList();
    for (const { address, prefix, family } of networks) {
        list.addSubnet(address, prefix, family);
    }

    return (peerAddress) => {
        const version = isIP(peerAddress);
        if (version === 0) {
            return false;
        }

        const { bytes } = unmapped(bytesOf(peerAddress.replace(/%.*$/, ''), version), 128);
        return list.check(textOf(bytes), bytes.length === 4 ? 'ipv4' : 'ipv6');
    };
}

function checked({ bytes, prefix }: { bytes: Uint8Array; prefix: number }): Network | NetworkFault {
    const family = bytes.length === 4 ? 'ipv4' : 'ipv6';
    const uniqueLocal = family === 'ipv6' && ((bytes[0] ?? 0) & 0xfe) === 0xfc;
    const widest = family === 'ipv4' ? minIpv4Prefix : uniqueLocal ? minUniqueLocalPrefix : minIpv6Prefix;
    if (prefix < widest) {
        return { fault: `is wider than /${widest}` };
    }
    if (hasHostBits(bytes, prefix)) {
        return { fault: `has bits set after its prefix of ${prefix}, so it is unclear which network is meant` };
    }
    return { address: textOf(bytes), prefix, family };
}

/**
 * `::ffff:a.b.c.d` with its prefix, as IPv4; anything else unchanged. A mapped network wider than IPv4 itself gets
 * prefix 0.
 */
function unmapped(bytes: Uint8Array, prefix: number): { bytes: Uint8Array; prefix: number } {
    const mapped = bytes.length === 16 && bytes.subarray(0, 10).every((byte) => byte === 0)
        && bytes[10] === 0xff && bytes[11] === 0xff;
    return mapped ? { bytes: bytes.subarray(12), prefix: Math.max(0, prefix - 96) } : { bytes, prefix };
}

function hasHostBits(bytes: Uint8Array, prefix: number): boolean {
    return bytes.some((byte, index) => {
        const kept = Math.min(8, Math.max(0, prefix - index * 8));
        return (byte & (0xff >> kept)) !== 0;
    });
}

function bytesOf(address: string, version: number): Uint8Array {
    if (version === 4) {
        return Uint8Array.from(address.split('.'), Number);
    }

    const embedded = /^(.*:)(\d+)\.(\d+)\.(\d+)\.(\d+)$/.exec(address);
    const plain = embedded === null
        ? address : `${embedded[1]}${pair(embedded[2], embedded[3])}:${pair(embedded[4], embedded[5])}`;
    const [head = '', tail] = plain.split('::');
    const front = head === '' ? [] : head.split(':');
    const back = tail === undefined || tail === '' ? [] : tail.split(':');
    const groups = [...front, ...Array<string>(8 - front.length - back.length).fill('0'), ...back]
        .map((group) => parseInt(group, 16));
    return Uint8Array.from(groups.flatMap((group) => [group >> 8, group & 0xff]));
}

function pair(high: string | undefined, low: string | undefined): string {
    return (Number(high) * 256 + Number(low)).toString(16);
}

function textOf(bytes: Uint8Array): string {
    if (bytes.length === 4) {
        return bytes.join('.');
    }
    return Array.from({ length: 8 }, (_, index) =>
        (((bytes[index * 2] ?? 0) << 8) | (bytes[index * 2 + 1] ?? 0)).toString(16)).join(':');
}
