import { command } from '../command.ts';
import { images, restricted, type Cluster } from './cluster.ts';

/** Opens a namespace without policies, for pods of other owners. */
export async function openForeignNamespace({ applyObject }: Cluster, name: string): Promise<void> {
    await applyObject({ apiVersion: 'v1', kind: 'Namespace', metadata: { name, labels: restricted } });
}

/** Starts a pod that runs a listening script. @returns Its address */
export async function startStranger(namespace: string, name: string, script: string): Promise<string> {
    const kubectl = (...args: readonly string[]) => command('kubectl', ['-n', namespace, ...args]);
    const overrides = {
        spec: {
            automountServiceAccountToken: false,
            securityContext: { runAsNonRoot: true, runAsUser: 10_001, seccompProfile: { type: 'RuntimeDefault' } },
            containers: [{
                name, image: images.service, imagePullPolicy: 'IfNotPresent', command: ['node', '-e', script],
                securityContext: { allowPrivilegeEscalation: false, capabilities: { drop: ['ALL'] } }
            }]
        }
    };
    await kubectl('run', name, `--image=${images.service}`, `--overrides=${JSON.stringify(overrides)}`);
    await kubectl('wait', '--for=condition=Ready', `pod/${name}`, '--timeout=60s');
    return (await kubectl('get', 'pod', name, '-o', 'jsonpath={.status.podIP}')).trim();
}
