import { lookup as lookUp, type LookupAddress } from 'node:dns';
import { Resolver } from 'node:dns/promises';
import { isIP, type LookupFunction } from 'node:net';
import { networkInterfaces } from 'node:os';
import { promisify } from 'node:util';
import ipaddr from 'ipaddr.js';
import { isPublicAddress } from './public-address.ts';

/** Check of an address and port: true when a connection to them is allowed. */
export type AddressGuard = (address: string, port: number) => boolean;

/** Resolves a host name to its addresses. @throws Error when it has none */
export type Resolve = (hostname: string) => Promise<readonly LookupAddress[]>;

/** Refusal of a connection to an address that the guard does not allow, such as a private one. */
export class RefusedAddress extends Error {
    override readonly name = 'RefusedAddress';
}

/** Failure to resolve a host name. */
export class UnknownName extends Error {
    override readonly name = 'UnknownName';
}

/** Settings of {@link addressGuard}. */
export type GuardOptions = {
    /** For development: every address, but not this service's own ports. */
    readonly allowPrivate: boolean;
    /** Ports that this service listens on. */
    readonly ownPorts: readonly number[];
};

/**
 * Makes the guard of the addresses that events are sent to: public ones, but none of this machine's own.
 */
export function addressGuard({ allowPrivate, ownPorts }: GuardOptions): AddressGuard {
    return (address, port) => (allowPrivate
        ? !(ownPorts.includes(port) && (isLoopback(address) || isOwn(address)))
        : isPublicAddress(address) && !isOwn(address));
}

function isLoopback(address: string): boolean {
    return isIP(address) !== 0 && ['loopback', 'unspecified'].includes(ipaddr.process(address).range());
}

function isOwn(address: string): boolean {
    return Object.values(networkInterfaces()).some((interfaces) =>
        interfaces?.some((own) => own.address === address) === true);
}

/**
 * Makes the lookup of a socket. The socket connects only to addresses that the lookup returns, so the address that was
 * checked is the one that is called. It has no effect when the name resolves to other addresses a moment earlier or
 * later.
 */
export function guardedLookup(resolve: Resolve, guard: AddressGuard, port: number): LookupFunction {
    return (hostname, options, callback) => {
        resolve(hostname).then((found) => {
            const allowed = found.filter(({ address }) => guard(address, port));
            const [first] = allowed;
            if (first === undefined) {
                callback(new RefusedAddress('The name leads to no public address'), '');
            } else if (options.all === true) {
                callback(null, [...allowed]);
            } else {
                callback(null, first.address, first.family);
            }
        }, (cause: unknown) => callback(new UnknownName('The name leads nowhere', { cause }), ''));
    };
}

/**
 * Checks a host that is an address, because a socket makes no lookup for it. @throws RefusedAddress when it may not be
 * called
 */
export function assertAllowedLiteral(host: string, guard: AddressGuard, port: number): void {
    if (isIP(host) !== 0 && !guard(host, port)) {
        throw new RefusedAddress('The address is no public one');
    }
}

const patience = { timeout: 1_500, tries: 2 };

/**
 * Resolves by name servers only, without `/etc/hosts` and search domains, which concern no public name. A slow name
 * server takes no thread of the pool, unlike in the system's own lookup.
 */
export const resolvePublic: Resolve = async (hostname) => {
    const resolver = new Resolver(patience);
    const [four, six] = await Promise.allSettled([resolver.resolve4(hostname), resolver.resolve6(hostname)]);
    if (four.status === 'rejected' && six.status === 'rejected') {
        throw four.reason;
    }
    const addressesOf = (answer: PromiseSettledResult<string[]>, family: number): LookupAddress[] =>
        (answer.status === 'fulfilled' ? answer.value.map((address) => ({ address, family })) : []);
    return [...addressesOf(four, 4), ...addressesOf(six, 6)];
};

const lookUpAll = promisify(lookUp);

/** The system's own lookup, which knows the names of a developer's machine. */
export const resolveLocal: Resolve = (hostname) => lookUpAll(hostname, { all: true });
