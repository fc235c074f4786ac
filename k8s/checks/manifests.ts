import type { IDeployment, IStatefulSet } from 'kubernetes-models/apps/v1';
import type { IHorizontalPodAutoscaler } from 'kubernetes-models/autoscaling/v2';
import type { IJob } from 'kubernetes-models/batch/v1';
import type { INetworkPolicy } from 'kubernetes-models/networking.k8s.io/v1';
import type { IPodDisruptionBudget } from 'kubernetes-models/policy/v1';
import type { IConfigMap, IContainer, IPodSpec, ISecret, IService, IServiceAccount } from 'kubernetes-models/v1';
import { environments } from '../environments.ts';
import { invoicesApp } from '../invoices.app.ts';
import { snapshotImages } from '../snapshot-images.ts';

/**
 * Every kind of object that the charts make. A chart's output is read back as these, so the checks see what a cluster
 * sees.
 */
export type Manifest = IDeployment | IStatefulSet | IJob | IHorizontalPodAutoscaler
    | INetworkPolicy | IPodDisruptionBudget
    | IConfigMap | ISecret | IService | IServiceAccount;

/** An object of one kind. */
export type ManifestOf<Kind extends Manifest['kind']> = Extract<Manifest, { kind: Kind }>;

/** The name of an environment. */
export type EnvironmentName = keyof typeof environments;

/** Every environment's name, for `test.each`. */
export const environmentNames = Object.keys(environments) as readonly EnvironmentName[];

/** The committed manifests of an environment. */
export function manifestsOf(environment: EnvironmentName): readonly Manifest[] {
    const chart = invoicesApp(snapshotImages, 'nowhere').charts.find(({ node }) => node.id === environment);
    return printed(chart?.toJson() ?? []);
}

/** Objects as the chart prints them. */
export function printed(objects: readonly unknown[]): readonly Manifest[] {
    return JSON.parse(JSON.stringify(objects)) as readonly Manifest[];
}

/** The objects of one kind. */
export function ofKind<Kind extends Manifest['kind']>(
    manifests: readonly Manifest[], kind: Kind
): readonly ManifestOf<Kind>[] {
    return manifests.filter((manifest): manifest is ManifestOf<Kind> => manifest.kind === kind);
}

/**
 * The object of a kind and name.
 * @throws Error when there is none
 */
export function named<Kind extends Manifest['kind']>(
    manifests: readonly Manifest[], kind: Kind, name: string
): ManifestOf<Kind> {
    const found = ofKind(manifests, kind).find(({ metadata }) => metadata?.name === name);
    if (found === undefined) throw new Error(`There is no ${kind} ${name}`);
    return found;
}

/** The pods that one workload starts. */
export type Pods = {
    /** Kind and name of the workload, such as `Deployment/invoices-service`. */
    readonly of: string;
    readonly workload: ManifestOf<'Deployment' | 'StatefulSet' | 'Job'>;
    readonly labels: Readonly<Record<string, string>>;
    readonly annotations: Readonly<Record<string, string>>;
    readonly spec: IPodSpec;
    /** Containers, init containers included. */
    readonly containers: readonly IContainer[];
};

/** All pods that the manifests start. */
export function podsOf(manifests: readonly Manifest[]): readonly Pods[] {
    return [...ofKind(manifests, 'Deployment'), ...ofKind(manifests, 'StatefulSet'), ...ofKind(manifests, 'Job')]
        .map((workload) => {
            const { metadata, spec = { containers: [] } } = workload.spec?.template ?? {};
            return {
                of: `${workload.kind}/${workload.metadata?.name ?? ''}`,
                workload,
                labels: metadata?.labels ?? {},
                annotations: metadata?.annotations ?? {},
                spec,
                containers: [...spec.containers, ...(spec.initContainers ?? [])]
            };
        });
}

/** Checks whether labels match a selector. An empty selector matches all. */
export function selects(
    selector: Readonly<Record<string, string>> | undefined, labels: Readonly<Record<string, string>>
): boolean {
    return Object.entries(selector ?? {}).every(([name, value]) => labels[name] === value);
}
