import { Chart } from 'cdk8s';
import type { Construct } from 'constructs';
import { Api } from './constructs/api.ts';
import { Configuration } from './constructs/configuration.ts';
import { Migration } from './constructs/migration.ts';
import { DefaultDeny } from './constructs/network-policy.ts';
import { serviceSecretNames } from './constructs/secret-files.ts';
import { ServiceAccount, serviceAccountName } from './constructs/service-account.ts';
import { ServiceNetwork } from './constructs/service-network.ts';
import { Worker } from './constructs/worker.ts';
import { DevelopmentCluster } from './development/development-cluster.ts';
import type { Images } from './images.ts';
import { labelsOf } from './labels.ts';
import type { Settings } from './settings.ts';

/** Images of the build, and settings of its environment. */
export type InvoicesChartProps = {
    readonly images: Images;
    readonly settings: Settings;
};

/**
 * Everything that one environment applies: `kubectl apply -n NAMESPACE -f FILE`. Pure: the same properties make the
 * same bytes. Objects are listed in the order in which they are wanted: network policies first, so that no pod ever
 * runs without them.
 */
export class InvoicesChart extends Chart {
    constructor(scope: Construct, id: string, { images, settings }: InvoicesChartProps) {
        super(scope, id);
        const image = images.service;
        const labels = labelsOf('api', image);

        new DefaultDeny(this, 'default-deny', { labels });
        new ServiceNetwork(this, 'network', { ...settings, image });
        new ServiceAccount(this, 'account', { name: serviceAccountName, labels });
        const { configMapName } = new Configuration(this, 'configuration', { ...settings, image });
        if (settings.stores === 'in-cluster') {
            new DevelopmentCluster(this, 'development', { ...settings, images });
        }
        new Migration(this, 'migration', { image });
        const shared = { image, configMapName, secretNames: serviceSecretNames(settings) };
        new Api(this, 'api', { ...settings.api, ...shared });
        new Worker(this, 'worker', { ...settings.worker, ...shared });
    }
}
