import { developmentSecret } from './development-token.ts';
import type { PerStandin } from './standins/standins.ts';

/** Ports of the service that `npm start` starts, and the addresses that it works with. */
export type ServiceAddresses = {
    readonly port: number;
    readonly metricsPort: number;
    readonly databaseUrl: string;
    readonly upstreams: PerStandin<string>;
    /** Mail server that takes the e-mails. */
    readonly smtpUrl: string;
};

/**
 * Settings of access, of the database and of e-mail, which are decided here and not by the shell: no e-mail of
 * development leaves this machine. A shell's settings of access,
 * meant for another service, would refuse the development token. Its DATABASE_URL_FILE beside the address below would
 * be a fault, like an invalid DB_PORT.
 */
const decidedHere = new RegExp('^(JWT_.*|SECRETS_KEY.*|SMTP_.*|MAIL_.*|TRUSTED_.*|MULTI_TENANT|MIGRATE_ON_START'
    + '|DATABASE_URL_FILE|DB_.*)$');

/**
 * Makes the service's environment of outside settings and of what was started here. By default only this machine
 * reaches it: its secret is public.
 */
export function serviceEnvironment(
    outside: Readonly<Record<string, string | undefined>>,
    { port, metricsPort, databaseUrl, upstreams, smtpUrl }: ServiceAddresses
): Record<string, string | undefined> {
    return {
        ...Object.fromEntries(Object.entries(outside).filter(([name]) => !decidedHere.test(name))),
        NODE_ENV: 'development',
        HOST: outside['HOST'] ?? '127.0.0.1',
        PORT: String(port),
        METRICS_PORT: String(metricsPort),
        DATABASE_URL: databaseUrl,
        // The start migrates before it starts the service.
        MIGRATE_ON_START: 'false',
        JWT_SECRET: developmentSecret,
        // Every call here has a token, as in production.
        TRUSTED_NETWORKS: 'off',
        CONTACTS_SERVICE_URL: upstreams.contacts,
        PRODUCTS_SERVICE_URL: upstreams.products,
        SERVICES_SERVICE_URL: upstreams.services,
        QUOTES_SERVICE_URL: upstreams.quotes,
        EXCHANGE_RATES_URL: upstreams.nbp,
        SMTP_URL: smtpUrl,
        SMTP_STARTTLS: 'off',
        MAIL_FROM: 'faktury@parkiet-przykladowy.example',
        PUBLIC_URL: outside['PUBLIC_URL'] ?? `http://localhost:${port}`,
        // A developer's receiver listens on this machine.
        WEBHOOK_ALLOW_PRIVATE: 'true'
    };
}
