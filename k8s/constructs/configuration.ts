import { Construct } from 'constructs';
import { labelsOf } from '../labels.ts';
import { metricsPort, servicePort } from '../ports.ts';
import { exchangeRatesUrl, upstreamUrl, type Settings } from '../settings.ts';
import { ContentMap } from './content-map.ts';
import { shutdown } from './lifecycle.ts';

/** From what the settings are made. */
export type ConfigurationProps = Pick<Settings, 'service' | 'upstreams' | 'exchangeRates' | 'keys'> & { readonly image: string };

/** The plain settings of API and worker, the addresses of the other services among them. Their names: docs/configuration.md. */
export class Configuration extends Construct {
    /** Name of the ConfigMap, other for other settings. */
    readonly configMapName: string;

    constructor(scope: Construct, id: string, { service, upstreams, exchangeRates, keys, image }: ConfigurationProps) {
        super(scope, id);
        this.configMapName = new ContentMap(this, 'settings', {
            name: 'invoices-config',
            labels: labelsOf('api', image),
            content: {
                ...service,
                PORT: String(servicePort),
                METRICS_PORT: String(metricsPort),
                SHUTDOWN_DRAIN_MS: String(shutdown.drainMs),
                SHUTDOWN_TIMEOUT_MS: String(shutdown.timeoutMs),
                CONTACTS_SERVICE_URL: upstreamUrl(upstreams.contacts),
                PRODUCTS_SERVICE_URL: upstreamUrl(upstreams.products),
                SERVICES_SERVICE_URL: upstreamUrl(upstreams.services),
                EXCHANGE_RATES_URL: exchangeRatesUrl(exchangeRates),
                ...(keys && { JWT_JWKS_URL: keys.url }),
                ...(upstreams.quotes && { QUOTES_SERVICE_URL: upstreamUrl(upstreams.quotes) })
            }
        }).name;
    }
}
