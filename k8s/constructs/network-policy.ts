import { k8s } from 'cdk8s-plus-27';
import { Construct } from 'constructs';
import { selectorOf, type Component } from '../labels.ts';
import type { OutsideServer, Peer } from '../settings.ts';

/** Peer that may call, or be called, and the ports. */
export type Rule = {
    /** @default any peer */
    readonly peer?: k8s.NetworkPolicyPeer;
    readonly ports: readonly k8s.NetworkPolicyPort[];
};

/** Connections that the pods of one workload may have; all others are refused. */
export type NetworkPolicyProps = {
    readonly name: string;
    readonly component: Component;
    readonly labels: Readonly<Record<string, string>>;
    /** Peers that may call them. @default none */
    readonly from?: readonly Rule[];
    /** Peers that they may call. @default none */
    readonly to?: readonly Rule[];
};

/** The one policy of a workload. It names both directions, so that everything it does not list is refused. */
export class NetworkPolicy extends Construct {
    constructor(scope: Construct, id: string, { name, component, labels, from = [], to = [] }: NetworkPolicyProps) {
        super(scope, id);
        new k8s.KubeNetworkPolicy(this, 'policy', {
            metadata: { name, labels },
            spec: {
                podSelector: { matchLabels: selectorOf(component) },
                policyTypes: ['Ingress', 'Egress'],
                // Not as empty lists: Kubernetes drops them, and would see a change with every apply.
                ...(from.length > 0 && { ingress: from.map(
                    ({ peer, ports }) => ({ ...(peer && { from: [peer] }), ports: [...ports] })) }),
                ...(to.length > 0
                    && { egress: to.map(({ peer, ports }) => ({ ...(peer && { to: [peer] }), ports: [...ports] })) })
            }
        });
    }
}

/**
 * Refuses everything for every pod of the namespace, which should therefore be ours alone. The other policies add to
 * it.
 */
export class DefaultDeny extends Construct {
    constructor(scope: Construct, id: string, { labels }: { readonly labels: Readonly<Record<string, string>> }) {
        super(scope, id);
        new k8s.KubeNetworkPolicy(this, 'policy', {
            metadata: { name: 'default-deny', labels },
            spec: { podSelector: {}, policyTypes: ['Ingress', 'Egress'] }
        });
    }
}

/** One TCP port of the pods themselves: a policy never sees a Service's own. */
export function tcp(port: number): k8s.NetworkPolicyPort {
    return { protocol: 'TCP', port: k8s.IntOrString.fromNumber(port) };
}

/** The pods of a workload of this chart. */
export function pods(component: Component): k8s.NetworkPolicyPeer {
    return { podSelector: { matchLabels: selectorOf(component) } };
}

/** Pods outside this chart, by name and namespace. */
export function peerPods({ name, namespace }: Peer): k8s.NetworkPolicyPeer {
    return {
        ...(namespace !== undefined && { namespaceSelector: inNamespace(namespace) }),
        podSelector: { matchLabels: { 'app.kubernetes.io/name': name } }
    };
}

/** Every pod of a namespace. */
export function anyPodOf(namespace: string): k8s.NetworkPolicyPeer {
    return { namespaceSelector: inNamespace(namespace) };
}

/** A server outside the cluster, on its port. */
export function outside({ cidr, port }: OutsideServer): Rule {
    return { peer: { ipBlock: { cidr } }, ports: [tcp(port)] };
}

/**
 * Every public address, over HTTPS: for a host that a policy cannot name by address. Addresses that are not public are
 * excluded, so that no server of the installation and no metadata service of its cloud is reached this way.
 * @see RFC 6890
 */
export const publicHttps: Rule = {
    peer: {
        ipBlock: {
            cidr: '0.0.0.0/0',
            except: [
                '0.0.0.0/8', '10.0.0.0/8', '100.64.0.0/10', '127.0.0.0/8', '169.254.0.0/16', '172.16.0.0/12',
                '192.168.0.0/16', '198.18.0.0/15', '224.0.0.0/3'
            ]
        }
    },
    ports: [tcp(443)]
};

/** Addresses that webhooks are sent to: as {@link publicHttps}, and the second port of HTTPS. */
export const publicWebhooks: Rule = { ...publicHttps, ports: [...publicHttps.ports, tcp(8443)] };

/** The cluster's DNS: UDP, and TCP for answers that are too long for it. */
export const dns: Rule = {
    peer: { namespaceSelector: inNamespace('kube-system'), podSelector: { matchLabels: { 'k8s-app': 'kube-dns' } } },
    ports: [{ protocol: 'UDP', port: k8s.IntOrString.fromNumber(53) }, tcp(53)]
};

/** Selector of a namespace by the label that Kubernetes itself sets, so it cannot be forgotten or forged. */
function inNamespace(namespace: string): k8s.LabelSelector {
    return { matchLabels: { 'kubernetes.io/metadata.name': namespace } };
}
