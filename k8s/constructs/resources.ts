import { k8s } from 'cdk8s-plus-27';

/** An amount of processor time and of memory. */
export type CpuAndMemory = {
    /** Cores, such as `100m`: a tenth of one. */
    readonly cpu: string;
    /** Bytes, such as `256Mi`. */
    readonly memory: string;
};

/** Resources of a container. */
export type Resources = {
    /** The guaranteed amounts. */
    readonly requests: CpuAndMemory;
    /** The maximum: beyond it the processor is rationed, and a process that wants more memory is stopped. */
    readonly limits: CpuAndMemory;
};

/** Logs and /tmp: few bytes are ever written, but without a limit a fault could fill the node. */
const ephemeralStorage = { request: '64Mi', limit: '256Mi' };

/** Requests and limits of a container, all stated: a missing one would depend on the namespace's defaults. */
export function resourcesOf({ requests, limits }: Resources): k8s.ResourceRequirements {
    return {
        requests: amounts(requests, ephemeralStorage.request),
        limits: amounts(limits, ephemeralStorage.limit)
    };
}

function amounts({ cpu, memory }: CpuAndMemory, storage: string): Record<string, k8s.Quantity> {
    return {
        'cpu': k8s.Quantity.fromString(cpu),
        'memory': k8s.Quantity.fromString(memory),
        'ephemeral-storage': k8s.Quantity.fromString(storage)
    };
}
