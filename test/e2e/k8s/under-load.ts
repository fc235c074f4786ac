import { setTimeout as wait } from 'node:timers/promises';
import type { Checks } from '../../support/checks.ts';
import { startLoad, type LoadOptions } from '../load.ts';
import { faultsOf, serviceAway, told, type LoadReport } from '../load-report.ts';
import { until } from '../until.ts';
import { itemsOf, member, nameOf, untilRolledOut, type Cluster } from './cluster.ts';
import { autoscaler, deployment, readyPods } from './deployment.ts';
import { rollOutSchemaChange } from './schema-change.ts';

/** Port that load is sent to, and its token. */
export type Door = Pick<LoadOptions, 'port' | 'token'>;

const callers = 16;
/** Callers of steady load: enough that a few slow answers do not hold the others up. */
const steadyCallers = 32;
const warmUpMs = 3_000;
const measureMs = 20_000;
const coolDownMs = 5_000;
/** Share of the capacity that is sent, and share of the calls that must be answered in a rolling restart. */
const shareOfCapacity = 0.8;
const minShare = 0.7;
const autoscaleLimitSeconds = 180;
/** Longer than the autoscaler needs to take two pods away, one a minute. */
const settleLimitSeconds = 240;
const brokenForMs = 25_000;

/** Sends maximum load until the autoscaler has added a pod that serves. */
export async function checkAutoscaler(cluster: Cluster, door: Door, checks: Checks): Promise<readonly string[]> {
    await untilFewestPods(cluster);
    const before = await readyPods(cluster);
    const load = startLoad({ ...door, callers });
    const startedAt = performance.now();
    await until(autoscaleLimitSeconds, 'the autoscaler to add a pod', async () => await readyPods(cluster) > before);
    const seconds = Math.round((performance.now() - startedAt) / 1_000);
    const report = await load.stop();
    checks.expectNone(`autoscaler: from ${before} to ${await readyPods(cluster)} ready pods after ${seconds} s; `
        + `${told(report)}`, faultsOf(report));
    return report.numbers;
}

/**
 * Lets the autoscaler take away at once what starts and earlier checks made it add: at its maximum it would add no
 * more.
 */
async function untilFewestPods(cluster: Cluster): Promise<void> {
    const spec = member(await cluster.read('hpa', autoscaler), 'spec');
    const fewest = Number(member(spec, 'minReplicas'));
    const window = Number(member(member(member(spec, 'behavior'), 'scaleDown'), 'stabilizationWindowSeconds'));
    const settleWithin = (stabilizationWindowSeconds: number) => cluster.kubectl('patch', 'hpa', autoscaler,
        '--patch', JSON.stringify({ spec: { behavior: { scaleDown: { stabilizationWindowSeconds } } } }));

    await settleWithin(0);
    await until(settleLimitSeconds, `the autoscaler to keep ${fewest} pods`,
        async () => await readyPods(cluster) === fewest);
    await settleWithin(window);
}

/** Calls a second that the cluster answers when callers do not pause. */
export async function measureCapacity(door: Door): Promise<LoadReport> {
    await startAndStop(door, warmUpMs);
    return startAndStop(door, measureMs);
}

/**
 * Every change that an operator makes or an accident brings, under steady load. @returns The numbers that were
 * acknowledged
 */
export async function changeUnderLoad(
    cluster: Cluster, { capacity, ...door }: Door & { readonly capacity: number },
    changedManifest: string, checks: Checks
): Promise<readonly string[]> {
    const { kubectl } = cluster;
    const callsPerSecond = capacity * shareOfCapacity;
    const numbers: string[] = [];
    const during = async (what: string, allowed: readonly string[], work: () => Promise<readonly string[] | void>) => {
        const load = startLoad({ ...door, callers: steadyCallers, callsPerSecond });
        await wait(warmUpMs);
        const faults = await work() ?? [];
        await wait(coolDownMs);
        const report = await load.stop();
        numbers.push(...report.numbers);
        checks.expectNone(`${what}: ${told(report)}`, [...faults, ...faultsOf(report, allowed)]);
        return report.callsPerSecond / capacity;
    };

    const share = await during('rolling restart', [], async () => {
        await kubectl('rollout', 'restart', deployment);
        await untilRolledOut(cluster);
    });
    checks.expectNone(`rolling restart: ${Math.round(share * 100)} % of the capacity was answered meanwhile`,
        share < minShare ? [`less than ${minShare * 100} %`] : []);
    await during('a build that does not start, rolled back', [], () => rollOutBroken(cluster));
    await during('a pod deleted', [], async () => {
        const [pod] = itemsOf(await cluster.read(
            'pods', '-l', 'app.kubernetes.io/name=invoices-service,app.kubernetes.io/component=api'));
        await kubectl('delete', 'pod', nameOf(pod));
        await untilRolledOut(cluster);
    });
    await during('an upstream\'s address changed in the ConfigMap', [], async () => {
        const configMap = await configMapOf(cluster);
        await kubectl('apply', '-f', changedManifest);
        await untilRolledOut(cluster);
        return await configMapOf(cluster) === configMap ? ['the pods read the old ConfigMap'] : [];
    });
    await during('a build that needs one more migration, which comes later', [], () => rollOutSchemaChange(cluster));
    await during('Redis\'s pod deleted', [], async () => {
        await kubectl('delete', 'pod', '-l', 'app.kubernetes.io/name=redis');
        await untilRolledOut(cluster);
    });
    await during('PostgreSQL\'s pod deleted', ['503 DATABASE_UNAVAILABLE', serviceAway], async () => {
        await kubectl('delete', 'pod', 'postgres-0');
        await untilRolledOut(cluster);
    });
    return numbers;
}

/** Checks that old pods keep serving: none is removed before a new one is ready, and none gets ready. */
async function rollOutBroken(cluster: Cluster): Promise<readonly string[]> {
    const { kubectl } = cluster;
    const before = await readyPods(cluster);
    // The image exists and starts, but it is another program.
    await kubectl('set', 'image', deployment, 'api=redis:8-alpine');
    await wait(brokenForMs);
    const meanwhile = await readyPods(cluster);
    await kubectl('rollout', 'undo', deployment);
    await untilRolledOut(cluster);
    return meanwhile < before ? [`of ${before} ready pods ${meanwhile} were left`] : [];
}

async function startAndStop(door: Door, forMs: number): Promise<LoadReport> {
    const load = startLoad({ ...door, callers });
    await wait(forMs);
    return load.stop();
}

async function configMapOf({ kubectl }: Cluster): Promise<string> {
    return kubectl(
        'get', deployment, '-o', 'jsonpath={.spec.template.spec.containers[0].envFrom[0].configMapRef.name}');
}
