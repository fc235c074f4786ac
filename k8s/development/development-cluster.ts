import { k8s } from 'cdk8s-plus-27';
import { Construct } from 'constructs';
import { ServiceAccount } from '../constructs/service-account.ts';
import type { Images } from '../images.ts';
import { labelsOf } from '../labels.ts';
import type { Settings } from '../settings.ts';
import { DevelopmentNetwork } from './development-network.ts';
import { developmentAccountName, serviceSecrets } from './development-values.ts';
import { Gateway } from './gateway.ts';
import { Postgres } from './postgres.ts';
import { Redis } from './redis.ts';
import { Standin, standins } from './standin.ts';
import { secretName } from '../secrets.ts';

/** Images and addresses of the stand-ins. */
export type DevelopmentClusterProps = Pick<Settings, 'upstreams' | 'exchangeRates'> & { readonly images: Images };

/**
 * Everything around the service that other environments already have: stores, the CRM's services, a gateway, the
 * secrets.
 */
export class DevelopmentCluster extends Construct {
    constructor(scope: Construct, id: string, props: DevelopmentClusterProps) {
        super(scope, id);
        const { images, upstreams, exchangeRates } = props;
        const labels = labelsOf('api', images.service);

        new DevelopmentNetwork(this, 'network', { ...props, standinsImage: images.standins });
        new ServiceAccount(this, 'account', { name: developmentAccountName, labels });
        new k8s.KubeSecret(this, 'secrets',
            { metadata: { name: secretName, labels }, type: 'Opaque', stringData: { ...serviceSecrets } });
        new Postgres(this, 'postgres');
        new Redis(this, 'redis');
        for (const component of standins) {
            const upstream = upstreams[component];
            if (upstream !== undefined) {
                new Standin(this, component, { component, image: images.standins, port: upstream.port });
            }
        }
        if (typeof exchangeRates === 'object') {
            new Standin(this, 'nbp', { component: 'nbp', image: images.standins, port: exchangeRates.port });
        }
        new Gateway(this, 'gateway');
    }
}
