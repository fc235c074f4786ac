import { setTimeout as wait } from 'node:timers/promises';
import type { Checks } from '../../support/checks.ts';
import { command } from '../command.ts';
import { until } from '../until.ts';
import { itemsOf, member, removeNamespace, type Cluster } from './cluster.ts';
import { openForeignNamespace, startStranger } from './stranger.ts';

/**
 * Script that reports for each `host:port` in its arguments whether a connection opens within two seconds. Runs inside
 * a pod.
 */
const dialler = `
const net = require('node:net');
Promise.all(process.argv.slice(1).map((target) => new Promise((resolve) => {
    const [host, port] = target.split(':');
    const socket = net.connect({ host, port, timeout: 2000 });
    const done = (word) => { socket.destroy(); resolve(target + '=' + word); };
    socket.once('connect', () => done('open')).once('timeout', () => done('silent'))
        .once('error', ({ code }) => done(code));
}))).then((words) => console.log(words.join('\\n')));`;

const settleMs = 3_000;

/** Checks the connections that the policies must allow and refuse, dialled from real pods. */
export async function checkPolicies(cluster: Cluster, checks: Checks): Promise<void> {
    const { kubectl, namespace } = cluster;
    const pod = async (name: string, port: number) => `${await podAddress(cluster, name)}:${port}`;
    const database = await pod('postgres', 5432);
    const cache = await pod('redis', 6379);
    const api = await pod('invoices-service', 3008);
    const metrics = await pod('invoices-service', 9464);
    const contacts = await pod('contacts-service', 3005);
    const quotes = await pod('quotes-service', 3006);
    const rates = await pod('nbp', 3009);
    const gateway = await pod('api-gateway', 8080);

    const elsewhere = `${namespace}-stranger`;
    await openForeignNamespace(cluster, elsewhere);
    try {
        // It listens, so that a refusal can only come from the policy.
        const stranger =
            `${await startStranger(elsewhere, 'stranger', 'require("node:net").createServer().listen(8888)')}:8888`;
        await wait(settleMs);
        const fromStranger = await dial(['kubectl', '-n', elsewhere, 'exec', 'stranger', '--'],
            [database, cache, api, metrics, contacts, quotes, rates, gateway]);
        const says = (what: string, found: ReadonlyMap<string, string>, target: string, open: boolean) =>
            checks.expectNone(`${what}: ${open ? 'open' : 'refused'}`, (found.get(target) === 'open') === open
                ? [] : [String(found.get(target))]);
        says('a stranger to the gateway', fromStranger, gateway, true);
        const called = [[
            'PostgreSQL', database
        ], ['Redis', cache], ['contacts-service', contacts], ['quotes-service', quotes], ['NBP', rates]] as const;
        for (const [what, target] of [...called, ['the API', api], ['the metrics', metrics]] as const) {
            says(`a stranger to ${what}`, fromStranger, target, false);
        }

        const server = (await kubectl('get', '--raw', '/api/v1/namespaces/default/services/kubernetes'));
        const apiServer = `${String(member(member(JSON.parse(server), 'spec'), 'clusterIP'))}:443`;
        for (const [who, own] of [['API', 'deploy/invoices-service'], ['worker', 'deploy/invoices-worker']] as const) {
            const refused = [['the gateway', gateway], [
                'Kubernetes itself', apiServer
            ], ['a stranger', stranger], ...(who === 'worker' ? [['the API', api]] as const : [])] as const;
            const found = await dial(
                ['kubectl', '-n', namespace, 'exec', own, '--'], [...called, ...refused].map(([, target]) => target));
            for (const [what, target] of called) says(`the ${who} to ${what}`, found, target, true);
            for (const [what, target] of refused) says(`the ${who} to ${what}`, found, target, false);
        }
    } finally {
        await removeNamespace(elsewhere);
    }
}

async function dial(
    [name = '', ...exec]: readonly string[], targets: readonly string[]
): Promise<ReadonlyMap<string, string>> {
    const said = await command(name, [...exec, 'node', '-e', dialler, ...targets]);
    return new Map(said.trim().split('\n').map((line) =>
        [line.slice(0, line.indexOf('=')), line.slice(line.indexOf('=') + 1)] as const));
}

async function podAddress({ read }: Cluster, name: string): Promise<string> {
    let address: unknown;
    await until(30, `a running pod of ${name}`, async () => {
        const pods = itemsOf(await read(
            'pods', '-l', `app.kubernetes.io/name=${name}`, '--field-selector=status.phase=Running'));
        address = member(member(pods[0], 'status'), 'podIP');
        return typeof address === 'string';
    });
    return String(address);
}
