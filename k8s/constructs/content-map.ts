import { k8s } from 'cdk8s-plus-27';
import { Construct } from 'constructs';
import { hashedName } from './hashed-name.ts';

/** Content of a ConfigMap, and the beginning of its name. */
export type ContentMapProps = {
    readonly name: string;
    readonly labels: Readonly<Record<string, string>>;
    readonly content: Readonly<Record<string, string>>;
};

/**
 * A ConfigMap that never changes: its name carries a hash of its content. With a fixed name, new settings would reach
 * pods at their next restart, at an unknown time, and a rollback of the Deployment would start old pods with new
 * settings.
 */
export class ContentMap extends Construct {
    /** The whole name, for workloads that read it. */
    readonly name: string;

    constructor(scope: Construct, id: string, { name, labels, content }: ContentMapProps) {
        super(scope, id);
        const ordered = Object.fromEntries(Object.entries(content).sort(([a], [b]) => (a < b ? -1 : 1)));
        this.name = hashedName(name, ordered);
        new k8s.KubeConfigMap(this, 'map', { metadata: { name: this.name, labels }, immutable: true, data: ordered });
    }
}
