import { expect, test } from '@jest/globals';
import { ConfigFaults, readConfig, readDatabaseConfig } from '../../app/platform/config/config.ts';
import { environment as serviceEnvironment } from '../../app/platform/config/environment.ts';
import {
    environmentNames, manifestsOf, named, ofKind, podsOf, type EnvironmentName, type Manifest, type Pods
} from '../checks/manifests.ts';

/** Invented values for the Secret of staging and production. */
const inventedSecrets = {
    DATABASE_URL: 'postgresql://invoices:hunter2@10.30.0.7:5432/invoices',
    REDIS_URL: 'rediss://:hunter2@10.30.1.7:6379',
    JWT_SECRET: 'an-invented-secret-of-more-than-thirty-two-bytes',
    SECRETS_KEY: '1f'.repeat(32)
};

/** The variables of a workload's container as the process has them, with the files of `…_FILE` read. */
function effectiveEnvironment(environment: EnvironmentName, of: RegExp): Record<string, string> {
    const manifests = manifestsOf(environment);
    const { containers: [container], spec } = podsOf(manifests).find((pods) => of.test(pods.of))
        ?? { containers: [], spec: { containers: [] } };
    const files = mountedSecrets(manifests, spec);
    const plain = (container?.envFrom ?? []).map(({ configMapRef }) =>
        named(manifests, 'ConfigMap', configMapRef?.name ?? '').data ?? {});
    const read = (container?.env ?? []).map(({ name, value = '' }) =>
        (name.endsWith('_FILE') ? [name.replace(/_FILE$/, ''), files[value]] : [name, value]));

    return Object.assign({}, ...plain, Object.fromEntries(read));
}

/** Contents of the files that the service's Secret becomes, by path. */
function mountedSecrets(
    manifests: readonly Manifest[], { containers, volumes = [] }: Pods['spec']
): Record<string, string | undefined> {
    const secrets: Record<string, string> = ofKind(manifests, 'Secret')
        .find(({ metadata }) => metadata?.name === 'invoices-secrets')?.stringData ?? inventedSecrets;
    const folder = containers[0]?.volumeMounts?.find(({ name }) => name === 'secrets')?.mountPath ?? '';
    const items = volumes.find(({ name }) => name === 'secrets')?.secret?.items ?? [];

    return Object.fromEntries(items.map(({ key, path }) => [`${folder}/${path}`, secrets[key]]));
}

test.each(environmentNames)('every plain setting of %s is one that the service knows', (environment) => {
    const known = Object.keys(serviceEnvironment.describe().keys as object);
    const settings = ofKind(manifestsOf(environment), 'ConfigMap')
        .find(({ metadata }) => metadata?.name?.startsWith('invoices-config-'))?.data ?? {};

    expect(Object.keys(settings).filter((name) => !known.includes(name))).toEqual([]);
    expect(Object.keys(settings))
        .toEqual(expect.arrayContaining(['SHUTDOWN_DRAIN_MS', 'SHUTDOWN_TIMEOUT_MS', 'CONTACTS_SERVICE_URL']));
});

test.each(environmentNames.flatMap((environment) => ['Deployment/invoices-service', 'Deployment/invoices-worker'].map(
    (of) => [of, environment] as const
)))(
    'the service takes the settings that %s of %s gives it', (of, environment) => {
        const config = readConfig(effectiveEnvironment(environment, new RegExp(`^${of}$`)));

        expect(config).toMatchObject({
            port: 3008, metricsPort: 9464, shutdownDrainMs: 6_000, shutdownTimeoutMs: 10_000,
            production: environment !== 'dev'
        });
        expect(config.redisUrl).toBeDefined();
    }
);

test.each(environmentNames)('the migration of %s has the one setting that it needs', (environment) => {
    const variables = effectiveEnvironment(environment, /^Job\//);

    expect(Object.keys(variables)).toEqual(['DATABASE_URL']);
    expect(readDatabaseConfig(variables).url).toMatch(/^postgresql:/);
});

test('a secret that is not mounted is a fault, so the tests above would find it', () => {
    const { JWT_SECRET: _, ...variables } = effectiveEnvironment('production', /invoices-service$/);

    expect(() => readConfig(variables)).toThrow(ConfigFaults);
});

test('development trusts the pod network, staging and production trust nobody', () => {
    expect(environmentNames.map(
        (environment) => readConfig(effectiveEnvironment(environment, /invoices-service$/)).auth.trustedNetworks.length
    )).toEqual([1, 0, 0]);
});

test('the development stores and stand-ins are where the service looks for them', () => {
    const variables = effectiveEnvironment('dev', /invoices-service$/);
    const names = [
        'DATABASE_URL', 'REDIS_URL', 'CONTACTS_SERVICE_URL', 'PRODUCTS_SERVICE_URL', 'SERVICES_SERVICE_URL',
        'QUOTES_SERVICE_URL', 'EXCHANGE_RATES_URL'
    ];
    const addresses = names.map((name) => new URL(variables[name] ?? ''));

    for (const { hostname, port } of addresses) {
        expect(named(manifestsOf('dev'), 'Service', hostname).spec?.ports?.map((each) => String(each.port)))
            .toEqual([port]);
    }
});

/** PostgreSQL's default, less the connections reserved for its superuser, and two for the migration. */
const connectionsForUs = 100 - 3 - 2;
/** The connection of the readiness check. */
const probeConnections = 1;

test.each(environmentNames)(
    'in the middle of a rollout at full size, the pods of %s open no more connections than PostgreSQL takes',
    (environment) => {
        const manifests = manifestsOf(environment);
        const surge = 1;
        const apiPods = (named(manifests, 'HorizontalPodAutoscaler', 'invoices-service').spec?.maxReplicas ?? Infinity)
            + surge;
        const workerPods = (named(manifests, 'Deployment', 'invoices-worker').spec?.replicas ?? Infinity) + surge;
        const { poolSize } = readConfig(effectiveEnvironment(environment, /invoices-service$/)).database;

        expect((apiPods + workerPods) * (poolSize + probeConnections)).toBeLessThanOrEqual(connectionsForUs);
    });
