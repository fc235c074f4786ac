import Joi from 'joi';
import { shape, type ValueOf } from '../../foundation/schema/shape.ts';
import { defaultSchema } from '../database/schema-name.ts';
import {
    currency, databaseUrl, jsonObject, list, organisationId, rate, schemaName, timeZone, url
} from './setting-types.ts';

const port = Joi.number().integer().min(0).max(65_535);
const milliseconds = (max: number) => Joi.number().integer().min(0).max(max);
const flag = Joi.boolean().truthy('1').falsy('0');

/** Algorithms a token may be signed with; `none` is not among them. */
export const jwtAlgorithms = ['HS256', 'RS256', 'ES256', 'EdDSA'] as const;

const databaseWithDefaults = {
    DB_PORT: port.default(5432),
    DB_SCHEMA: schemaName.default(defaultSchema),
    DATABASE_POOL_SIZE: Joi.number().integer().min(1).max(200).default(10)
};
const databaseSettings = {
    DATABASE_URL: databaseUrl,
    /** Absent: the pool's usual one. */
    DATABASE_CONNECT_TIMEOUT_MS: Joi.number().integer().min(100).max(60_000),
    DB_HOST: Joi.string().max(255),
    DB_USERNAME: Joi.string().max(128),
    DB_PASSWORD: Joi.string().max(1_024),
    DB_NAME: Joi.string().max(128),
    DATABASE_URL_FILE: Joi.string(),
    DB_PASSWORD_FILE: Joi.string()
};

/** The settings of the database alone: all that `migrate` needs. */
export const databaseEnvironment = shape('DatabaseEnvironment', databaseWithDefaults, databaseSettings);

/** The database's part of the environment after conversion and defaults. */
export type DatabaseEnvironment = ValueOf<typeof databaseEnvironment>;

/** The one schema of the environment: every setting, its bounds and its default. Empty values count as absent. */
export const environment = shape('Environment', {
    NODE_ENV: Joi.string().valid('development', 'test', 'production').default('production'),
    PORT: port.default(3008),
    METRICS_PORT: port.default(9464),
    LOG_LEVEL: Joi.string().valid('trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent').default('info'),
    TIME_ZONE: timeZone.default('Europe/Warsaw'),
    SHUTDOWN_TIMEOUT_MS: milliseconds(120_000).default(10_000),

    CLEAN_UP_INTERVAL_SECONDS: Joi.number().integer().min(1).max(86_400).default(600),

    ...databaseWithDefaults,

    WEBHOOK_ALLOW_PRIVATE: flag.default(false),

    RATE_LIMITS: Joi.string().valid('on', 'off').default('on'),
    RATE_LIMIT_READS: rate.default({ calls: 12_000, seconds: 60 }),
    RATE_LIMIT_WRITES: rate.default({ calls: 6_000, seconds: 60 }),
    RATE_LIMIT_REPORTS: rate.default({ calls: 600, seconds: 60 }),
    RATE_LIMIT_BULK: rate.default({ calls: 120, seconds: 60 }),
    RATE_LIMIT_PAGES: rate.default({ calls: 120, seconds: 60 }),
    RATE_LIMIT_SUBJECT_PERCENT: Joi.number().integer().min(1).max(100).default(50),
    /** Hours in which secrets that a build before sealing stored stay readable for it. */
    SECRETS_PLAIN_KEEP_HOURS: Joi.number().integer().min(0).max(720).default(24),
    DELETED_DRAFTS_KEEP_DAYS: Joi.number().integer().min(1).max(3_650).default(90),
    PAGE_DAYS: Joi.number().integer().min(1).max(3_650).default(365),
    IBAN_CHANGE_NEEDS: Joi.string().valid('nothing', 'second_admin').default('nothing'),

    UPSTREAM_TIMEOUT_MS: milliseconds(9_000).min(50).default(2_000),
    PRICE_FRESH_SECONDS: Joi.number().integer().min(0).max(86_400).default(60),
    PRICE_STALE_SECONDS: Joi.number().integer().min(1).max(2_592_000).default(86_400),
    PRICE_MAX_AGE_HOURS: Joi.number().integer().min(1).max(8_760).default(24),
    PRICE_CURRENCY: currency.default('PLN'),

    EXCHANGE_RATES_URL: url('http:', 'https:').allow('off').default('https://api.nbp.pl/api'),

    SMTP_STARTTLS: Joi.string().valid('required', 'off').default('required'),
    SMTP_TIMEOUT_MS: milliseconds(300_000).min(100).default(60_000),

    DEFAULT_ORGANISATION: organisationId.default('default'),
    MULTI_TENANT: flag.default(false),
    JWT_ORG_CLAIM: Joi.string().max(200).default('org'),
    JWT_ROLE_MAP: jsonObject.default({}),
    JWT_SCOPE_MODE: Joi.string().valid('narrow', 'ours').default('narrow'),
    JWT_CLOCK_TOLERANCE_SECONDS: Joi.number().integer().min(0).max(60).default(0),
    REVOCATION_FAIL: Joi.string().valid('open', 'closed').default('open'),
    SESSION_MAX_HOURS: Joi.number().integer().min(1).max(8_760).default(720),
    TRUSTED_ROLE: Joi.string().max(64).default('gateway')
}, {
    /** Address to listen on; absent: all, IPv6 and IPv4. */
    HOST: Joi.string().max(255),
    /** Git commit of the build, shown by /health/check. */
    REVISION: Joi.string().max(64),
    /** Name of the build, such as the tag of its image; absent: the version in package.json. */
    VERSION: Joi.string().max(64).pattern(/^\S+$/).messages({ 'string.pattern.base': 'must have no whitespace' }),
    /**
     * Time in which readiness answers 503 before the server stops taking calls; longer than one probe period in
     * production.
     */
    SHUTDOWN_DRAIN_MS: milliseconds(120_000),

    ...databaseSettings,
    REDIS_URL: url('redis:', 'rediss:'),
    REDIS_URL_FILE: Joi.string(),

    CONTACTS_SERVICE_URL: url('http:', 'https:'),
    PRODUCTS_SERVICE_URL: url('http:', 'https:'),
    SERVICES_SERVICE_URL: url('http:', 'https:'),
    QUOTES_SERVICE_URL: url('http:', 'https:'),

    /** Absent: on in production. */
    WEBHOOK_CHALLENGE: Joi.string().valid('on', 'off'),
    SECRETS_KEY: Joi.string().max(1_024),
    SECRETS_KEY_FILE: Joi.string(),

    SMTP_URL: url('smtp:', 'smtps:'),
    SMTP_URL_FILE: Joi.string(),
    /** Address that all e-mails come from; required with SMTP_URL. */
    MAIL_FROM: Joi.string().max(254),
    MAIL_DKIM_DOMAIN: Joi.string().hostname().messages({ 'string.hostname': 'must be a domain' }),
    MAIL_DKIM_SELECTOR: Joi.string().max(63).pattern(/^[A-Za-z0-9._-]+$/)
        .messages({ 'string.pattern.base': 'must be letters, digits, dots and dashes' }),
    MAIL_DKIM_KEY: Joi.string().max(16_384),
    MAIL_DKIM_KEY_FILE: Joi.string(),
    /** Absent: no provider may report bounces. */
    MAIL_BOUNCE_SECRET: Joi.string().max(1_024),
    MAIL_BOUNCE_SECRET_FILE: Joi.string(),

    JWT_SECRET: Joi.string().max(4_096),
    JWT_SECRET_FILE: Joi.string(),
    JWT_JWKS_URL: url('http:', 'https:'),
    JWT_ALGORITHMS: list,
    JWT_ISSUER: Joi.string().max(1_024),
    JWT_AUDIENCE: list,
    /** Address at which customers reach their pages; absent: there are none. */
    PUBLIC_URL: url('http:', 'https:'),
    /** Networks of proxies whose X-Forwarded-For is believed. */
    TRUSTED_PROXIES: list,
    /** Absent: a share of DATABASE_POOL_SIZE. */
    MAX_IN_FLIGHT_PER_ORGANISATION: Joi.number().integer().min(1).max(1_000),
    /** Absent: private networks in development, else none. */
    TRUSTED_NETWORKS: list,
    /** Hosts that a call from them may name, beside the usual ones. */
    TRUSTED_HOSTS: list,
    /** True: `serve` migrates the database by itself. Absent: in development. */
    MIGRATE_ON_START: flag
});

/** The environment after conversion and defaults. */
export type Environment = ValueOf<typeof environment>;
