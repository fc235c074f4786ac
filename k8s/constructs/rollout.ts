import { k8s } from 'cdk8s-plus-27';

/**
 * Replacement of pods: a new one must be ready, and have stayed so for a moment, before an old one is stopped. A build
 * that never gets ready therefore takes no capacity away, and after two minutes `kubectl rollout status` says that it
 * failed. (A migration that takes longer makes it say so too; the rollout itself continues when the migration is done.)
 */
export const rollout = {
    minReadySeconds: 3,
    progressDeadlineSeconds: 120,
    strategy: {
        type: 'RollingUpdate',
        rollingUpdate: { maxUnavailable: k8s.IntOrString.fromNumber(0), maxSurge: k8s.IntOrString.fromNumber(1) }
    }
} as const satisfies Partial<k8s.DeploymentSpec>;
