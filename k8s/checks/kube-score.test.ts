import { describe, expect, test } from '@jest/globals';
import { objectRules } from './kube-score-objects.ts';
import { podRules, type Rule } from './kube-score-pods.ts';
import { environmentNames, manifestsOf, named, type EnvironmentName, type Manifest } from './manifests.ts';

const rules: Readonly<Record<string, Rule>> = { ...podRules, ...objectRules };

/** Accepted faults by rule. A developer needs one pod of each workload; a lost node costs a minute. */
const exempt: Partial<Record<EnvironmentName, Readonly<Record<string, readonly string[]>>>> = {
    dev: {
        'deployment-replicas': ['Deployment/redis', 'Deployment/contacts-service', 'Deployment/products-service',
            'Deployment/services-service',
            'Deployment/quotes-service', 'Deployment/nbp', 'Deployment/api-gateway', 'Deployment/invoices-worker']
    }
};

describe.each(environmentNames)('%s', (environment) => {
    test.each(Object.entries(rules))('keeps the kube-score rule %s', (name, rule) => {
        expect(rule(manifestsOf(environment))).toEqual(exempt[environment]?.[name] ?? []);
    });
});

const container = 'spec.template.spec.containers.0';

test.each<[keyof typeof podRules | keyof typeof objectRules, readonly Manifest[]]>([
    ['container-resources',
        broken('Deployment', 'invoices-service', `${container}.resources.limits.memory`, undefined)],
    ['container-ephemeral-storage-request-and-limit',
        broken('Deployment', 'invoices-service', `${container}.resources.requests.ephemeral-storage`, undefined)],
    ['container-image-tag',
        broken('Deployment', 'invoices-service', `${container}.image`, 'registry:5000/invoices-service')],
    ['container-image-tag', broken('Deployment', 'invoices-service', `${container}.image`, 'invoices-service:latest')],
    ['container-image-pull-policy', broken('Deployment', 'invoices-service', `${container}.imagePullPolicy`, 'Always')],
    ['container-security-context-privileged',
        broken('Deployment', 'invoices-service', `${container}.securityContext.privileged`, true)],
    ['container-security-context-readonlyrootfilesystem',
        broken('Deployment', 'invoices-service', `${container}.securityContext.readOnlyRootFilesystem`, false)],
    ['container-security-context-user-group-id',
        broken('Deployment', 'invoices-service', `${container}.securityContext.runAsUser`, 1001)],
    ['container-ports-check', broken('Deployment', 'invoices-service', `${container}.ports.1.containerPort`, 3008)],
    ['environment-variable-key-duplication',
        broken('Deployment', 'invoices-service', `${container}.env.1.name`, 'DATABASE_URL_FILE')],
    ['pod-probes', broken('Deployment', 'invoices-service', `${container}.readinessProbe`, undefined)],
    ['pod-probes-identical',
        broken('Deployment', 'invoices-service', `${container}.readinessProbe.httpGet.path`, '/health/liveness')],
    ['pod-networkpolicy', without('NetworkPolicy')],
    ['pod-topology-spread-constraints',
        broken('Deployment', 'invoices-service', 'spec.template.spec.topologySpreadConstraints', undefined)],
    ['deployment-has-host-podantiaffinity',
        broken('Deployment', 'invoices-service', 'spec.template.spec.affinity', undefined)],
    ['stable-version', broken('Service', 'invoices-service', 'apiVersion', 'v1beta1')],
    ['label-values', broken('Service', 'invoices-service', 'metadata.labels.version', 'has spaces')],
    ['networkpolicy-targets-pod',
        broken('NetworkPolicy', 'invoices-migrate', 'spec.podSelector.matchLabels.name', 'nobody')],
    ['service-targets-pod', broken('Service', 'invoices-service', 'spec.selector.name', 'nobody')],
    ['poddisruptionbudget-has-policy',
        broken('PodDisruptionBudget', 'invoices-worker', 'spec.maxUnavailable', undefined)],
    ['service-type', broken('Service', 'invoices-service', 'spec.type', 'NodePort')],
    ['deployment-pod-selector-labels-match-template-metadata-labels',
        broken('Deployment', 'invoices-worker', 'spec.selector.matchLabels.name', 'nobody')],
    ['statefulset-has-servicename', without('Service', 'dev')],
    ['deployment-strategy', broken('Deployment', 'invoices-worker', 'spec.strategy.type', 'Recreate')],
    ['deployment-replicas', broken('Deployment', 'invoices-worker', 'spec.replicas', 1)],
    ['deployment-has-poddisruptionbudget', without('PodDisruptionBudget')],
    ['deployment-targeted-by-hpa-does-not-have-replicas-configured',
        broken('Deployment', 'invoices-service', 'spec.replicas', 3)],
    ['horizontalpodautoscaler-has-target',
        broken('HorizontalPodAutoscaler', 'invoices-service', 'spec.scaleTargetRef.name', 'nobody')],
    ['horizontalpodautoscaler-replicas', broken('HorizontalPodAutoscaler', 'invoices-service', 'spec.minReplicas', 1)]
])('the rule %s finds what breaks it', (name, manifests) => {
    expect(rules[name]?.(manifests)).not.toEqual([]);
});

function without(kind: Manifest['kind'], environment: EnvironmentName = 'production'): readonly Manifest[] {
    return manifestsOf(environment).filter((manifest) => manifest.kind !== kind);
}

/** The manifests of production with one field changed, or taken out. */
function broken(kind: Manifest['kind'], name: string, path: string, value: unknown): readonly Manifest[] {
    const manifests = manifestsOf('production');
    const keys = path.split('.');
    const field = keys.pop() ?? '';
    const holder = keys.reduce<object>((part, key) => Reflect.get(part, key) as object, named(manifests, kind, name));
    if (value === undefined) Reflect.deleteProperty(holder, field);
    else Reflect.set(holder, field, value);
    return manifests;
}
