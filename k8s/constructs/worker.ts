import { k8s } from 'cdk8s-plus-27';
import { Construct } from 'constructs';
import { labelsOf, selectorOf } from '../labels.ts';
import { DisruptionBudget } from './disruption-budget.ts';
import type { Resources } from './resources.ts';
import { rollout } from './rollout.ts';
import { servicePod } from './service-pod.ts';
import type { SecretName } from '../secrets.ts';

/** Size and settings of the worker. */
export type WorkerProps = Resources & {
    readonly image: string;
    /** ConfigMap with the plain settings. */
    readonly configMapName: string;
    /** Secrets that its pods are given. */
    readonly secretNames: readonly SecretName[];
    readonly replicas: number;
};

const name = 'invoices-worker';

/**
 * The pods that run the jobs. Any number may run: each job is taken by one. It is never called, so there is no Service.
 */
export class Worker extends Construct {
    constructor(
        scope: Construct, id: string, { image, configMapName, requests, limits, secretNames, replicas }: WorkerProps
    ) {
        super(scope, id);
        new k8s.KubeDeployment(this, 'deployment', {
            metadata: { name, labels: labelsOf('worker', image) },
            spec: {
                ...rollout,
                replicas,
                selector: { matchLabels: selectorOf('worker') },
                template: servicePod({
                    component: 'worker', command: 'work', image, configMapName, requests, limits, secretNames
                })
            }
        });
        new DisruptionBudget(this, 'budget', { name, component: 'worker', image });
    }
}
