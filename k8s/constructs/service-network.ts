import { Construct } from 'constructs';
import { labelsOf } from '../labels.ts';
import { metricsPort, postgresPort, redisPort, servicePort } from '../ports.ts';
import type { Settings, Upstream } from '../settings.ts';
import {
    anyPodOf, dns, NetworkPolicy, outside, peerPods, pods, publicHttps, publicWebhooks, tcp, type Rule
} from './network-policy.ts';

/** Peers of the service. */
export type ServiceNetworkProps = Pick<Settings, 'upstreams' | 'exchangeRates' | 'webhooks' | 'gateway' | 'callers'
    | 'monitoringNamespace' | 'keys' | 'stores' | 'mail'>
    & { readonly image: string };

/**
 * Connections that API, worker and migration may have: in, the gateway, other callers and Prometheus; out, DNS, the
 * stores, the CRM's services, NBP where its rates are read, and public addresses that webhooks are sent to: from the
 * worker, and from the API, which sends the challenge of a new one. The mail server is open to both too: the worker
 * sends, and `doctor` looks at it from the API. The kubelet's probes come from the node itself and are never refused.
 */
export class ServiceNetwork extends Construct {
    constructor(scope: Construct, id: string, props: ServiceNetworkProps) {
        super(scope, id);
        const {
            upstreams, exchangeRates, webhooks = 'public', gateway, callers = [],
            monitoringNamespace = 'monitoring', keys, stores, mail, image
        } = props;
        const [database, redis] = storeRules(stores);
        const called = [...Object.values(upstreams).map(calling), ...rateRules(exchangeRates)];
        const sent = [
            ...webhooks === 'public' ? [publicWebhooks] : [], ...mail === undefined ? [] : [outside(mail.server)]
        ];
        const metrics = { peer: anyPodOf(monitoringNamespace), ports: [tcp(metricsPort)] };

        new NetworkPolicy(this, 'api', {
            name: 'invoices-service',
            component: 'api',
            labels: labelsOf('api', image),
            from: [...[gateway, ...callers]
                .map((caller) => ({ peer: peerPods(caller), ports: [tcp(servicePort)] })), metrics],
            to: [dns, database, redis, ...called, ...sent, ...(keys ? [outside(keys.server)] : [])]
        });
        new NetworkPolicy(this, 'worker', {
            name: 'invoices-worker',
            component: 'worker',
            labels: labelsOf('worker', image),
            from: [metrics],
            to: [dns, database, redis, ...called, ...sent]
        });
        new NetworkPolicy(this, 'migrate', {
            name: 'invoices-migrate',
            component: 'migrate',
            labels: labelsOf('migrate', image),
            to: [dns, database]
        });
    }
}

function calling(upstream: Upstream): Rule {
    return { peer: peerPods(upstream), ports: [tcp(upstream.port)] };
}

function rateRules(source: Settings['exchangeRates']): readonly Rule[] {
    return source === undefined ? [] : [source === 'nbp' ? publicHttps : calling(source)];
}

function storeRules(stores: Settings['stores']): readonly [database: Rule, redis: Rule] {
    return stores === 'in-cluster'
        ? [{ peer: pods('postgres'), ports: [tcp(postgresPort)] }, { peer: pods('redis'), ports: [tcp(redisPort)] }]
        : [outside(stores.database), outside(stores.redis)];
}
