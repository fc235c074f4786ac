import { k8s } from 'cdk8s-plus-27';

/** What a container is promised. */
export type Requests = {
    /** Such as `100m`, a tenth of a core. */
    readonly cpu: string;
    /** Such as `256Mi`. */
    readonly memory: string;
};

/** What a container is promised, and what it may take. */
export type Resources = {
    readonly requests: Requests;
    readonly limits: Requests;
};

/** Logs and /tmp: few bytes are ever written, but without a bound a fault could fill the node. */
const ephemeralStorage = { request: '64Mi', limit: '256Mi' };

/** Stated for every container, because what is left out is decided by the namespace's defaults or by nobody. */
export function resourcesOf({ requests, limits }: Resources): k8s.ResourceRequirements {
    return {
        requests: amounts(requests, ephemeralStorage.request),
        limits: amounts(limits, ephemeralStorage.limit)
    };
}

function amounts({ cpu, memory }: Requests, storage: string): Record<string, k8s.Quantity> {
    return {
        'cpu': k8s.Quantity.fromString(cpu),
        'memory': k8s.Quantity.fromString(memory),
        'ephemeral-storage': k8s.Quantity.fromString(storage)
    };
}
