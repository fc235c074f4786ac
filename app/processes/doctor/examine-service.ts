import { systemClock, type Clock } from '../../foundation/clock/clock.ts';
import type { Config } from '../../platform/config/config.ts';
import { checkDatabase } from './check-database.ts';
import { checkExchangeRates } from './check-exchange-rates.ts';
import { checkKeys } from './check-keys.ts';
import { nameChecks } from './check-names.ts';
import { checkRedis } from './check-redis.ts';
import { checkSecrets } from './check-secrets.ts';
import { checkSmtp } from './check-smtp.ts';
import { checkUpstream, type CheckedUpstream } from './check-upstream.ts';
import { examine, type Check } from './examine.ts';
import { ok, type Finding } from './finding.ts';

/**
 * Checks everything that the service depends on, from the place where it runs and with its settings. Changes nothing.
 */
export function examineService(config: Config, clock: Clock = systemClock): Promise<readonly Finding[]> {
    const { database, redisUrl, auth: { jwksUrl }, upstream: { exchangeRatesUrl }, mail: { smtp } } = config;
    return examine([
        { subject: 'configuration', run: async () => ok(`${config.environment}, version ${config.version}`) },
        ...nameChecks(config),
        { subject: 'database', run: () => checkDatabase(database, clock) },
        { subject: 'secrets', run: () => checkSecrets(config) },
        { subject: 'redis', run: () => checkRedis(redisUrl) },
        ...upstreamsOf(config).map((asked): Check =>
            ({ subject: asked.upstream, run: (signal) => checkUpstream(asked, signal) })),
        ...(exchangeRatesUrl === undefined ? []
            : [{ subject: 'nbp', run: (signal: AbortSignal) => checkExchangeRates(exchangeRatesUrl, clock, signal) }]),
        { subject: 'smtp', run: (signal: AbortSignal) => checkSmtp(smtp, signal) },
        ...(jwksUrl === undefined ? [] : [{ subject: 'keys', run: () => checkKeys(jwksUrl) }])
    ]);
}

function upstreamsOf(
    { upstream: { contactsUrl, productsUrl, servicesUrl, quotesUrl } }: Config
): readonly CheckedUpstream[] {
    return [
        { upstream: 'contacts-service', setting: 'CONTACTS_SERVICE_URL', url: contactsUrl, records: 'contacts' },
        { upstream: 'products-service', setting: 'PRODUCTS_SERVICE_URL', url: productsUrl, records: 'products' },
        { upstream: 'services-service', setting: 'SERVICES_SERVICE_URL', url: servicesUrl, records: 'services' },
        ...(quotesUrl === undefined ? [] : [
            { upstream: 'quotes-service', setting: 'QUOTES_SERVICE_URL', url: quotesUrl, records: 'quotes' } as const
        ])
    ];
}
