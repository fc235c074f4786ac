import type { ObjectSchema } from 'joi';
import { ConfigFaults } from './config-faults.ts';
import { authConfig, type AuthConfig } from './auth-config.ts';
import { databaseConfig, type DatabaseConfig } from './database-config.ts';
import { pagesConfig, type PagesConfig } from './pages-config.ts';
import { limitsConfig, type LimitsConfig } from './limits-config.ts';
import { mailConfig, type MailConfig } from './mail-config.ts';
import { databaseEnvironment, environment, type Environment } from './environment.ts';
import { databaseSecrets, secrets, withSecretFiles, type SecretName } from './secret-files.ts';
import { secretsConfig, type SecretsConfig } from './secrets-config.ts';
import { version } from './version.ts';

export { ConfigFaults };

/** Settings from outside, read once at start and frozen. */
export type Config = {
    readonly environment: 'development' | 'test' | 'production';
    readonly production: boolean;
    /** Absent: every address of the machine, IPv6 and IPv4. */
    readonly host: string | undefined;
    readonly port: number;
    readonly metricsPort: number;
    readonly logLevel: string;
    /** Name of the build: package.json's version unless VERSION gives another. */
    readonly version: string;
    /** Git commit of the build; empty when it is not given. */
    readonly revision: string;
    readonly shutdownDrainMs: number;
    readonly shutdownTimeoutMs: number;
    /** IANA name of the zone whose calendar gives issue dates. */
    readonly timeZone: string;
    /** Interval in seconds at which a worker removes what is kept for a time only. */
    readonly cleanUpIntervalSeconds: number;
    readonly database: DatabaseConfig;
    /** True: `serve` brings the database up to its schema by itself. */
    readonly migrateOnStart: boolean;
    /** Absent: caches and ended sessions live in memory, of one replica. */
    readonly redisUrl: string | undefined;
    readonly auth: AuthConfig;
    readonly limits: LimitsConfig;
    readonly upstream: UpstreamConfig;
    readonly webhooks: WebhookConfig;
    readonly secrets: SecretsConfig;
    readonly mail: MailConfig;
    readonly pages: PagesConfig;
    /** Days after which the content of a deleted draft is erased from its history. */
    readonly deletedDraftsKeepDays: number;
    /** Condition of a change of the seller's accounts: another administrator, or nothing beside its request. */
    readonly ibanChangeNeeds: 'nothing' | 'second_admin';
};

/** Limits on the addresses that events are sent to. */
export type WebhookConfig = {
    /** True for development: events are also sent by HTTP and to private addresses. */
    readonly allowPrivate: boolean;
    /** True: an address must confirm that it wants events before they are sent there. */
    readonly challenge: boolean;
};

/** Addresses of the CRM's other services, and the times that their answers are good for. */
export type UpstreamConfig = {
    readonly contactsUrl: string;
    readonly productsUrl: string;
    readonly servicesUrl: string;
    readonly quotesUrl: string | undefined;
    /** NBP's API, with its path; absent: exchange rates are given by hand. */
    readonly exchangeRatesUrl: string | undefined;
    readonly timeoutMs: number;
    readonly priceFreshSeconds: number;
    readonly priceStaleSeconds: number;
    readonly priceMaxAgeHours: number;
    /** ISO 4217: currency of prices whose upstream names none. */
    readonly priceCurrency: string;
};

type SettingTexts = Readonly<Record<string, string | undefined>>;

/**
 * Time of draining, longer than one probe period of 5 s: the load balancer has seen the 503 before the server stops
 * taking calls.
 */
const productionDrainMs = 6_000;

/**
 * Checks the environment against its schema.
 * @throws ConfigFaults naming every setting at fault, and no value.
 */
export function readConfig(env: SettingTexts): Config {
    return read(env, environment, secrets, configOf);
}

/**
 * Reads the database's part alone, regardless of the rest, so that migrating needs no more settings than it uses.
 * @throws ConfigFaults naming every setting at fault, and no value.
 */
export function readDatabaseConfig(env: SettingTexts): DatabaseConfig {
    return read(env, databaseEnvironment, databaseSecrets, databaseConfig);
}

function read<Values, Read>(
    env: SettingTexts, schema: ObjectSchema<Values>, fromFiles: readonly SecretName[],
    readValues: (values: Values, faults: string[]) => Read
): Read {
    const given = Object.fromEntries(
        Object.entries(env).filter(([, value]) => value !== undefined && value.trim() !== ''));
    const { settings, faults } = withSecretFiles(given, fromFiles);
    const checked = schema.validate(settings, { abortEarly: false, stripUnknown: true, errors: { label: false } });
    faults.push(...(checked.error?.details ?? []).map(({ path, message }) => `${path.join('.')} ${message}`));
    // A setting that is at fault keeps its text here; the rules between settings are still checked, so that all are
    // reported at once.
    const config = readValues(checked.value as Values, faults);
    if (faults.length > 0) {
        throw new ConfigFaults([...new Set(faults)]);
    }
    return deepFrozen(config);
}

function configOf(env: Environment, faults: string[]): Config {
    const production = env.NODE_ENV === 'production';
    if (env.PORT !== 0 && env.PORT === env.METRICS_PORT) {
        faults.push('METRICS_PORT must differ from PORT');
    }
    return {
        environment: env.NODE_ENV as Config['environment'],
        production,
        host: env.HOST,
        port: env.PORT,
        metricsPort: env.METRICS_PORT,
        logLevel: env.LOG_LEVEL,
        version: env.VERSION ?? version,
        revision: env.REVISION ?? '',
        shutdownDrainMs: env.SHUTDOWN_DRAIN_MS ?? (production ? productionDrainMs : 0),
        shutdownTimeoutMs: env.SHUTDOWN_TIMEOUT_MS,
        timeZone: env.TIME_ZONE,
        cleanUpIntervalSeconds: env.CLEAN_UP_INTERVAL_SECONDS,
        database: databaseConfig(env, faults),
        migrateOnStart: migrateOnStartOf(env, production, faults),
        redisUrl: env.REDIS_URL,
        auth: authConfig(env, faults),
        limits: limitsConfig(env, faults),
        upstream: upstreamOf(env, production, faults),
        webhooks: webhooksOf(env, production, faults),
        secrets: secretsConfig(env, faults),
        mail: mailConfig(env, faults),
        pages: pagesConfig(env, faults),
        deletedDraftsKeepDays: env.DELETED_DRAFTS_KEEP_DAYS,
        ibanChangeNeeds: env.IBAN_CHANGE_NEEDS === 'second_admin' ? 'second_admin' : 'nothing'
    };
}

/** Reads whether `serve` migrates. In production several processes start at once, with rights on tables at most. */
function migrateOnStartOf(env: Environment, production: boolean, faults: string[]): boolean {
    if (env.MIGRATE_ON_START === true && production) {
        faults.push('MIGRATE_ON_START is for development; in production run `migrate` before the service');
    }
    return env.MIGRATE_ON_START ?? env.NODE_ENV === 'development';
}

/**
 * Reads the settings of webhooks. A caller who sets one up could have the service call what only the service can reach.
 */
function webhooksOf(env: Environment, production: boolean, faults: string[]): WebhookConfig {
    if (env.WEBHOOK_ALLOW_PRIVATE && production) {
        faults.push('WEBHOOK_ALLOW_PRIVATE is for development; in production webhooks are only sent to public '
            + 'addresses over HTTPS');
    }
    return {
        allowPrivate: env.WEBHOOK_ALLOW_PRIVATE,
        challenge: (env.WEBHOOK_CHALLENGE ?? (production ? 'on' : 'off')) === 'on'
    };
}

function upstreamOf(env: Environment, production: boolean, faults: string[]): UpstreamConfig {
    if (env.PRICE_STALE_SECONDS < env.PRICE_FRESH_SECONDS) {
        faults.push('PRICE_STALE_SECONDS must not be less than PRICE_FRESH_SECONDS');
    }
    const required = (
        name: 'CONTACTS_SERVICE_URL' | 'PRODUCTS_SERVICE_URL' | 'SERVICES_SERVICE_URL', local: string
    ): string => {
        if (env[name] === undefined && production) {
            faults.push(`${name} is required in production`);
        }
        return env[name] ?? local;
    };
    return {
        contactsUrl: required('CONTACTS_SERVICE_URL', 'http://localhost:3005/api/v1'),
        productsUrl: required('PRODUCTS_SERVICE_URL', 'http://localhost:3004'),
        servicesUrl: required('SERVICES_SERVICE_URL', 'http://localhost:3007'),
        quotesUrl: env.QUOTES_SERVICE_URL,
        exchangeRatesUrl: env.EXCHANGE_RATES_URL === 'off' ? undefined : env.EXCHANGE_RATES_URL,
        timeoutMs: env.UPSTREAM_TIMEOUT_MS,
        priceFreshSeconds: env.PRICE_FRESH_SECONDS,
        priceStaleSeconds: env.PRICE_STALE_SECONDS,
        priceMaxAgeHours: env.PRICE_MAX_AGE_HOURS,
        priceCurrency: env.PRICE_CURRENCY
    };
}

function deepFrozen<T>(value: T): T {
    if (typeof value === 'object' && value !== null && !Object.isFrozen(value) && !(value instanceof Map)) {
        Object.values(value).forEach(deepFrozen);
        Object.freeze(value);
    }
    return value;
}
