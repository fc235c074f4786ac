import { k8s } from 'cdk8s-plus-27';
import { Construct } from 'constructs';
import { labelsOf, selectorOf } from '../labels.ts';
import { servicePort } from '../ports.ts';
import { Autoscaler } from './autoscaler.ts';
import { DisruptionBudget } from './disruption-budget.ts';
import type { Resources } from './resources.ts';
import { rollout } from './rollout.ts';
import { servicePod } from './service-pod.ts';
import type { SecretName } from '../secrets.ts';

/** Size and settings of the API. */
export type ApiProps = Resources & {
    readonly image: string;
    /** ConfigMap with the plain settings. */
    readonly configMapName: string;
    /** Secrets that its pods are given. */
    readonly secretNames: readonly SecretName[];
    readonly minReplicas: number;
    readonly maxReplicas: number;
};

/** Name of the Deployment and DNS name of the Service: the one that the CRM's gateway calls. */
export const apiName = 'invoices-service';

/** The HTTP side of the service: its pods, the Service in front of them, their autoscaler and disruption budget. */
export class Api extends Construct {
    constructor(
        scope: Construct, id: string,
        { image, configMapName, requests, limits, secretNames, minReplicas, maxReplicas }: ApiProps
    ) {
        super(scope, id);
        const labels = labelsOf('api', image);
        const selector = selectorOf('api');

        new k8s.KubeDeployment(this, 'deployment', {
            metadata: { name: apiName, labels },
            // Without `replicas`: the autoscaler sets it, and `kubectl apply` would otherwise undo that.
            spec: {
                ...rollout,
                selector: { matchLabels: selector },
                template: servicePod({
                    component: 'api', command: 'serve', image, configMapName, requests, limits, secretNames
                })
            }
        });
        new k8s.KubeService(this, 'service', {
            metadata: { name: apiName, labels },
            spec: {
                type: 'ClusterIP',
                selector,
                ports: [{
                    name: 'http', port: servicePort, targetPort: k8s.IntOrString.fromString('http'), protocol: 'TCP'
                }]
            }
        });
        new Autoscaler(this, 'autoscaler', { name: apiName, labels, minReplicas, maxReplicas });
        new DisruptionBudget(this, 'budget', { name: apiName, component: 'api', image });
    }
}
