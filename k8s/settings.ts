import type { Environment } from '../app/platform/config/environment.ts';
import type { Resources } from './constructs/resources.ts';
import type { SecretName } from './secrets.ts';

/** Settings that the chart computes itself, so that they can't contradict the rest of it. */
type ChartSetting = 'PORT' | 'METRICS_PORT' | 'SHUTDOWN_DRAIN_MS' | 'SHUTDOWN_TIMEOUT_MS' | 'MIGRATE_ON_START'
    | 'JWT_JWKS_URL' | 'MAIL_FROM' | 'MAIL_DKIM_DOMAIN' | 'MAIL_DKIM_SELECTOR'
    | `${string}_SERVICE_URL` | 'EXCHANGE_RATES_URL';

/** Settings of the service that may stand in a ConfigMap in plain sight: neither secret nor computed. */
export type PlainSetting = Exclude<keyof Environment, ChartSetting | SecretName | `DB_${string}`>;

/** Pods outside this chart, by the label that they carry. */
export type Peer = {
    /** Value of their label `app.kubernetes.io/name`; for a service also its DNS name. */
    readonly name: string;
    /**
     * Namespace that they run in.
     * @default the one that this chart is applied to
     */
    readonly namespace?: string;
};

/**
 * A service of the CRM that we call. Its address and the NetworkPolicy that allows the calls are both made from this.
 */
export type Upstream = Peer & {
    readonly port: number;
    /**
     * Path before its routes, such as `/api/v1`.
     * @default none
     */
    readonly path?: string;
};

/** A server outside the cluster, in the form that a NetworkPolicy can name. */
export type OutsideServer = {
    /** Range of its addresses, such as `10.20.0.0/24`. */
    readonly cidr: string;
    readonly port: number;
};

/** A JWKS address, and the server behind it, to which calls are allowed. */
export type PublishedKeys = { readonly url: string; readonly server: OutsideServer };

/**
 * E-mail. The Secret then needs `SMTP_URL`, and the other ones that are asked for here.
 */
export type Mail = {
    /** Address that e-mails come from. */
    readonly from: string;
    /** The mail server of `SMTP_URL`, to which connections are allowed. */
    readonly server: OutsideServer;
    /**
     * DKIM; the Secret then needs `MAIL_DKIM_KEY`.
     * @default e-mails are not signed by the service
     */
    readonly dkim?: { readonly domain: string; readonly selector: string };
    /**
     * True: the provider reports bounces; the Secret then needs `MAIL_BOUNCE_SECRET`.
     * @default false
     */
    readonly bounces?: boolean;
};

/**
 * Workloads of an environment and their surroundings. Secrets are not here: they are in a Secret that an operator
 * makes.
 */
export type Settings = {
    /**
     * The service's own settings, see docs/configuration.md. The chart adds ports, addresses and the times of the
     * shutdown.
     */
    readonly service: Partial<Record<PlainSetting, string>> & { readonly NODE_ENV: string };
    /** Pods of the API, with their requests and limits. The autoscaler measures against `requests.cpu`. */
    readonly api: Resources & {
        readonly minReplicas: number;
        readonly maxReplicas: number;
    };
    /** Pods of the worker. */
    readonly worker: Resources & {
        readonly replicas: number;
    };
    readonly upstreams: {
        readonly contacts: Upstream;
        readonly products: Upstream;
        readonly services: Upstream;
        /** @default quotes are not read */
        readonly quotes?: Upstream;
    };
    /**
     * Source of exchange rates: `nbp` is the bank's public API, for which calls are allowed to port 443 of every public
     * address, because a NetworkPolicy cannot name a host. The other source is a stand-in inside the cluster.
     * @default rates are given by hand
     */
    readonly exchangeRates?: 'nbp' | Upstream;
    /**
     * Addresses that worker and API may send webhooks to: ports 443 and 8443 of every public address, or none.
     * @default public
     */
    readonly webhooks?: 'public' | 'nowhere';
    /** @default no e-mail is sent */
    readonly mail?: Mail;
    /** The CRM's gateway: with `callers` the only pods that may call the API. */
    readonly gateway: Peer;
    /**
     * Services of the CRM that call the API themselves, with a token.
     * @default none
     */
    readonly callers?: readonly Peer[];
    /**
     * Namespace of the Prometheus that may read the metrics.
     * @default 'monitoring'
     */
    readonly monitoringNamespace?: string;
    /**
     * Public keys that verify callers' tokens; the Secret then needs no `JWT_SECRET`.
     * @default tokens are signed with `JWT_SECRET`
     */
    readonly keys?: PublishedKeys;
    /** PostgreSQL and Redis: run beside the service with invented passwords (development), or servers elsewhere. */
    readonly stores: 'in-cluster' | { readonly database: OutsideServer; readonly redis: OutsideServer };
};

/** The address that exchange rates are read from; `off` when they are not read. */
export function exchangeRatesUrl(source: Settings['exchangeRates']): string {
    if (source === undefined) return 'off';
    return source === 'nbp' ? 'https://api.nbp.pl/api' : upstreamUrl(source);
}

/** The address under which the service calls an upstream. */
export function upstreamUrl({ name, namespace, port, path = '' }: Upstream): string {
    return `http://${namespace === undefined ? name : `${name}.${namespace}.svc.cluster.local`}:${port}${path}`;
}
