import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { attempt, command, type Ended } from '../command.ts';
import { until } from '../until.ts';

/** One namespace of a real cluster, and its kubectl. */
export type Cluster = {
    readonly namespace: string;
    /** Runs `kubectl -n NAMESPACE …`. @throws Error when it fails */
    readonly kubectl: (...args: readonly string[]) => Promise<string>;
    readonly attemptKubectl: (...args: readonly string[]) => Promise<Ended>;
    /** An object as the API server has it, in JSON. */
    readonly read: (...args: readonly string[]) => Promise<unknown>;
    /** Applies an object that is not part of the charts. */
    readonly applyObject: (object: object) => Promise<void>;
};


/** Images under test; by default those of `npm run e2e:compose`. */
export const images = {
    service: process.env['IMAGE'] ?? 'invoices-service:e2e',
    standins: process.env['STANDINS_IMAGE'] ?? 'invoices-service-standins:e2e'
};
const elsewhere = ['postgres:18-alpine', 'redis:8-alpine', 'nginxinc/nginx-unprivileged:1.29-alpine'];

/** Checks the cluster. @throws Error that says what is missing: a cluster, or images on its nodes */
export async function checkCluster(): Promise<void> {
    const { code, stderr } = await attempt('kubectl', ['get', '--raw', '/readyz'], { limitMs: 15_000 });
    if (code !== 0) throw new Error(
        `A cluster is needed, and KUBECONFIG must lead to it: ${stderr.trim().split('\n').at(-1) ?? ''}`);
    const known = await command(
        'kubectl', ['get', 'nodes', '-o', 'jsonpath={range .items[*].status.images[*].names[*]}{@}{"\\n"}{end}']);
    const missing = [images.service, images.standins, ...elsewhere]
        .filter((image) => !known.split('\n').some((name) => name === image || name.endsWith(`/${image}`)));
    if (missing.length > 0) {
        throw new Error(`The cluster's nodes lack ${missing.join(', ')}. Build them (npm run e2e:compose does), load `
            + 'them, or name others with IMAGE and STANDINS_IMAGE');
    }
}

/** Opens a new namespace that admits only *restricted* pods. @param folder - Folder for temporary files */
export async function openCluster(folder: string, namespace: string): Promise<Cluster> {
    const kubectl = (...args: readonly string[]) => command('kubectl', ['-n', namespace, ...args]);
    const cluster: Cluster = {
        namespace, kubectl,
        attemptKubectl: (...args) => attempt('kubectl', ['-n', namespace, ...args]),
        read: async (...args) => JSON.parse(await kubectl('get', ...args, '-o', 'json')),
        applyObject: async (object) => {
            const file = join(folder, 'object.json');
            writeFileSync(file, JSON.stringify(object));
            await kubectl('apply', '-f', file);
        }
    };
    await cluster.applyObject({
        apiVersion: 'v1', kind: 'Namespace', metadata: { name: namespace, labels: restricted }
    });
    return cluster;
}

/** Pod Security admission: the strictest standard, enforced. */
export const restricted = {
    'pod-security.kubernetes.io/enforce': 'restricted', 'pod-security.kubernetes.io/enforce-version': 'latest'
} as const;

/** Removes the namespace with everything in it. */
export async function removeNamespace(name: string): Promise<void> {
    await attempt('kubectl', ['delete', 'namespace', name, '--ignore-not-found', '--wait=false']);
}

/** Opens a port of this machine to pods of the cluster. @returns Its port on 127.0.0.1 */
export async function openNodePort(
    { applyObject, read }: Cluster, name: string, selector: object, targetPort: number
): Promise<number> {
    await applyObject({
        apiVersion: 'v1', kind: 'Service', metadata: { name },
        spec: { type: 'NodePort', selector, ports: [{ name: 'http', port: 80, targetPort }] }
    });
    const port = member(member(member(member(await read('service', name), 'spec'), 'ports'), '0'), 'nodePort');
    if (typeof port !== 'number') throw new Error(`The Service ${name} has no node port`);
    // The rules of a new Service are written a moment after the Service.
    await until(30, `port ${port} to be open`, () =>
        fetch(`http://127.0.0.1:${port}/health`).then(() => true, () => false));
    return port;
}

/** Waits until every rollout of the namespace is done, and the replaced pods have ended. */
export async function untilRolledOut({ kubectl, read }: Cluster, limitSeconds = 300): Promise<void> {
    for (const kind of ['statefulset', 'deployment']) {
        for (const item of itemsOf(await read(kind))) {
            await kubectl('rollout', 'status', `${kind}/${nameOf(item)}`, `--timeout=${limitSeconds}s`);
        }
    }
    await until(limitSeconds, 'the replaced pods to go', async () =>
        itemsOf(await read('pods')).every((pod) => member(member(pod, 'metadata'), 'deletionTimestamp') === undefined));
}

/** A member of an answer whose shape is Kubernetes' own; undefined when it is missing. */
export function member(value: unknown, name: string): unknown {
    return typeof value === 'object' && value !== null ? Reflect.get(value, name) : undefined;
}

/** The objects of a list. */
export function itemsOf(list: unknown): readonly unknown[] {
    const items = member(list, 'items');
    return Array.isArray(items) ? items : [];
}

/** `metadata.name` of an object. */
export function nameOf(object: unknown): string {
    return String(member(member(object, 'metadata'), 'name'));
}
