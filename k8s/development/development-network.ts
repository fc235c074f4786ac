import { Construct } from 'constructs';
import { dns, NetworkPolicy, pods, tcp } from '../constructs/network-policy.ts';
import { components, labelsOf } from '../labels.ts';
import { gatewayContainerPort, postgresPort, redisPort, servicePort } from '../ports.ts';
import type { Settings } from '../settings.ts';
import { images } from './development-values.ts';
import { standins } from './standin.ts';

/** Stand-ins that the policies are for. */
export type DevelopmentNetworkProps = Pick<Settings, 'upstreams' | 'exchangeRates'>
    & { readonly standinsImage: string };

/**
 * Policies of the development cluster: each store and stand-in is reached by those who need it, and may call no peer.
 */
export class DevelopmentNetwork extends Construct {
    constructor(scope: Construct, id: string, { standinsImage, upstreams, exchangeRates }: DevelopmentNetworkProps) {
        super(scope, id);
        const callers = (port: number, ...of: readonly ('api' | 'worker' | 'migrate')[]) => of.map((caller) =>
            ({ peer: pods(caller), ports: [tcp(port)] }));

        new NetworkPolicy(this, 'postgres', {
            name: components.postgres.name,
            component: 'postgres',
            labels: labelsOf('postgres', images.postgres),
            from: callers(postgresPort, 'api', 'worker', 'migrate')
        });
        new NetworkPolicy(this, 'redis', {
            name: components.redis.name,
            component: 'redis',
            labels: labelsOf('redis', images.redis),
            from: callers(redisPort, 'api', 'worker')
        });
        for (const component of standins) {
            const upstream = upstreams[component];
            if (upstream !== undefined) {
                new NetworkPolicy(this, component, {
                    name: components[component].name,
                    component,
                    labels: labelsOf(component, standinsImage),
                    from: callers(upstream.port, 'api', 'worker')
                });
            }
        }
        if (typeof exchangeRates === 'object') {
            new NetworkPolicy(this, 'nbp', {
                name: components.nbp.name,
                component: 'nbp',
                labels: labelsOf('nbp', standinsImage),
                from: callers(exchangeRates.port, 'api', 'worker')
            });
        }
        new NetworkPolicy(this, 'gateway', {
            name: components.gateway.name,
            component: 'gateway',
            labels: labelsOf('gateway', images.gateway),
            from: [{ ports: [tcp(gatewayContainerPort)] }],
            to: [dns, { peer: pods('api'), ports: [tcp(servicePort)] }]
        });
    }
}
