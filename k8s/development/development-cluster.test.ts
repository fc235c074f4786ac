import { readFile } from 'node:fs/promises';
import { expect, test } from '@jest/globals';
import { manifestsOf, named, ofKind, podsOf } from '../checks/manifests.ts';

const manifests = manifestsOf('dev');
const server = named(manifests, 'StatefulSet', 'postgres').spec;

test('PostgreSQL keeps its data where the image of version 18 wants them, on a volume that outlives the pod', () => {
    const [container] = server?.template.spec?.containers ?? [];

    expect(container?.env).toContainEqual({ name: 'PGDATA', value: '/var/lib/postgresql/18/docker' });
    expect(container?.volumeMounts).toContainEqual({ name: 'data', mountPath: '/var/lib/postgresql' });
    expect(server?.volumeClaimTemplates?.map(({ metadata }) => metadata?.name)).toEqual(['data']);
});

test('PostgreSQL finds its user by name, under the number that it runs as', () => {
    const { runAsUser } = server?.template.spec?.securityContext ?? {};
    const users = ofKind(manifests, 'ConfigMap').find(({ metadata }) => metadata?.name?.startsWith('postgres-passwd-'));

    expect(users?.data?.['passwd']).toMatch(new RegExp(`^postgres:x:${runAsUser}:`, 'm'));
    expect(server?.template.spec?.volumes)
        .toContainEqual({ name: 'users', configMap: { name: users?.metadata?.name } });
});

test('PostgreSQL and the service are told the same password, each by a Secret', () => {
    const password = named(manifests, 'Secret', 'postgres-secrets').stringData?.['POSTGRES_PASSWORD'];

    expect(new URL(named(manifests, 'Secret', 'invoices-secrets').stringData?.['DATABASE_URL'] ?? '').password)
        .toBe(password);
});

test('the gateway is that of compose, filled in with the API\'s address', async () => {
    const template = ofKind(manifests, 'ConfigMap').find(({ metadata }) =>
        metadata?.name?.startsWith('api-gateway-template-'));
    const gateway = podsOf(manifests).find(({ of }) => of === 'Deployment/api-gateway');
    const file = await readFile(new URL('../../deploy/gateway/default.conf.template', import.meta.url), 'utf8');

    expect(template).toMatchObject({ immutable: true, data: { 'default.conf.template': file } });
    expect(gateway?.spec.volumes).toContainEqual({ name: 'template', configMap: { name: template?.metadata?.name } });
    expect(gateway?.containers[0]?.env)
        .toEqual([{ name: 'INVOICES_SERVICE_URL', value: 'http://invoices-service:3008' }]);
    expect(named(manifests, 'Service', 'api-gateway').spec?.ports).toMatchObject([{ port: 3000, targetPort: 'http' }]);
});
