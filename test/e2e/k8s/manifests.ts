import { join } from 'node:path';
import { App } from 'cdk8s';
import { environments } from '../../../k8s/environments.ts';
import { InvoicesChart } from '../../../k8s/invoices.chart.ts';
import { invoicesApp } from '../../../k8s/invoices.app.ts';
import type { Settings } from '../../../k8s/settings.ts';
import type { Checks } from '../../support/checks.ts';
import { images, type Cluster } from './cluster.ts';

/** Writes the charts of every environment, as `npm run synth` does. @returns The file of an environment */
export function synthesise(folder: string): (environment: keyof typeof environments) => string {
    invoicesApp(images, folder).synth();
    return (environment) => join(folder, `${environment}.k8s.yaml`);
}

/** Writes the chart of one environment with other settings. @returns Its file */
function synthesiseWith(folder: string, environment: string, settings: Settings): string {
    const app = new App({ outdir: folder });
    new InvoicesChart(app, environment, { images, settings });
    app.synth();
    return join(folder, `${environment}.k8s.yaml`);
}

/**
 * The production chart with its surroundings in another namespace of the same cluster. No call is let out to the
 * internet: a test cluster has none, and not every one enforces the `except` of such a policy, which
 * `k8s/checks/connections.test.ts` checks.
 */
export function synthesiseProduction(folder: string, around: string, podNetwork: string): string {
    const { production, dev } = environments;
    const { contacts, products, services, quotes } = dev.upstreams;
    return synthesiseWith(join(folder, 'production'), 'production', {
        ...production,
        upstreams: {
            contacts: { ...contacts, namespace: around }, products: { ...products, namespace: around },
            services: { ...services, namespace: around }, quotes: { ...quotes, namespace: around }
        },
        exchangeRates: { ...dev.exchangeRates, namespace: around },
        webhooks: 'nowhere',
        gateway: { ...production.gateway, namespace: around },
        stores: { database: { cidr: podNetwork, port: 5432 }, redis: { cidr: podNetwork, port: 6379 } }
    });
}

/** The development chart with products-service at another address: its full name, which leads to the same pods. */
export function synthesiseWithOtherUpstream(folder: string, namespace: string): string {
    const { dev } = environments;
    const products = { ...dev.upstreams.products, namespace };
    return synthesiseWith(join(folder, 'other'), 'dev', { ...dev, upstreams: { ...dev.upstreams, products } });
}

/**
 * Checks that kubectl reads the files, and that the API server accepts every object, unknown fields and *restricted*
 * included.
 */
export async function checkManifests(
    { attemptKubectl }: Cluster, fileOf: ReturnType<typeof synthesise>, checks: Checks
): Promise<void> {
    for (const environment of ['dev', 'staging', 'production'] as const) {
        for (const mode of ['client', 'server'] as const) {
            const { code, stderr } = await attemptKubectl(
                'apply', `--dry-run=${mode}`, '--validate=strict', '-f', fileOf(environment));
            const warned = stderr.includes('would violate PodSecurity');
            checks.expectNone(`kubectl apply --dry-run=${mode} of ${environment}`, code === 0 && !warned
                ? [] : [stderr.slice(0, 1_000)]);
        }
    }
}
