import { randomBytes } from 'node:crypto';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { database } from '../../../k8s/development/development-values.ts';
import type { Checks } from '../../support/checks.ts';
import { command } from '../command.ts';
import { adminToken } from '../tokens.ts';
import { openCluster, removeNamespace, untilRolledOut, type Cluster } from './cluster.ts';
import { synthesiseProduction } from './manifests.ts';

const databaseName = 'production';
const clusterAddress = '10.244.0.1:8443';

/**
 * Script that calls the API inside its own pod: with and without a token, and for a webhook to an address of the
 * cluster itself.
 */
const caller = `
const ask = (path, options) => fetch('http://127.0.0.1:3008' + path, options).then(({ status }) => status);
const authorization = 'Bearer ' + process.argv[1];
const webhook = { method: 'POST', headers: { authorization, 'content-type': 'application/json' }, body: JSON.stringify({ url: 'https://' + process.argv[2] + '/hook' }) };
Promise.all([ask('/organisation'), ask('/organisation', { headers: { authorization } }), ask('/webhooks', webhook)])
    .then((statuses) => console.log(statuses.join(' ')));`;

/**
 * Checks the production chart as docs/operations.md deploys it: a namespace and a Secret that an operator makes from
 * files, then the manifests. Stores and the CRM's services are those of the development chart, in another namespace.
 */
export async function checkProduction(development: Cluster, folder: string, checks: Checks): Promise<void> {
    const around = development.namespace;
    const production = await openCluster(folder, `${around}-production`);
    const { kubectl, attemptKubectl } = production;
    try {
        await letIn(development, production.namespace);
        const jwtSecret = randomBytes(32).toString('hex');
        await createSecret(production, join(folder, 'secrets'), {
            DATABASE_URL: `postgresql://${database.user}:${database.password}@postgres.${around}.svc.cluster.local:5432/${databaseName}`,
            REDIS_URL: `redis://redis.${around}.svc.cluster.local:6379`,
            JWT_SECRET: jwtSecret,
            SECRETS_KEY: randomBytes(32).toString('base64')
        });
        const startedAt = performance.now();
        await kubectl('apply', '-f', synthesiseProduction(folder, around, await podNetwork()));
        await untilRolledOut(production);
        const seconds = Math.round((performance.now() - startedAt) / 1_000);

        const { code, stdout, stderr } = await attemptKubectl(
            'exec', 'deploy/invoices-service', '--', 'node', 'main.js', 'doctor');
        checks.expectNone(`production: ready after ${seconds} s, doctor: all is well`,
            code === 0 && stdout.includes('production, version') ? [] : [stdout + stderr]);
        const statuses = (await kubectl(
            'exec', 'deploy/invoices-service', '--', 'node', '-e', caller, await adminToken(jwtSecret), clusterAddress
        )).trim();
        checks.expectNone('production: 401 without a token, 200 with one, 422 for a webhook to the cluster itself',
            statuses === '401 200 422' ? [] : [statuses]);
        const rolledOut = await attemptKubectl(
            'rollout', 'status', 'deployment/invoices-service', 'deployment/invoices-worker');
        checks.expectNone(
            'production: rollout status of both deployments', rolledOut.code === 0 ? [] : [rolledOut.stderr]);
    } finally {
        await removeNamespace(production.namespace);
    }
}

/** Prepares the development namespace: a database of its own, and access for the pods of the other namespace. */
async function letIn({ kubectl, applyObject }: Cluster, other: string): Promise<void> {
    await kubectl('exec', 'postgres-0', '--', 'psql', `--username=${database.user}`, `--dbname=${database.name}`,
        '--command', `CREATE DATABASE ${databaseName}`);
    await applyObject({
        apiVersion: 'networking.k8s.io/v1', kind: 'NetworkPolicy', metadata: { name: 'e2e-production' },
        spec: {
            podSelector: {}, policyTypes: ['Ingress'],
            ingress: [{ from: [{ namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': other } } }] }]
        }
    });
}

/** Creates the Secret as an operator does: a file for each value, with the newline that an editor leaves at its end. */
async function createSecret(
    { kubectl }: Cluster, folder: string, values: Readonly<Record<string, string>>
): Promise<void> {
    mkdirSync(folder);
    for (const [name, value] of Object.entries(values)) writeFileSync(join(folder, name), `${value}\n`);
    await kubectl('create', 'secret', 'generic', 'invoices-secrets', ...Object.keys(values).map((name) =>
        `--from-file=${join(folder, name)}`));
}

async function podNetwork(): Promise<string> {
    return (await command('kubectl', ['get', 'nodes', '-o', 'jsonpath={.items[0].spec.podCIDR}'])).trim()
        || '10.244.0.0/16';
}
