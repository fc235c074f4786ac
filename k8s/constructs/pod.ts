import { k8s } from 'cdk8s-plus-27';
import { resourcesOf, type Resources } from './resources.ts';

/**
 * User and group of every container: unknown to images and nodes, and above 10000 so that it is no user of the host.
 */
export const userId = 10_001;

/** A container, without the parts that all share: `container` adds those. */
export type ContainerProps = {
    readonly name: string;
    readonly image: string;
    readonly resources: Resources;
    /** Arguments for the image's own entry point. @default the image's own */
    readonly args?: readonly string[];
    /** Plain values only; secrets come as files. @default none */
    readonly env?: Readonly<Record<string, string>>;
    /** ConfigMap whose every entry becomes a variable. @default none */
    readonly configMapName?: string;
    /** Ports by name. @default none */
    readonly ports?: Readonly<Record<string, number>>;
    /** @default none, which only a Job may have */
    readonly probes?: Required<Pick<k8s.Container, 'livenessProbe' | 'readinessProbe'>>
        & Pick<k8s.Container, 'startupProbe'>;
    /** Mounts besides /tmp. @default none */
    readonly mounts?: readonly k8s.VolumeMount[];
};

/** A pod, without the parts that all share: `podTemplate` adds those. */
export type PodProps = {
    readonly labels: Readonly<Record<string, string>>;
    readonly container: k8s.Container;
    readonly serviceAccountName: string;
    /** Volumes besides /tmp. @default none */
    readonly volumes?: readonly k8s.Volume[];
    /** @default none */
    readonly annotations?: Readonly<Record<string, string>>;
    /** Affinity, spread, grace period, restart policy. @default those of Kubernetes */
    readonly more?: Pick<k8s.PodSpec, 'affinity' | 'topologySpreadConstraints'
        | 'terminationGracePeriodSeconds' | 'restartPolicy'>;
};

/**
 * A container as the Pod Security standard *restricted* wants it, and with a read-only file system. It can write only
 * to
 * /tmp. An image is a fixed tag or a digest, so a node that has it need not pull it again.
 */
export function container(
    { name, image, resources, args, env, configMapName, ports, probes, mounts = [] }: ContainerProps
): k8s.Container {
    return {
        name,
        image,
        imagePullPolicy: 'IfNotPresent',
        ...(args && { args: [...args] }),
        ...(configMapName !== undefined && { envFrom: [{ configMapRef: { name: configMapName } }] }),
        ...(env && { env: Object.entries(env).map(([key, value]) => ({ name: key, value })) }),
        ...(ports && { ports: Object.entries(ports).map(
            ([key, port]) => ({ name: key, containerPort: port, protocol: 'TCP' })) }),
        ...probes,
        resources: resourcesOf(resources),
        securityContext: {
            allowPrivilegeEscalation: false,
            capabilities: { drop: ['ALL'] },
            privileged: false,
            readOnlyRootFilesystem: true,
            runAsNonRoot: true,
            runAsUser: userId,
            runAsGroup: userId
        },
        volumeMounts: [{ name: 'tmp', mountPath: '/tmp' }, ...mounts]
    };
}

/** A pod without privileges: no token of the API server, no root, the default seccomp profile. */
export function podTemplate(
    { labels, annotations, container: main, serviceAccountName, volumes = [], more }: PodProps
): k8s.PodTemplateSpec {
    return {
        metadata: { labels, ...(annotations && { annotations }) },
        spec: {
            serviceAccountName,
            automountServiceAccountToken: false,
            // Otherwise every Service of the namespace would add variables, among them REDIS_PORT=tcp://….
            enableServiceLinks: false,
            securityContext: {
                runAsNonRoot: true,
                runAsUser: userId,
                runAsGroup: userId,
                // Files of Secrets and new volumes belong to this group, which lets this user read them.
                fsGroup: userId,
                fsGroupChangePolicy: 'OnRootMismatch',
                seccompProfile: { type: 'RuntimeDefault' }
            },
            containers: [main],
            volumes: [scratch('tmp'), ...volumes],
            ...more
        }
    };
}

/** A folder that is empty when the pod starts and gone when it ends. */
export function scratch(name: string): k8s.Volume {
    return { name, emptyDir: { sizeLimit: k8s.Quantity.fromString('64Mi') } };
}
