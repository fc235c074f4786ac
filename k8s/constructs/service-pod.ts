import type { k8s } from 'cdk8s-plus-27';
import { labelsOf } from '../labels.ts';
import { metricsPort, servicePort } from '../ports.ts';
import { serviceProbes, shutdown } from './lifecycle.ts';
import { apart } from './placement.ts';
import { container, podTemplate } from './pod.ts';
import type { Resources } from './resources.ts';
import { secretFiles } from './secret-files.ts';
import { serviceAccountName } from './service-account.ts';
import type { SecretName } from '../secrets.ts';

/** Properties by which the API's pods differ from the worker's. */
export type ServicePodProps = Resources & {
    readonly component: 'api' | 'worker';
    /** Command of the image's entry point. */
    readonly command: 'serve' | 'work';
    readonly image: string;
    /** ConfigMap with the plain settings. */
    readonly configMapName: string;
    /** Secrets that it is given. */
    readonly secretNames: readonly SecretName[];
};

/** A pod of the API or of the worker: one image, the same settings, secrets, probes, metrics and end. */
export function servicePod(
    { component, command, image, configMapName, requests, limits, secretNames }: ServicePodProps
): k8s.PodTemplateSpec {
    const secrets = secretFiles(secretNames);
    return podTemplate({
        labels: labelsOf(component, image),
        annotations: {
            'prometheus.io/scrape': 'true', 'prometheus.io/path': '/metrics', 'prometheus.io/port': String(metricsPort)
        },
        serviceAccountName,
        container: container({
            name: component,
            image,
            args: [command],
            configMapName,
            env: secrets.env,
            ports: { http: servicePort, metrics: metricsPort },
            probes: serviceProbes,
            resources: { requests, limits },
            mounts: [secrets.mount]
        }),
        volumes: [secrets.volume],
        more: { ...apart(component), terminationGracePeriodSeconds: shutdown.graceSeconds }
    });
}
