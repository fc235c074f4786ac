import { errors, type JWTVerifyGetKey } from 'jose';
import type { Clock } from '../../foundation/clock/clock.ts';
import { DomainError } from '../../foundation/errors/domain-error.ts';
import { fetchKeys, type KeySet } from './fetch-keys.ts';

/** Maximum age of keys before they are read again beside the call, so that a withdrawn key stops counting. */
const refreshAfterMs = 600_000;
/** Maximum age of keys that are used during an outage of the key server. */
const maxUseMs = 12 * 3_600_000;
/** Minimum time between two reads for unknown key ids or failures, so that junk tokens cannot flood the key server. */
const coolDownMs = 10_000;
/**
 * Minimum time between two reads while there are no keys yet: every token is refused until then, so reads are tried
 * more often.
 */
const firstCoolDownMs = 1_000;

type Keys = { readonly find: KeySet; readonly readAt: number };

/**
 * The keys that an issuer publishes (a JWK set), read when they are first needed and again when a token names a key
 * that is not among them. Jose's own reader is not used: it forgets its keys after their age even when new ones cannot
 * be had, and asks a failing server with every call.
 */
export function publishedKeys(url: string, clock: Clock): JWTVerifyGetKey {
    let keys: Keys | undefined;
    let reading: Promise<Keys> | undefined;
    let triedAt = -Infinity;
    const now = () => clock.now().getTime();
    const read = (): Promise<Keys> => {
        triedAt = now();
        reading ??= fetchKeys(url).then((find) => {
            keys = { find, readAt: now() };
            return keys;
        }).catch((error: unknown) => {
            // Counted from the failure: a server that hangs takes longer than the cool-down that follows.
            triedAt = now();
            throw error;
        }).finally(() => {
            reading = undefined;
        });
        return reading;
    };
    const mayTry = () => reading !== undefined
        || now() - triedAt >= (keys === undefined ? firstCoolDownMs : coolDownMs);
    const usable = async (): Promise<Keys> => {
        if (keys === undefined || now() - keys.readAt >= maxUseMs) {
            return mayTry() ? read() : Promise.reject(new Error('The key server failed a moment ago'));
        }
        if (now() - keys.readAt >= refreshAfterMs && mayTry()) {
            // The next caller sees the outcome; this caller has keys that are good enough.
            read().catch(() => undefined);
        }
        return keys;
    };

    return async (header, token) => {
        const current = await orUnavailable(usable());
        try {
            return await current.find(header, token);
        } catch (error) {
            if (!(error instanceof errors.JWKSNoMatchingKey) || !mayTry()) {
                throw error;
            }
            return (await orUnavailable(read())).find(header, token);
        }
    };
}

async function orUnavailable<T>(work: Promise<T>): Promise<T> {
    try {
        return await work;
    } catch (cause) {
        const message = 'The keys that tokens are checked with cannot be read; try again in a few seconds';
        throw new DomainError('AUTH_KEYS_UNAVAILABLE', message, {}, { cause });
    }
}
