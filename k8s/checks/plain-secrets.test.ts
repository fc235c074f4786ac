import { expect, test } from '@jest/globals';
import { environmentNames, manifestsOf, ofKind, podsOf, type Manifest } from './manifests.ts';
import { plainSecretFaults } from './plain-secrets.ts';
import { secretNames } from '../secrets.ts';

test.each(environmentNames)('%s has no secret in plain sight', (environment) => {
    expect(plainSecretFaults(manifestsOf(environment))).toEqual([]);
});

test.each(['staging', 'production'] as const)('%s makes no Secret: it only refers to one', (environment) => {
    const manifests = manifestsOf(environment);

    expect(ofKind(manifests, 'Secret')).toEqual([]);
    expect(podsOf(manifests).flatMap(({ spec }) => spec.volumes ?? []).filter(({ secret }) => secret)
        .map(({ secret }) => secret?.secretName)).toEqual(['invoices-secrets', 'invoices-secrets', 'invoices-secrets']);
});

test.each(environmentNames)(
    '%s gives each secret to those who need it, as a file that only they can read', (environment) => {
        const mounted = Object.fromEntries(
            podsOf(manifestsOf(environment)).flatMap(({ of, spec }) => (spec.volumes ?? []).flatMap(({ secret }) =>
                (secret?.secretName === 'invoices-secrets' ? [[of.replace(/-[0-9a-f]{10}$/, ''), {
                    mode: secret.defaultMode, keys: secret.items?.map(({ key }) => key)
                }]] : []))));

        expect(mounted).toEqual({
            'Deployment/invoices-service': { mode: 0o440, keys: [...secretNames] },
            'Deployment/invoices-worker': { mode: 0o440, keys: [...secretNames] },
            'Job/invoices-migrate': { mode: 0o440, keys: ['DATABASE_URL'] }
        });
    });

test('the development Secret holds every secret that is mounted, and no other', () => {
    const secret = ofKind(manifestsOf('dev'), 'Secret').find(({ metadata }) => metadata?.name === 'invoices-secrets');

    expect(Object.keys(secret?.stringData ?? {}).sort()).toEqual([...secretNames].sort());
});

const map = (data: Record<string, string>): Manifest =>
    ({ apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'map' }, data });
const job = (container: object): Manifest => ({
    apiVersion: 'batch/v1', kind: 'Job', metadata: { name: 'job' },
    spec: { template: { spec: { containers: [{ name: 'one', image: 'one:1', ...container }] } } }
});

test.each<[string, Manifest]>([
    ...[...secretNames, 'DB_PASSWORD', 'API_KEY'].map((name): [string, Manifest] =>
        [`${name} in a ConfigMap`, map({ [name]: 'anything' })]),
    ['an address with a password, under any name', map({ CACHE: 'redis://:hunter2@redis:6379' })],
    ['a password inside a file', map({ 'app.conf': 'primary_conninfo = postgresql://me:hunter2@db/invoices' })],
    ['a token, under any name', map({ GREETING: 'eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.signature' })],
    ['a secret in a variable', job({ env: [{ name: 'JWT_SECRET', value: 'anything' }] })],
    ['an address with a password in an argument',
        job({ args: ['migrate', '--to=postgresql://me:hunter2@db/invoices'] })]
])('the checker finds %s', (_, manifest) => {
    expect(plainSecretFaults([manifest])).toHaveLength(1);
});

test('the checker lets the place of a secret pass', () => {
    expect(plainSecretFaults(
        [job({ env: [{ name: 'JWT_SECRET_FILE', value: '/run/secrets/JWT_SECRET' }] }), map({ PORT: '3008' })]
    )).toEqual([]);
});
