import { lookup as lookUp, type LookupAddress } from 'node:dns';
import { Resolver } from 'node:dns/promises';
import { isIP, type LookupFunction } from 'node:net';
import { networkInterfaces } from 'node:os';
import { promisify } from 'node:util';
import ipaddr from 'ipaddr.js';
import { isPublicAddress } from './public-address.ts';

/** Whether a connection to an address may be made. */
export type AddressGuard = (address: string, port: number) => boolean;

/** The addresses that a name leads to. @throws Error when it leads to none */
export type Resolve = (hostname: string) => Promise<readonly LookupAddress[]>;

/** A connection was about to be made to an address that is none of the public internet. */
export class RefusedAddress extends Error {
    override readonly name = 'RefusedAddress';
}

/** Nobody says where a name leads. */
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
 * Which addresses events are sent to: public ones, and not this machine itself by whatever address it has.
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
    return Object.values(networkInterfaces()).some((interfaces) => interfaces?.some((own) => own.address === address) === true);
}

/**
 * What a socket asks before it connects: it connects to exactly the addresses that are answered here, so what was checked is what is
 * called. A name that led elsewhere a moment ago, or leads elsewhere a moment later, changes nothing.
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

/** @throws RefusedAddress when a host is an address that may not be called: a socket asks no lookup for it */
export function assertAllowedLiteral(host: string, guard: AddressGuard, port: number): void {
    if (isIP(host) !== 0 && !guard(host, port)) {
        throw new RefusedAddress('The address is no public one');
    }
}

const patience = { timeout: 1_500, tries: 2 };

/**
 * Asks the name servers alone: no `/etc/hosts`, no search domains, which are of no public name. It does not take a thread of the pool for
 * each slow name server, as the system's own lookup does.
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
