import { errors, type JWTVerifyGetKey } from 'jose';
import type { Clock } from '../../foundation/clock/clock.ts';
import { DomainError } from '../../foundation/errors/domain-error.ts';
import { fetchKeys, type KeySet } from './fetch-keys.ts';

/** Keys older than this are read again beside the call, so that one that was withdrawn stops counting. */
const refreshAfterMs = 600_000;
/** Keys in hand outlive an outage of the key server this long, and no longer. */
const maxUseMs = 12 * 3_600_000;
/** Unknown key ids and failures make the keys be read at most this often, so that junk tokens cannot flood the key server. */
const coolDownMs = 10_000;
/** The same while there are no keys yet: nobody gets in until then, so they are tried for more often. */
const firstCoolDownMs = 1_000;

type Keys = { readonly find: KeySet; readonly readAt: number };

/**
 * The keys that an issuer publishes (a JWK set), read when they are first needed and again when a token names a key that is
 * not among them. Not jose's own reader: that one forgets its keys after their age even when new ones cannot be had, and
 * asks a failing server with every call.
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
            // From when it failed: a server that hangs takes longer than the time it is then left alone.
            triedAt = now();
            throw error;
        }).finally(() => {
            reading = undefined;
        });
        return reading;
    };
    const mayTry = () => reading !== undefined || now() - triedAt >= (keys === undefined ? firstCoolDownMs : coolDownMs);
    const usable = async (): Promise<Keys> => {
        if (keys === undefined || now() - keys.readAt >= maxUseMs) {
            return mayTry() ? read() : Promise.reject(new Error('The key server failed a moment ago'));
        }
        if (now() - keys.readAt >= refreshAfterMs && mayTry()) {
            // Whoever asks next sees the outcome; this caller has keys that are good enough.
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
