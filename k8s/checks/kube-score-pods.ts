import type { IContainer } from 'kubernetes-models/v1';
import { ofKind, podsOf, selects, type Manifest, type Pods } from './manifests.ts';

/** One rule: returns each fault with its place. */
export type Rule = (manifests: readonly Manifest[]) => readonly string[];

/** User and group ids above this number belong to no user of a host. */
const lowestId = 10_000;

/** The default rules of kube-score on pods, under its names. */
export const podRules = {
    'container-resources': eachContainer(({ resources: { limits = {}, requests = {} } = {} }) =>
        ['cpu', 'memory'].every((name) => limits[name] !== undefined && requests[name] !== undefined)),
    'container-ephemeral-storage-request-and-limit': eachContainer(
        ({ resources: { limits = {}, requests = {} } = {} }) =>
        limits['ephemeral-storage'] !== undefined && requests['ephemeral-storage'] !== undefined),
    'container-image-tag': eachContainer(({ image = '' }) => /@sha256:|:(?!latest$)[^/:]+$/.test(image)),
    // kube-score wants `Always`. An image here is a digest or a tag that is never moved, so asking again finds nothing
    // else, and a pod could not restart while the registry is away.
    'container-image-pull-policy': eachContainer(({ imagePullPolicy }) => imagePullPolicy === 'IfNotPresent'),
    'container-security-context-privileged': eachContainer(({ securityContext }) =>
        securityContext?.privileged !== true),
    'container-security-context-readonlyrootfilesystem': eachContainer(({ securityContext }) =>
        securityContext?.readOnlyRootFilesystem === true),
    'container-security-context-user-group-id': eachContainer(
        ({ securityContext: { runAsUser = 0, runAsGroup = 0 } = {} }) =>
        runAsUser > lowestId && runAsGroup > lowestId),
    'container-ports-check': eachContainer(({ ports = [] }) =>
        distinct(ports.map(({ name }) => name)) && distinct(ports.map(({ containerPort }) => containerPort))),
    'environment-variable-key-duplication': eachContainer(({ env = [] }) => distinct(env.map(({ name }) => name))),
    // A Job is not probed: it ends by itself, or its deadline ends it.
    'pod-probes': eachContainer(({ livenessProbe, readinessProbe }, { workload }) =>
        workload.kind === 'Job' || (livenessProbe !== undefined && readinessProbe !== undefined)),
    'pod-probes-identical': eachContainer(({ livenessProbe, readinessProbe }, { workload }) =>
        workload.kind === 'Job' || JSON.stringify(asked(livenessProbe)) !== JSON.stringify(asked(readinessProbe))),
    'pod-networkpolicy': (manifests) => eachPod(({ labels }) => (['Ingress', 'Egress'] as const).every((direction) =>
        ofKind(manifests, 'NetworkPolicy')
        .some(({ spec }) => spec?.policyTypes?.includes(direction) && selects(spec.podSelector?.matchLabels, labels))))(
            manifests),
    // A single pod has no other pods to be spread from.
    'pod-topology-spread-constraints': eachPod((pods) => isSingle(pods) || (pods.spec.topologySpreadConstraints ?? [])
        .filter(({ labelSelector }) => selects(labelSelector?.matchLabels, pods.labels)).length === 2),
    'deployment-has-host-podantiaffinity': eachPod((pods) => isSingle(pods) || (pods.spec.affinity?.podAntiAffinity
        ?.preferredDuringSchedulingIgnoredDuringExecution ?? []).some(
            ({ podAffinityTerm: { topologyKey, labelSelector } }) =>
        topologyKey === 'kubernetes.io/hostname' && selects(labelSelector?.matchLabels, pods.labels)))
} satisfies Record<string, Rule>;

/** Checks whether a workload is one pod: a Job, or a workload of the development cluster that runs one. */
function isSingle({ workload, labels }: Pods): boolean {
    return workload.kind === 'Job' || labels['app.kubernetes.io/name'] !== 'invoices-service';
}

function eachPod(holds: (pods: Pods) => boolean): Rule {
    return (manifests) => podsOf(manifests).filter((pods) => !holds(pods)).map(({ of }) => of);
}

function eachContainer(holds: (container: IContainer, pods: Pods) => boolean): Rule {
    return (manifests) => podsOf(manifests).flatMap((pods) =>
        pods.containers.filter((container) => !holds(container, pods)).map(({ name }) => `${pods.of} ${name}`));
}

/** The question of a probe, without its timeouts and thresholds. */
function asked(probe: IContainer['livenessProbe']): unknown {
    return [probe?.httpGet?.path, probe?.httpGet?.port, probe?.tcpSocket?.port, probe?.exec?.command];
}

function distinct(values: readonly unknown[]): boolean {
    return new Set(values).size === values.length;
}
