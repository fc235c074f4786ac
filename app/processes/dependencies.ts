import { Redis } from 'ioredis';
import { openExportPlaces, type ExportPlaces } from '../features/exports/export-places.ts';
import type { Clock } from '../foundation/clock/clock.ts';
import { systemClock } from '../foundation/clock/clock.ts';
import { openSessions, type Sessions } from '../platform/auth/revocation.ts';
import { redisSessions, sessionsInMemory } from '../platform/auth/session-store.ts';
import { openCache } from '../platform/cache/open-cache.ts';
import { keptTexts, type KeptTexts } from '../platform/cache/kept-texts.ts';
import type { Config } from '../platform/config/config.ts';
import type { Database } from '../platform/database/database.ts';
import { openDatabase } from '../platform/database/database.ts';
import { eInvoiceRules } from '../domain/e-invoices/issue-faults.ts';
import type { IssueRules } from '../domain/invoices/issue-rules.ts';
import type { Health } from '../platform/health/health.ts';
import { openHealth } from '../platform/health/health.ts';
import type { Logger } from '../platform/observability/log.ts';
import { openLog } from '../platform/observability/log.ts';
import type { Metrics } from '../platform/observability/metrics.ts';
import { openMetrics } from '../platform/observability/metrics.ts';
import { bucketsInMemory, redisBuckets } from '../platform/limits/bucket-store.ts';
import { openPlaces, type Places } from '../platform/limits/places.ts';
import { openRateLimits, type RateLimits } from '../platform/limits/rate-limits.ts';
import { openMailer, type Mailer } from '../platform/mail/mailer.ts';
import { documentAssets } from '../features/documents/document-assets.ts';
import { openTypesetter, type Typesetter } from '../platform/typesetting/typesetter.ts';
import type { Upstreams } from '../platform/upstream/upstreams.ts';
import { openSecrets, type Secrets } from '../platform/secrets/secrets.ts';
import { secretsObserver } from '../platform/secrets/secrets-observer.ts';
import { openUpstreams } from '../platform/upstream/upstreams.ts';

/** Everything that use cases and routes work with. */
export type Dependencies = {
    readonly config: Config;
    readonly clock: Clock;
    readonly database: Database;
    readonly upstreams: Upstreams;
    /** Client of Redis, absent without REDIS_URL. */
    readonly redis: Redis | undefined;
    readonly sessions: Sessions;
    readonly rateLimits: RateLimits;
    /** Places at work of each organisation's requests. */
    readonly places: Places;
    /** Places of exports under way. */
    readonly exportPlaces: ExportPlaces;
    /** Seals what is stored of secrets, and opens it. */
    readonly secrets: Secrets;
    /** Answers of reports, kept until the organisation changes. */
    readonly keptReports: KeptTexts;
    /** Sets documents in type, in threads of its own. */
    readonly typesetter: Typesetter;
    /** Rules of e-invoices, which documents are issued by. */
    readonly issueRules: IssueRules;
    /** Sends e-mails; undefined without SMTP_URL. */
    readonly mailer: Mailer | undefined;
    readonly log: Logger;
    readonly metrics: Metrics;
    readonly health: Health;
};

/** Dependencies that a test replaces with its own. */
export type ServiceOverrides = Partial<Pick<Dependencies, 'clock' | 'log'>>;

/**
 * Opens the dependencies of the service without connecting to any of them yet. `close` closes them in reverse order.
 */
export async function openDependencies(
    config: Config, overrides: ServiceOverrides = {}
): Promise<Dependencies & { close(): Promise<void> }> {
    const clock = overrides.clock ?? systemClock;
    const log = overrides.log ?? openLog(config.logLevel, config.version);
    const metrics = openMetrics(config);
    const database = openDatabase({
        ...config.database,
        onConnectionLost: (error) => log.warn({ err: error }, 'An idle database connection was lost')
    });
    metrics.observePool(database.pool);
    const redis = config.redisUrl === undefined ? undefined : openRedis(config.redisUrl, log);
    const upstreams = await openUpstreams({
        contacts: { url: config.upstream.contactsUrl },
        products: { url: config.upstream.productsUrl },
        services: { url: config.upstream.servicesUrl },
        quotes: config.upstream.quotesUrl === undefined ? undefined : { url: config.upstream.quotesUrl },
        exchangeRates: config.upstream.exchangeRatesUrl === undefined
            ? undefined : { url: config.upstream.exchangeRatesUrl },
        timeoutMs: config.upstream.timeoutMs,
        freshSeconds: config.upstream.priceFreshSeconds,
        staleSeconds: config.upstream.priceStaleSeconds,
        redis, clock, log, observer: metrics.upstream
    });
    const sessions = openSessions({
        store: redis === undefined ? sessionsInMemory(clock) : redisSessions(redis),
        clock, config: config.auth, unchecked: metrics.revocationUnchecked
    });
    const rateLimits = openRateLimits({
        config: config.limits, shared: redis === undefined ? undefined : redisBuckets(redis),
        memory: bucketsInMemory(clock), refused: metrics.rateLimited, unshared: metrics.rateLimitUnshared
    });
    const places = openPlaces({ maxAtWork: config.limits.maxInFlight, refused: metrics.placeRefused });
    metrics.observePlaces(places);
    const exportPlaces = openExportPlaces(config.database.poolSize, metrics.placeRefused);
    const secrets = openSecrets(config.secrets.keys, secretsObserver(metrics.registry, log));
    // Apart from the prices, so that reports never crowd them out of the memory; Redis has its own limit.
    const reportCache = await openCache({ redis, changed: () => undefined });
    const typesetter = openTypesetter(documentAssets());
    const health = openHealth({ database: config.database, upstreams, redis });

    return {
        config, clock, database, upstreams, redis, sessions, rateLimits, places, exportPlaces, secrets,
        keptReports: keptTexts(reportCache, 'report'), typesetter, issueRules: eInvoiceRules, log,
        mailer: config.mail.smtp === undefined ? undefined : openMailer(config.mail.smtp),
        metrics, health,
        close: async () => {
            await health.close();
            await typesetter.close();
            await upstreams.close();
            await reportCache.stop();
            redis?.disconnect();
            await database.close();
        }
    };
}

/**
 * Opens Redis. Commands fail at once while it is down, so that no request waits for a cache; the client reconnects by
 * itself.
 */
function openRedis(url: string, log: Logger): Redis {
    const redis = new Redis(url, {
        enableOfflineQueue: false,
        maxRetriesPerRequest: 0,
        connectTimeout: 2_000,
        commandTimeout: 1_000,
        retryStrategy: (attempt) => Math.min(attempt * 200, 3_000)
    });
    // One line for each change, not for each attempt.
    let reachable = true;
    redis.on('error', (error) => {
        if (reachable) {
            log.warn({ err: error }, 'Redis does not answer');
        }
        reachable = false;
    });
    redis.on('ready', () => {
        reachable = true;
    });
    return redis;
}
