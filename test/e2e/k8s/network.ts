import { setTimeout as wait } from 'node:timers/promises';
import type { Checks } from '../../support/checks.ts';
import { command } from '../command.ts';
import { until } from '../until.ts';
import { images, itemsOf, member, removeNamespace, restricted, type Cluster } from './cluster.ts';

/** Tells of each `host:port` in its arguments whether a connection opens within two seconds. Runs inside a pod. */
const dialler = `
const net = require('node:net');
Promise.all(process.argv.slice(1).map((target) => new Promise((resolve) => {
    const [host, port] = target.split(':');
    const socket = net.connect({ host, port, timeout: 2000 });
    const done = (word) => { socket.destroy(); resolve(target + '=' + word); };
    socket.once('connect', () => done('open')).once('timeout', () => done('silent')).once('error', ({ code }) => done(code));
}))).then((words) => console.log(words.join('\\n')));`;

const settleMs = 3_000;

/** What the policies must let through and what they must not, dialled from real pods. */
export async function checkPolicies(cluster: Cluster, checks: Checks): Promise<void> {
    const { kubectl, namespace } = cluster;
    const pod = async (name: string, port: number) => `${await podAddress(cluster, name)}:${port}`;
    const database = await pod('postgres', 5432);
    const cache = await pod('redis', 6379);
    const api = await pod('invoices-service', 3008);
    const metrics = await pod('invoices-service', 9464);
    const contacts = await pod('contacts-service', 3005);
    const gateway = await pod('api-gateway', 8080);

    const elsewhere = `${namespace}-stranger`;
    await cluster.applyObject({ apiVersion: 'v1', kind: 'Namespace', metadata: { name: elsewhere, labels: restricted } });
    try {
        const stranger = await startStranger(elsewhere);
        await wait(settleMs);
        const fromStranger = await dial(['kubectl', '-n', elsewhere, 'exec', 'stranger', '--'], [database, cache, api, metrics, contacts, gateway]);
        const says = (what: string, found: ReadonlyMap<string, string>, target: string, open: boolean) =>
            checks.expectNone(`${what}: ${open ? 'open' : 'refused'}`, (found.get(target) === 'open') === open ? [] : [String(found.get(target))]);
        says('a stranger to the gateway', fromStranger, gateway, true);
        for (const [what, target] of [['PostgreSQL', database], ['Redis', cache], ['the API', api], ['the metrics', metrics], ['contacts-service', contacts]] as const) {
            says(`a stranger to ${what}`, fromStranger, target, false);
        }

        const server = (await kubectl('get', '--raw', '/api/v1/namespaces/default/services/kubernetes'));
        const apiServer = `${String(member(member(JSON.parse(server), 'spec'), 'clusterIP'))}:443`;
        const fromApi = await dial(['kubectl', '-n', namespace, 'exec', 'deploy/invoices-service', '--'], [database, cache, contacts, gateway, apiServer, stranger]);
        for (const [what, target] of [['PostgreSQL', database], ['Redis', cache], ['contacts-service', contacts]] as const) says(`the API to ${what}`, fromApi, target, true);
        for (const [what, target] of [['the gateway', gateway], ['Kubernetes itself', apiServer], ['a stranger', stranger]] as const) says(`the API to ${what}`, fromApi, target, false);

        const fromWorker = await dial(['kubectl', '-n', namespace, 'exec', 'deploy/invoices-worker', '--'], [database, api]);
        says('the worker to PostgreSQL', fromWorker, database, true);
        says('the worker to the API', fromWorker, api, false);
    } finally {
        await removeNamespace(elsewhere);
    }
}

/** A pod that belongs to nobody here, in a namespace without policies. It listens, so that a refusal can't be mistaken. @returns Its address */
async function startStranger(namespace: string): Promise<string> {
    const kubectl = (...args: readonly string[]) => command('kubectl', ['-n', namespace, ...args]);
    const overrides = {
        spec: {
            automountServiceAccountToken: false,
            securityContext: { runAsNonRoot: true, runAsUser: 10_001, seccompProfile: { type: 'RuntimeDefault' } },
            containers: [{
                name: 'stranger', image: images.service, imagePullPolicy: 'IfNotPresent',
                command: ['node', '-e', 'require("node:net").createServer().listen(8888)'],
                securityContext: { allowPrivilegeEscalation: false, capabilities: { drop: ['ALL'] } }
            }]
        }
    };
    await kubectl('run', 'stranger', `--image=${images.service}`, `--overrides=${JSON.stringify(overrides)}`);
    await kubectl('wait', '--for=condition=Ready', 'pod/stranger', '--timeout=60s');
    return `${(await kubectl('get', 'pod', 'stranger', '-o', 'jsonpath={.status.podIP}')).trim()}:8888`;
}

async function dial([name = '', ...exec]: readonly string[], targets: readonly string[]): Promise<ReadonlyMap<string, string>> {
    const said = await command(name, [...exec, 'node', '-e', dialler, ...targets]);
    return new Map(said.trim().split('\n').map((line) => [line.slice(0, line.indexOf('=')), line.slice(line.indexOf('=') + 1)] as const));
}

async function podAddress({ read }: Cluster, name: string): Promise<string> {
    let address: unknown;
    await until(30, `a running pod of ${name}`, async () => {
        const pods = itemsOf(await read('pods', '-l', `app.kubernetes.io/name=${name}`, '--field-selector=status.phase=Running'));
        address = member(member(pods[0], 'status'), 'podIP');
        return typeof address === 'string';
    });
    return String(address);
}
