import type { k8s } from 'cdk8s-plus-27';
import { selectorOf, type Component } from '../labels.ts';

const hostname = 'kubernetes.io/hostname';
const zone = 'topology.kubernetes.io/zone';

/**
 * Keeps the pods of a workload apart, so that a lost node or zone takes as few as possible. All rules are preferences:
 * on a cluster with one node the pods still run. Each rollout's pods are spread by themselves, not around those they
 * replace.
 */
export function apart(component: Component): Pick<k8s.PodSpec, 'affinity' | 'topologySpreadConstraints'> {
    const labelSelector = { matchLabels: selectorOf(component) };
    return {
        affinity: {
            podAntiAffinity: {
                preferredDuringSchedulingIgnoredDuringExecution: [{
                    weight: 100, podAffinityTerm: { labelSelector, topologyKey: hostname }
                }]
            }
        },
        topologySpreadConstraints: [hostname, zone].map((topologyKey) => ({
            maxSkew: 1,
            topologyKey,
            whenUnsatisfiable: 'ScheduleAnyway',
            labelSelector,
            matchLabelKeys: ['pod-template-hash']
        }))
    };
}
