import { k8s } from 'cdk8s-plus-27';
import { Construct } from 'constructs';

/** Name of the Deployment, and the minimum and maximum of its pods. */
export type AutoscalerProps = {
    /** Name of the Deployment, and of the autoscaler itself. */
    readonly name: string;
    readonly labels: Readonly<Record<string, string>>;
    readonly minReplicas: number;
    readonly maxReplicas: number;
};

/** Percent of the requested CPU that pods are kept at: the rest carries the load until new pods are ready. */
const targetUtilization = 70;

/**
 * Autoscaler that grows at once and shrinks slowly: five minutes after the last peak, one pod a minute, because each
 * removed pod takes warm caches with it. It owns `replicas`; a Deployment that states them too would undo it with every
 * `kubectl apply`.
 */
export class Autoscaler extends Construct {
    constructor(scope: Construct, id: string, { name, labels, minReplicas, maxReplicas }: AutoscalerProps) {
        super(scope, id);
        new k8s.KubeHorizontalPodAutoscalerV2(this, 'autoscaler', {
            metadata: { name, labels },
            spec: {
                scaleTargetRef: { apiVersion: 'apps/v1', kind: 'Deployment', name },
                minReplicas,
                maxReplicas,
                metrics: [{
                    type: 'Resource',
                    resource: { name: 'cpu', target: { type: 'Utilization', averageUtilization: targetUtilization } }
                }],
                behavior: {
                    scaleUp: {
                        stabilizationWindowSeconds: 0, policies: [{ type: 'Pods', value: 2, periodSeconds: 30 }]
                    },
                    scaleDown: {
                        stabilizationWindowSeconds: 300, policies: [{ type: 'Pods', value: 1, periodSeconds: 60 }]
                    }
                }
            }
        });
    }
}
