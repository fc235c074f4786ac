import type { IContainer, IPodSpec, IVolume } from 'kubernetes-models/v1';

/** Volume types that *restricted* allows. */
const allowedVolumes = [
    'configMap', 'csi', 'downwardAPI', 'emptyDir', 'ephemeral', 'persistentVolumeClaim', 'projected', 'secret'
];
/** System settings that belong to the pod alone. */
const safeSysctls = ['kernel.shm_rmid_forced', 'net.ipv4.ip_local_port_range', 'net.ipv4.ip_unprivileged_port_start',
    'net.ipv4.tcp_syncookies',
    'net.ipv4.ping_group_range'];

/**
 * Faults of a pod by the Pod Security standard *restricted*. It is the admission controller's rule, spelt out, so that
 * a fault shows here and not when a Job is refused in production.
 * @see https://kubernetes.io/docs/concepts/security/pod-security-standards/
 */
export function podSecurityFaults(pod: IPodSpec): readonly string[] {
    const containers = [...pod.containers, ...(pod.initContainers ?? [])];
    return [...podFaults(pod), ...containers.flatMap((container) =>
        containerFaults(container, pod).map((fault) => `${container.name}: ${fault}`))];
}

function podFaults(
    { hostNetwork, hostPID, hostIPC, volumes = [], securityContext = {}, ephemeralContainers = [] }: IPodSpec
): readonly string[] {
    const sysctls = (securityContext.sysctls ?? []).map(({ name }) => name).filter((name) =>
        !safeSysctls.includes(name));
    return [
        when(hostNetwork === true || hostPID === true || hostIPC === true, 'uses a namespace of the host'),
        when(ephemeralContainers.length > 0, 'has ephemeral containers'),
        ...volumes.map((volume) => when(!typesOf(volume).every((type) => allowedVolumes.includes(type)),
            `volume ${volume.name} is of a type that is not allowed`)),
        ...sysctls.map((name) => `sets ${name}`),
        when(securityContext.runAsUser === 0, 'runs as root'),
        when(securityContext.windowsOptions?.hostProcess === true, 'is a process of the host')
    ].filter((fault) => fault !== undefined);
}

function containerFaults(
    { securityContext: own = {}, ports = [] }: IContainer, { securityContext: pods = {} }: IPodSpec
): readonly string[] {
    const { drop = [], add = [] } = own.capabilities ?? {};
    const seccomp = own.seccompProfile?.type ?? pods.seccompProfile?.type;
    return [
        when(own.privileged === true, 'is privileged'),
        when(own.allowPrivilegeEscalation !== false, 'may gain privileges'),
        when(!drop.includes('ALL'), 'does not drop ALL capabilities'),
        ...add.filter((name) => name !== 'NET_BIND_SERVICE').map((name) => `adds the capability ${name}`),
        when((own.runAsNonRoot ?? pods.runAsNonRoot) !== true, 'may run as root'),
        when(own.runAsUser === 0, 'runs as root'),
        when(seccomp !== 'RuntimeDefault' && seccomp !== 'Localhost', 'has no seccomp profile'),
        when((own.procMount ?? 'Default') !== 'Default', 'sees all of /proc'),
        when(own.seLinuxOptions !== undefined || pods.seLinuxOptions !== undefined, 'sets SELinux options'),
        when(ports.some(({ hostPort }) => hostPort !== undefined && hostPort !== 0), 'takes a port of the host')
    ].filter((fault) => fault !== undefined);
}

function when(wrong: boolean, fault: string): string | undefined {
    return wrong ? fault : undefined;
}

function typesOf({ name: _, ...sources }: IVolume): readonly string[] {
    return Object.keys(sources);
}
