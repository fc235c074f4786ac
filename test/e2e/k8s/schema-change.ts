import { setTimeout as wait } from 'node:timers/promises';
import { deployment, readyPods } from './deployment.ts';
import { itemsOf, member, nameOf, untilRolledOut, type Cluster } from './cluster.ts';

const migration = '20990101000000_e2e';
const sql = 'ALTER TABLE "invoice" ADD COLUMN "e2e" TEXT;';
const waitsMs = 20_000;

/**
 * Rolls out a build that needs one more migration before that is applied. A mounted migration stands in for one in a
 * newer image: the new pods must not get ready, the old ones serve on, first on the old schema and then on the new one.
 * @returns Faults
 */
export async function rollOutSchemaChange(cluster: Cluster): Promise<readonly string[]> {
    const { kubectl, applyObject, read } = cluster;
    const before = await readyPods(cluster);
    await applyObject({
        apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'e2e-migration' }, data: { 'migration.sql': sql }
    });
    const [job] = itemsOf(await read('jobs'));
    const container = String(member(
        member(member(member(member(member(job, 'spec'), 'template'), 'spec'), 'containers'), '0'), 'name'));

    await kubectl('patch', deployment, '--patch', JSON.stringify({ spec: { template: { spec: withMigration(
        'api') } } }));
    await wait(waitsMs);
    const faults: string[] = [];
    const updated = Number(member(member(await read(deployment), 'status'), 'updatedReplicas') ?? 0);
    const ready = await readyPods(cluster);
    if (updated !== 1 || ready !== before)
        faults.push(`before the migration ${updated} pods were new and ${ready} of ${before} ready`);

    await migrateAgain(cluster, job, container);
    await untilRolledOut(cluster);
    return faults;
}

/** Runs the chart's own Job once more, with the new migration. */
async function migrateAgain({ kubectl, applyObject }: Cluster, job: unknown, container: string): Promise<void> {
    const template = member(member(job, 'spec'), 'template');
    const pod = Object(member(template, 'spec')) as {
        readonly containers: readonly object[]; readonly volumes: readonly object[]
    };
    const added = withMigration(container);
    const [main = {}] = pod.containers;
    const mounts: unknown = Reflect.get(main, 'volumeMounts');
    await applyObject({
        apiVersion: 'batch/v1', kind: 'Job', metadata: { name: `${nameOf(job)}-e2e` },
        spec: {
            backoffLimit: 2,
            template: {
                metadata: { labels: pick(member(member(template, 'metadata'), 'labels'), /^app\.kubernetes\.io\//) },
                spec: {
                    ...pod,
                    containers: [{ ...main, volumeMounts: [
                        ...(Array.isArray(mounts) ? mounts as object[] : []), ...added.containers[0].volumeMounts
                    ] }],
                    volumes: [...pod.volumes, ...added.volumes]
                }
            }
        }
    });
    await kubectl('wait', '--for=condition=complete', `job/${nameOf(job)}-e2e`, '--timeout=120s');
}

/** The part of a pod that mounts the migration beside those of the image. */
function withMigration(container: string) {
    return {
        containers: [{
            name: container,
            volumeMounts: [{ name: 'e2e-migration', mountPath: `/app/migrations/${migration}`, readOnly: true }]
        }],
        volumes: [{ name: 'e2e-migration', configMap: { name: 'e2e-migration' } }]
    } as const;
}

function pick(labels: unknown, names: RegExp): Record<string, unknown> {
    return Object.fromEntries(Object.entries(Object(labels) as object).filter(([name]) => names.test(name)));
}
