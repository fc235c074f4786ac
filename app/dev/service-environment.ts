import { developmentSecret } from './development-token.ts';
import type { PerStandin } from './standins/standins.ts';

/** Where the service that `npm start` starts listens, and what it works with. */
export type ServiceAddresses = { readonly port: number; readonly databaseUrl: string; readonly upstreams: PerStandin<string> };

/**
 * Who may call is decided here: such a setting of a shell, meant for another service, would refuse the development token. So is the
 * database: a shell's DATABASE_URL_FILE beside the address below would be a fault, as a DB_PORT that is none.
 */
const decidedHere = /^(JWT_.*|TRUSTED_.*|MULTI_TENANT|DATABASE_URL_FILE|DB_.*)$/;

/** What is set outside counts, but for what was started here. Only this machine can reach it: its secret is public. */
export function serviceEnvironment(
    outside: Readonly<Record<string, string | undefined>>, { port, databaseUrl, upstreams }: ServiceAddresses
): Record<string, string | undefined> {
    return {
        ...Object.fromEntries(Object.entries(outside).filter(([name]) => !decidedHere.test(name))),
        NODE_ENV: 'development',
        HOST: outside['HOST'] ?? '127.0.0.1',
        PORT: String(port),
        DATABASE_URL: databaseUrl,
        JWT_SECRET: developmentSecret,
        CONTACTS_SERVICE_URL: upstreams.contacts,
        PRODUCTS_SERVICE_URL: upstreams.products,
        SERVICES_SERVICE_URL: upstreams.services,
        QUOTES_SERVICE_URL: upstreams.quotes,
        EXCHANGE_RATES_URL: upstreams.nbp,
        // A developer's receiver listens on this machine.
        WEBHOOK_ALLOW_PRIVATE: 'true'
    };
}
