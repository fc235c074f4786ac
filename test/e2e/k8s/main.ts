import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sampleJwtSecret } from '../../../app/platform/config/sample-secret.ts';
import { whenAskedToStop } from '../../../app/dev/asked-to-stop.ts';
import { root } from '../../../scripts/clone.mjs';
import { step } from '../../../scripts/step.mjs';
import { openChecks, type Checks } from '../../support/checks.ts';
import { attempt } from '../command.ts';
import { checkNumbering, checkWhoGetsIn, issueOneInvoice } from '../journey.ts';
import { told } from '../load-report.ts';
import { adminToken } from '../tokens.ts';
import {
    checkCluster, itemsOf, nameOf, openCluster, openNodePort, removeNamespace, untilRolledOut, type Cluster
} from './cluster.ts';
import { checkJobs } from './jobs.ts';
import { checkManifests, synthesise, synthesiseWithOtherUpstream } from './manifests.ts';
import { checkPolicies } from './network.ts';
import { checkProduction } from './production.ts';
import { changeUnderLoad, checkAutoscaler, measureCapacity } from './under-load.ts';
import { openVolume } from './volume.ts';
import { checkWebhooks } from './webhooks.ts';

const gatewayLabels = { 'app.kubernetes.io/name': 'api-gateway', 'app.kubernetes.io/component': 'gateway' };
const gatewayContainerPort = 8080;

/**
 * `npm run e2e:k8s`: the development chart in a namespace of a real cluster that enforces *restricted*, changed and
 * broken under load.
 */
async function main(cluster: Cluster, folder: string): Promise<boolean> {
    const { kubectl, namespace } = cluster;
    const checks = openChecks({ tellAll: true });
    const fileOf = synthesise(folder);

    console.log('Manifests');
    await checkManifests(cluster, fileOf, checks);
    await step('kubectl apply, until all is ready', async () => {
        await kubectl('apply', '-f', fileOf('dev'));
        await openVolume(cluster, 'data-postgres-0');
        await untilRolledOut(cluster);
    });
    const pods = await podsOf(cluster);
    await kubectl('apply', '-f', fileOf('dev'));
    await untilRolledOut(cluster);
    const later = await podsOf(cluster);
    checks.expectNone('kubectl apply once more replaces no pod', pods.filter((name) => !later.includes(name)));

    console.log('Through the gateway');
    const token = await adminToken(sampleJwtSecret);
    const port = await openNodePort(cluster, 'e2e-gateway', gatewayLabels, gatewayContainerPort);
    await issueOneInvoice(port, token, checks);
    await checkWhoGetsIn(port, token, checks);
    await checkOperation(cluster, folder, checks);

    console.log('Who may speak with whom');
    await checkPolicies(cluster, checks);

    console.log('Production');
    await checkProduction(cluster, folder, checks);

    console.log('Jobs and webhooks');
    const door = { port, token };
    const numbers = [...await checkJobs(cluster, door, checks)];
    await checkWebhooks(cluster, door, checks);

    console.log('Under load');
    numbers.push(...await checkAutoscaler(cluster, door, checks));
    await untilRolledOut(cluster);
    const capacity = await measureCapacity(door);
    numbers.push(...capacity.numbers);
    console.log(`    capacity: ${told(capacity)}`);
    const known = { ...door, capacity: capacity.callsPerSecond };
    numbers.push(...await changeUnderLoad(cluster, known, synthesiseWithOtherUpstream(folder, namespace), checks));
    await checkNumbering(port, token, numbers, checks);
    console.log(`${checks.passed()} passed, ${checks.failed()} failed`);
    return checks.failed() === 0;
}

async function podsOf({ read }: Cluster): Promise<readonly string[]> {
    return itemsOf(await read('pods')).map(nameOf);
}

/** Checks an operator's commands in a running cluster. */
async function checkOperation(
    { attemptKubectl, kubectl, namespace }: Cluster, folder: string, checks: Checks
): Promise<void> {
    const doctor = await attemptKubectl('exec', 'deploy/invoices-service', '--', 'node', 'main.js', 'doctor');
    checks.expectNone('kubectl exec … doctor: all is well', doctor.code === 0 ? [] : [doctor.stdout + doctor.stderr]);
    const backup = await attempt(join(root, 'deploy', 'backup.sh'), [join(folder, 'copy.dump')],
        { env: { PG_EXEC: `kubectl -n ${namespace} exec -i statefulset/postgres --` } });
    checks.expectNone('deploy/backup.sh with kubectl', backup.code === 0 ? [] : [backup.stderr]);
    const configMap = (await kubectl('get', 'configmap', '-o', 'name')).split('\n')
        .find((name) => name.includes('invoices-config')) ?? '';
    const patched = await attemptKubectl('patch', configMap, '--patch', '{"data":{"LOG_LEVEL":"trace"}}');
    checks.expectNone('a ConfigMap in use can not be changed',
        patched.code !== 0 && patched.stderr.includes('immutable') ? [] : [patched.stderr]);
    const privileged = await attemptKubectl('run', 'privileged', '--image=redis:8-alpine', '--privileged');
    checks.expectNone('a privileged pod is refused',
        privileged.code !== 0 && privileged.stderr.includes('violates PodSecurity') ? [] : [privileged.stderr]);
}

const folder = mkdtempSync(join(tmpdir(), 'invoices-service-e2e-k8s-'));
let cluster: Cluster | undefined;
async function stop(exitCode: number): Promise<void> {
    if (cluster !== undefined) await removeNamespace(cluster.namespace);
    rmSync(folder, { recursive: true, force: true });
    process.exit(exitCode);
}
whenAskedToStop(() => void stop(130));

try {
    await checkCluster();
    cluster = await openCluster(folder, `invoices-e2e-${process.pid}`);
    await stop(await main(cluster, folder) ? 0 : 1);
} catch (error) {
    console.error(`\n${error instanceof Error ? error.message : String(error)}`);
    if (cluster !== undefined) console.error((await cluster.attemptKubectl('get', 'pods,events')).stdout.slice(-6_000));
    await stop(1);
}
