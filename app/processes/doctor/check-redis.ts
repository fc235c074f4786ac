import { Redis } from 'ioredis';
import { answerLimitMs } from './examine.ts';
import { failureWords, noAnswer } from './failure-words.ts';
import { failed, ok, warn, type Outcome } from './finding.ts';

/** Connects and sends a ping. */
export async function checkRedis(url: string | undefined): Promise<Outcome> {
    if (url === undefined) {
        return warn('not configured: caches and ended sessions live in memory (one replica)');
    }
    const redis = new Redis(url, {
        lazyConnect: true, enableReadyCheck: false, disableClientInfo: true, maxRetriesPerRequest: 0,
        connectTimeout: answerLimitMs, commandTimeout: answerLimitMs, retryStrategy: () => null
    });
    const place = `${redis.options.host ?? ''}:${redis.options.port ?? ''}`;
    // A failed connection rejects with "closed" only; this event has the reason. A wrong password shows only here:
    // where the default user needs no password, Redis answers the commands that follow all the same.
    let reason: Error | undefined;
    redis.on('error', (error) => {
        reason ??= error;
    });
    const startedAt = performance.now();
    try {
        await redis.connect();
        await redis.ping();
        return reason === undefined ? ok(`answers at ${place}, ${Math.round(performance.now() - startedAt)} ms`)
            : failed(`${place}: ${wordsFor(reason)}`);
    } catch (error) {
        return failed(`${place}: ${wordsFor(reason ?? error)}`);
    } finally {
        redis.disconnect();
    }
}

/** Words for an error. A reply of Redis itself begins with a word that names the error. */
function wordsFor(error: unknown): string {
    const message = typeof error === 'object' && error !== null && 'message' in error ? String(error.message) : '';
    const [word = ''] = message.split(' ');
    switch (word) {
        case 'WRONGPASS':
            return 'wrong user or password (WRONGPASS)';
        case 'NOAUTH':
            return 'it wants a password, and REDIS_URL has none (NOAUTH)';
        case 'NOPERM':
            return 'the user has no permission (NOPERM)';
        case 'LOADING':
            return 'it still loads its data (LOADING)';
        case 'ERR':
            // For example a database number that does not exist; errors of a password are handled above.
            return `it answers: ${message}`;
        default:
            return /timed? ?out/i.test(message) ? noAnswer : failureWords(error);
    }
}
