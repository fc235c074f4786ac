import { Construct } from 'constructs';
import { labelsOf } from '../labels.ts';
import { metricsPort, servicePort } from '../ports.ts';
import { exchangeRatesUrl, upstreamUrl, type Settings } from '../settings.ts';
import { ContentMap } from './content-map.ts';
import { shutdown } from './lifecycle.ts';

/** Settings that the ConfigMap is made from. */
export type ConfigurationProps = Pick<Settings, 'service' | 'upstreams' | 'exchangeRates' | 'keys' | 'mail'>
    & { readonly image: string };

/**
 * The plain settings of API and worker, with the addresses of the other services. Their names: docs/configuration.md.
 */
export class Configuration extends Construct {
    /** Name of the ConfigMap; other settings give another name. */
    readonly configMapName: string;

    constructor(scope: Construct, id: string, props: ConfigurationProps) {
        super(scope, id);
        const { service, upstreams, exchangeRates, keys, mail, image } = props;
        this.configMapName = new ContentMap(this, 'settings', {
            name: 'invoices-config',
            labels: labelsOf('api', image),
            content: {
                ...service,
                PORT: String(servicePort),
                METRICS_PORT: String(metricsPort),
                SHUTDOWN_DRAIN_MS: String(shutdown.drainMs),
                SHUTDOWN_TIMEOUT_MS: String(shutdown.timeoutMs),
                // The Job migrates. A pod that did so too would be ready before the Job of its build is done.
                MIGRATE_ON_START: 'false',
                ...addressesOf(upstreams),
                EXCHANGE_RATES_URL: exchangeRatesUrl(exchangeRates),
                ...(keys && { JWT_JWKS_URL: keys.url }),
                ...(mail && { MAIL_FROM: mail.from }),
                ...(mail?.dkim && { MAIL_DKIM_DOMAIN: mail.dkim.domain, MAIL_DKIM_SELECTOR: mail.dkim.selector })
            }
        }).name;
    }
}

/** The address of each upstream under its setting's name: the address of `contacts` is `CONTACTS_SERVICE_URL`. */
function addressesOf(upstreams: Settings['upstreams']): Readonly<Record<string, string>> {
    return Object.fromEntries(Object.entries(upstreams).map(([name, upstream]) =>
        [`${name.toUpperCase()}_SERVICE_URL`, upstreamUrl(upstream)]));
}
