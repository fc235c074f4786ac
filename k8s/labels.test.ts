import { expect, test } from '@jest/globals';
import { environmentNames, manifestsOf, named, ofKind, podsOf } from './checks/manifests.ts';
import { labelsOf, versionOf } from './labels.ts';

const selector = (name: string, component: string) =>
    ({ 'app.kubernetes.io/name': name, 'app.kubernetes.io/component': component });

// A live Deployment or StatefulSet refuses another selector. A change of a text here needs the workload to be deleted
// first, which stops it; so don't.
const frozen = {
    'Deployment/invoices-service': selector('invoices-service', 'api'),
    'Deployment/invoices-worker': selector('invoices-service', 'worker')
};
const frozenInDevelopment = {
    'Deployment/redis': selector('redis', 'cache'),
    'Deployment/contacts-service': selector('contacts-service', 'stand-in'),
    'Deployment/products-service': selector('products-service', 'stand-in'),
    'Deployment/services-service': selector('services-service', 'stand-in'),
    'Deployment/quotes-service': selector('quotes-service', 'stand-in'),
    'Deployment/nbp': selector('nbp', 'stand-in'),
    'Deployment/api-gateway': selector('api-gateway', 'gateway'),
    'StatefulSet/postgres': selector('postgres', 'database')
};

test.each(environmentNames)('the selectors of %s are what they have always been', (environment) => {
    const manifests = manifestsOf(environment);
    const selectors = Object.fromEntries([...ofKind(manifests, 'Deployment'), ...ofKind(manifests, 'StatefulSet')]
        .map(({ kind, metadata, spec }) => [`${kind}/${metadata?.name ?? ''}`, spec?.selector.matchLabels]));

    expect(selectors).toEqual({ ...frozen, ...(environment === 'dev' && frozenInDevelopment) });
});

test.each(environmentNames)('in %s whatever selects the API\'s pods selects those and no others', (environment) => {
    const manifests = manifestsOf(environment);
    const asked = selector('invoices-service', 'api');

    expect(named(manifests, 'Service', 'invoices-service').spec?.selector).toEqual(asked);
    expect(named(manifests, 'PodDisruptionBudget', 'invoices-service').spec?.selector).toEqual({ matchLabels: asked });
    expect(named(manifests, 'NetworkPolicy', 'invoices-service').spec?.podSelector).toEqual({ matchLabels: asked });
    expect(podsOf(manifests).filter(({ labels }) =>
        Object.entries(asked).every(([name, value]) => labels[name] === value)).map(({ of }) => of))
        .toEqual(['Deployment/invoices-service']);
});

test.each(environmentNames)('every object and pod of %s has the standard labels', (environment) => {
    const manifests = manifestsOf(environment);
    const names = Object.keys(labelsOf('api', 'image:1')).sort();

    for (const labels of [
        ...manifests.map(({ metadata }) => metadata?.labels ?? {}), ...podsOf(manifests).map((pods) => pods.labels)
    ]) {
        expect(Object.keys(labels).sort()).toEqual(names);
    }
});

test.each([
    ['a tag', 'invoices-service:1.2.3', '1.2.3'],
    ['a registry with a port', 'registry.example:5000/crm/invoices-service:1.2.3-rc.1', '1.2.3-rc.1'],
    ['a tag and a digest', `invoices-service:1.2.3@sha256:${'a'.repeat(64)}`, '1.2.3'],
    ['a digest, cut to what a label may hold', `registry.example:5000/invoices-service@sha256:${'a'.repeat(64)}`,
        `sha256-${'a'.repeat(56)}`],
    ['a long tag that would be cut after a dash', `invoices-service:${'a'.repeat(62)}-b`, 'a'.repeat(62)],
    ['neither', 'registry.example:5000/invoices-service', 'unknown']
])('the version is read from an image with %s', (_, image, version) => {
    expect(versionOf(image)).toBe(version);
});
