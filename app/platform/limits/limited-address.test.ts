import { describe, expect, test } from '@jest/globals';
import { networkMatcher, parseNetwork, type Network } from '../config/networks.ts';
import { limitedAddress } from './limited-address.ts';

const proxies = ['10.9.0.0/16', 'fd12:3456::/32'].map(parseNetwork).filter((one): one is Network => 'prefix' in one);
const isTrustedProxy = networkMatcher(proxies);

function addressOf(remoteAddress: string, forwarded?: string): string {
    const headers = forwarded === undefined ? {} : { 'x-forwarded-for': forwarded };
    return limitedAddress({ headers, info: { remoteAddress } }, isTrustedProxy);
}

describe('the address that a call is limited by', () => {
    test.each([
        ['is that of the connection', '203.0.113.7', undefined, '203.0.113.7'],
        ['is that of the connection, whatever it claims', '203.0.113.7', '198.51.100.1', '203.0.113.7'],
        ['is what a trusted proxy saw', '10.9.0.1', '198.51.100.1', '198.51.100.1'],
        ['is the last that no proxy of ours has', '10.9.0.1', '1.1.1.1, 198.51.100.1, 10.9.4.4', '198.51.100.1'],
        ['is the proxy without a header', '10.9.0.1', undefined, '10.9.0.1'],
        ['is the proxy where it saw no address', '10.9.0.1', 'unknown', '10.9.0.1'],
        ['is the last proxy where all are trusted', '10.9.0.1', '10.9.0.3', '10.9.0.3'],
        ['has no port', '10.9.0.1', '198.51.100.1:4711', '198.51.100.1'],
        ['has no brackets', 'fd12:3456::1', '[2001:db8:1:2:3:4:5:6]:4711', '2001:db8:1:2::/64'],
        ['is a network of IPv6', '2001:db8:1:2:3:4:5:6', undefined, '2001:db8:1:2::/64'],
        ['is IPv4 where it is written as IPv6', '::ffff:203.0.113.7', undefined, '203.0.113.7'],
        ['sees a proxy that is written as IPv6', '::ffff:10.9.0.1', '198.51.100.1', '198.51.100.1']
    ])('%s', (_what, remote, forwarded, expected) => {
        expect(addressOf(remote, forwarded)).toBe(expected);
    });
});
