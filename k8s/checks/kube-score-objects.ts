import { ofKind, podsOf, selects, type Manifest } from './manifests.ts';
import type { Rule } from './kube-score-pods.ts';

/** Stable API versions: no cluster of today will drop them without a successor. */
const stableVersion = /^(v\d+|[a-z0-9.]+\/v\d+)$/;
const labelValue = /^(?=.{1,63}$)[A-Za-z0-9]([\w.-]*[A-Za-z0-9])?$/;

/** The default rules of kube-score on objects and their references, under its names. */
export const objectRules = {
    'stable-version': each((manifest) => stableVersion.test(manifest.apiVersion ?? '')),
    'label-values': each(({ metadata }) =>
        Object.values(metadata?.labels ?? {}).every((value) => labelValue.test(value))),

    'networkpolicy-targets-pod': (manifests) => names(ofKind(manifests, 'NetworkPolicy')
        .filter(({ spec }) => !takesPods(manifests, spec?.podSelector?.matchLabels))),
    'service-targets-pod': (manifests) => names(ofKind(manifests, 'Service').filter(({ spec }) => !takesPods(
        manifests, spec?.selector))),
    'poddisruptionbudget-has-policy': (manifests) => names(ofKind(manifests, 'PodDisruptionBudget')
        .filter(({ spec }) => (spec?.minAvailable === undefined) === (spec?.maxUnavailable === undefined) || !takesPods(
            manifests, spec?.selector?.matchLabels))),
    'service-type': (manifests) => names(ofKind(manifests, 'Service').filter(({ spec }) => spec?.type !== 'ClusterIP')),

    'deployment-pod-selector-labels-match-template-metadata-labels': (manifests) => names(
        [...ofKind(manifests, 'Deployment'), ...ofKind(manifests, 'StatefulSet')]
        .filter(({ spec }) => !selects(spec?.selector.matchLabels, spec?.template.metadata?.labels ?? {}))),
    'statefulset-has-servicename': (manifests) => names(ofKind(manifests, 'StatefulSet').filter(({ spec }) =>
        !ofKind(manifests, 'Service').some((service) => service.metadata?.name === spec?.serviceName
            && service.spec?.clusterIP === 'None' && selects(
                service.spec.selector, spec?.template.metadata?.labels ?? {})))),
    'deployment-strategy': (manifests) =>
        names(ofKind(manifests, 'Deployment').filter(({ spec }) => spec?.strategy?.type !== 'RollingUpdate')),
    // Several pods, or an autoscaler that sets their number. The test lists the single pods of the development cluster.
    'deployment-replicas': (manifests) => names(ofKind(manifests, 'Deployment')
        .filter(({ metadata, spec }) => !scaled(manifests).includes(metadata?.name) && (spec?.replicas ?? 1) < 2)),
    'deployment-has-poddisruptionbudget': (manifests) => names(ofKind(manifests, 'Deployment').filter(
        ({ metadata, spec }) =>
        (scaled(manifests).includes(metadata?.name) || (spec?.replicas ?? 1) > 1)
            && !ofKind(manifests, 'PodDisruptionBudget')
            .some((budget) => selects(budget.spec?.selector?.matchLabels, spec?.template.metadata?.labels ?? {})))),

    'deployment-targeted-by-hpa-does-not-have-replicas-configured': (manifests) => names(ofKind(manifests, 'Deployment')
        .filter(({ metadata, spec }) => scaled(manifests).includes(metadata?.name) && spec?.replicas !== undefined)),
    'horizontalpodautoscaler-has-target': (manifests) => names(ofKind(manifests, 'HorizontalPodAutoscaler').filter(
        ({ spec }) =>
        spec?.scaleTargetRef.kind !== 'Deployment'
            || !ofKind(manifests, 'Deployment').some(({ metadata }) => metadata?.name === spec.scaleTargetRef.name))),
    'horizontalpodautoscaler-replicas': (manifests) => names(ofKind(manifests, 'HorizontalPodAutoscaler')
        .filter(({ spec }) => (spec?.minReplicas ?? 1) < 2 || (spec?.maxReplicas ?? 0) < (spec?.minReplicas ?? 1)))
} satisfies Record<string, Rule>;

function each(holds: (manifest: Manifest) => boolean): Rule {
    return (manifests) => names(manifests.filter((manifest) => !holds(manifest)));
}

/** Names of Deployments that an autoscaler scales. */
function scaled(manifests: readonly Manifest[]): readonly (string | undefined)[] {
    return ofKind(manifests, 'HorizontalPodAutoscaler').map(({ spec }) => spec?.scaleTargetRef.name);
}

/** Checks whether a selector finds a pod. The empty selector, of the policy that refuses everything, finds all pods. */
function takesPods(manifests: readonly Manifest[], selector: Readonly<Record<string, string>> | undefined): boolean {
    return podsOf(manifests).some(({ labels }) => selects(selector, labels));
}

function names(manifests: readonly Manifest[]): readonly string[] {
    return manifests.map(({ kind, metadata }) => `${kind}/${metadata?.name ?? ''}`);
}
