import { k8s } from 'cdk8s-plus-27';

/** Probes of what is not ours: whether it listens decides over its life, whether it answers over its calls. */
type Probes = Required<Pick<k8s.Container, 'livenessProbe' | 'readinessProbe'>>;

/**
 * @param port - Name of the container's port; it listens while it lives.
 * @param answers - How to ask whether it answers.
 */
export function probes(port: string, answers: Pick<k8s.Probe, 'exec' | 'httpGet'>): Probes {
    return {
        livenessProbe: { tcpSocket: { port: k8s.IntOrString.fromString(port) }, periodSeconds: 10, timeoutSeconds: 3, failureThreshold: 6 },
        readinessProbe: { ...answers, periodSeconds: 3, timeoutSeconds: 3, failureThreshold: 2 }
    };
}
