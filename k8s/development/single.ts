import { k8s } from 'cdk8s-plus-27';
import { Construct } from 'constructs';
import { podTemplate, type PodProps } from '../constructs/pod.ts';
import { components, labelsOf, selectorOf, type Component } from '../labels.ts';
import { developmentAccountName } from './development-values.ts';

/** A workload of which the development cluster runs one pod. */
export type SingleProps = Pick<PodProps, 'container' | 'volumes'> & {
    readonly component: Component;
    readonly image: string;
    /** Port that others call, and name of the container's port behind it. */
    readonly port: number;
    readonly targetPort: string;
};

/** One pod without state, and its Service. One is enough for a developer, so it has no budget and no spreading. */
export class Single extends Construct {
    constructor(scope: Construct, id: string, { component, image, port, targetPort, ...pod }: SingleProps) {
        super(scope, id);
        const { name } = components[component];
        const labels = labelsOf(component, image);
        new k8s.KubeDeployment(this, 'deployment', {
            metadata: { name, labels },
            spec: {
                replicas: 1,
                strategy: { type: 'RollingUpdate' },
                selector: { matchLabels: selectorOf(component) },
                template: podTemplate({ ...pod, labels, serviceAccountName: developmentAccountName })
            }
        });
        new k8s.KubeService(this, 'service', {
            metadata: { name, labels },
            spec: {
                type: 'ClusterIP',
                selector: selectorOf(component),
                ports: [{ name: targetPort, port, targetPort: k8s.IntOrString.fromString(targetPort), protocol: 'TCP' }]
            }
        });
    }
}
