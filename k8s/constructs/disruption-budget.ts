import { k8s } from 'cdk8s-plus-27';
import { Construct } from 'constructs';
import { labelsOf, selectorOf, type Component } from '../labels.ts';

/** The workload whose pods are kept. */
export type DisruptionBudgetProps = {
    readonly name: string;
    readonly component: Component;
    readonly image: string;
};

/**
 * Lets a drain of nodes take one pod at a time. `maxUnavailable` rather than `minAvailable`: the latter would stop
 * every drain where a single pod runs. A pod that is not ready may always be evicted, so a broken rollout does not stop
 * a drain either.
 */
export class DisruptionBudget extends Construct {
    constructor(scope: Construct, id: string, { name, component, image }: DisruptionBudgetProps) {
        super(scope, id);
        new k8s.KubePodDisruptionBudget(this, 'budget', {
            metadata: { name, labels: labelsOf(component, image) },
            spec: {
                maxUnavailable: k8s.IntOrString.fromNumber(1),
                selector: { matchLabels: selectorOf(component) },
                unhealthyPodEvictionPolicy: 'AlwaysAllow'
            }
        });
    }
}
