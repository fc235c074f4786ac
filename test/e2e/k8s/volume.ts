import { chownSync, existsSync } from 'node:fs';
import { userId } from '../../../k8s/constructs/pod.ts';
import { until } from '../until.ts';
import { member, type Cluster } from './cluster.ts';

const limitSeconds = 60;

/**
 * Gives a volume to the pods' user where its folder is on this machine, as other provisioners do by themselves.
 * Kubernetes' own provisioner of local folders, which a test cluster may have, makes them root's and ignores `fsGroup`.
 */
export async function openVolume({ read, kubectl }: Cluster, claim: string): Promise<void> {
    await until(limitSeconds, `a volume for ${claim}`, async () =>
        member(member(await read('pvc', claim), 'status'), 'phase') === 'Bound');
    const volume = String(member(member(await read('pvc', claim), 'spec'), 'volumeName'));
    const path = await kubectl('get', 'pv', volume, '-o', 'jsonpath={.spec.hostPath.path}');
    if (path !== '' && existsSync(path)) chownSync(path, userId, userId);
}
