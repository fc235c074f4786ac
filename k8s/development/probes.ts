import { k8s } from 'cdk8s-plus-27';

/** Probes of other projects' images: liveness checks that it listens, readiness that it answers. */
type Probes = Required<Pick<k8s.Container, 'livenessProbe' | 'readinessProbe'>>;

/**
 * @param port - Name of the container's port; the process listens on it while it lives.
 * @param answers - Probe that asks whether it answers.
 */
export function probes(port: string, answers: Pick<k8s.Probe, 'exec' | 'httpGet'>): Probes {
    return {
        livenessProbe: {
            tcpSocket: { port: k8s.IntOrString.fromString(port) }, periodSeconds: 10,
            timeoutSeconds: 3, failureThreshold: 6
        },
        readinessProbe: { ...answers, periodSeconds: 3, timeoutSeconds: 3, failureThreshold: 2 }
    };
}
