import { describe, expect, test } from '@jest/globals';
import { networkMatcher, parseNetwork, type Network } from './networks.ts';

function networks(...texts: readonly string[]): readonly Network[] {
    return texts.map((text) => {
        const network = parseNetwork(text);
        if ('fault' in network) {
            throw new Error(`${text} ${network.fault}`);
        }
        return network;
    });
}

describe('trusted networks', () => {
    test.each([
        '10.0.0.0/8', '192.168.7.9', '192.168.7.9/32', '127.0.0.0/8', '2001:db8::/32', 'fd00::/8', '::1',
        '::ffff:10.0.0.0/104', 'fd12:3456:789a::/48'
    ])('%s is accepted', (text) => {
        expect(parseNetwork(text)).not.toHaveProperty('fault');
    });

    test.each([
        ['0.0.0.0/0', 'wider than /8'], ['10.0.0.0/7', 'wider than /8'], ['::/0', 'wider than /32'],
        ['2001::/16', 'wider than /32'],
        ['2001:db8::/31', 'wider than /32'], ['fc00::/7', 'wider than /8'], ['::ffff:0.0.0.0/96', 'wider than /8'],
        ['::ffff:10.0.0.0/103', 'wider than /8'], ['10.1.2.3/8', 'bits set'], ['10.0.0.0/33', 'prefix'],
        ['10.0.0.0/-1', 'prefix'], ['10.0.0.0/', 'prefix'], ['10.0.0/8', 'CIDR'], ['10.0.0.0/8/8', 'CIDR'],
        ['example.com', 'CIDR'], ['fe80::1%eth0', 'CIDR'], ['', 'CIDR']
    ])('%j is refused', (text, fault) => {
        expect(parseNetwork(text)).toEqual({ fault: expect.stringContaining(fault) });
    });

    test.each([
        ['10.20.0.0/16', '10.20.255.255', true], ['10.20.0.0/16', '10.21.0.0', false],
        ['10.20.0.0/16', '::ffff:10.20.1.1', true], ['10.20.0.0/16', '::ffff:a14:101', true],
        ['10.20.0.0/16', '::ffff:10.21.0.1', false], ['::ffff:10.20.0.0/112', '10.20.1.1', true],
        ['2001:db8::/32', '2001:db8:ffff::1', true], ['2001:db8::/32', '2001:db9::1', false],
        ['10.20.0.0/16', '::10.20.0.1', false],
        ['fd00::/8', 'fd00::1%eth0', true], ['10.20.0.0/16', '', false], ['10.20.0.0/16', 'unknown', false]
    ])('in %s the peer %j counts as inside: %s', (network, peer, inside) => {
        expect(networkMatcher(networks(network))(peer)).toBe(inside);
    });

    test('without networks nobody is inside', () => {
        expect(networkMatcher([])('127.0.0.1')).toBe(false);
    });
});
