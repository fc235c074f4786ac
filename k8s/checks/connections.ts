import type { INetworkPolicyPeer, INetworkPolicyPort } from 'kubernetes-models/networking.k8s.io/v1';
import { ofKind, selects, type Manifest } from './manifests.ts';

/** One side of a connection: a pod in a namespace, or a server outside the cluster, which is known by its address. */
export type Party = {
    readonly labels: Readonly<Record<string, string>>;
    /** @default the namespace that the manifests are applied to */
    readonly namespace?: string;
    /** IPv4 address; only for a server outside. */
    readonly address?: string;
};

type Direction = 'Ingress' | 'Egress';

/** Peers and ports that one rule allows; all of them where it names none. */
type Rule = {
    readonly peers: readonly INetworkPolicyPeer[] | undefined;
    readonly ports: readonly INetworkPolicyPort[] | undefined;
};

/**
 * Checks whether one side may open a connection to the other, as the NetworkPolicies of a cluster do. Both sides must
 * allow it, and a pod that a policy selects allows only what some policy says.
 * @param port - Port of the pod that is called, such as `5432` or `53/UDP`.
 */
export function mayConnect(manifests: readonly Manifest[], from: Party, to: Party, port: string): boolean {
    return allows(rulesOf(manifests, from, 'Egress'), to, port)
        && allows(rulesOf(manifests, to, 'Ingress'), from, port);
}

/** Rules for a party's connections in one direction; undefined when no policy takes it, so that all are allowed. */
function rulesOf(manifests: readonly Manifest[], self: Party, direction: Direction): readonly Rule[] | undefined {
    // The policies of this namespace say nothing about pods elsewhere.
    if (self.namespace !== undefined || self.address !== undefined) return undefined;

    const taking = ofKind(manifests, 'NetworkPolicy').filter(({ spec }) =>
        spec?.policyTypes?.includes(direction) && selects(spec.podSelector?.matchLabels, self.labels));
    return taking.length === 0 ? undefined : taking.flatMap(({ spec }) => (direction === 'Ingress'
        ? (spec?.ingress ?? []).map(({ from, ports }) => ({ peers: from, ports }))
        : (spec?.egress ?? []).map(({ to, ports }) => ({ peers: to, ports }))));
}

function allows(rules: readonly Rule[] | undefined, other: Party, port: string): boolean {
    return rules === undefined || rules.some(({ peers, ports }) =>
        (peers === undefined || peers.some((peer) => isPeer(peer, other)))
            && (ports === undefined || ports.some((each) => isPort(each, port))));
}

function isPeer(
    { ipBlock, namespaceSelector, podSelector }: INetworkPolicyPeer, { labels, namespace, address }: Party
): boolean {
    if (ipBlock !== undefined) {
        const { cidr, except = [] } = ipBlock;
        return address !== undefined && contains(cidr, address) && !except.some((left) => contains(left, address));
    }
    if (address !== undefined) return false;

    const here = namespaceSelector === undefined
        ? namespace === undefined
        : namespace !== undefined
            && selects(namespaceSelector.matchLabels, { 'kubernetes.io/metadata.name': namespace });
    return here && selects(podSelector?.matchLabels, labels);
}

function isPort({ port, protocol = 'TCP' }: INetworkPolicyPort, asked: string): boolean {
    const [number, askedProtocol = 'TCP'] = asked.split('/');
    return String(port) === number && protocol === askedProtocol;
}

function contains(cidr: string, address: string): boolean {
    const [network = '', prefix = '32'] = cidr.split('/');
    const hosts = 2 ** (32 - Number(prefix));
    return Math.floor(numberOf(network) / hosts) === Math.floor(numberOf(address) / hosts);
}

function numberOf(address: string): number {
    return address.split('.').reduce((number, part) => number * 256 + Number(part), 0);
}
