/**
 * Labels that tell the pods of each workload from all others. **Frozen**: a Deployment, StatefulSet or Job that is live
 * refuses another selector, so a renamed one can only be rolled out by deleting the workload first. A test holds these
 * texts.
 */
export const components = {
    api: { name: 'invoices-service', component: 'api' },
    worker: { name: 'invoices-service', component: 'worker' },
    migrate: { name: 'invoices-service', component: 'migrate' },
    postgres: { name: 'postgres', component: 'database' },
    redis: { name: 'redis', component: 'cache' },
    contacts: { name: 'contacts-service', component: 'stand-in' },
    products: { name: 'products-service', component: 'stand-in' },
    services: { name: 'services-service', component: 'stand-in' },
    quotes: { name: 'quotes-service', component: 'stand-in' },
    nbp: { name: 'nbp', component: 'stand-in' },
    gateway: { name: 'api-gateway', component: 'gateway' }
} as const satisfies Record<string, { readonly name: string; readonly component: string }>;

/** One workload of ours or of the development cluster. */
export type Component = keyof typeof components;

/** Maximum length of a label's value in Kubernetes, in characters. */
const maxLabelLength = 63;

/** The labels that select the pods of a workload: these two and no others, for ever. */
export function selectorOf(component: Component): Record<string, string> {
    const { name, component: part } = components[component];
    return { 'app.kubernetes.io/name': name, 'app.kubernetes.io/component': part };
}

/**
 * The standard labels of an object and of its pods. Only the selector's own labels are ever selected by.
 * @param image - Reference of the image that runs there; gives the version.
 */
export function labelsOf(component: Component, image: string): Record<string, string> {
    return {
        ...selectorOf(component),
        'app.kubernetes.io/part-of': 'crm',
        'app.kubernetes.io/version': versionOf(image),
        'app.kubernetes.io/managed-by': 'cdk8s'
    };
}

/** Version in an image reference: its tag, else the beginning of its digest, cut to the maximum length of a label. */
export function versionOf(image: string): string {
    const [reference = '', digest] = image.split('@');
    const tag = /:([^:/]+)$/.exec(reference)?.[1];
    const version = tag ?? digest?.replace(':', '-') ?? 'unknown';
    return version.slice(0, maxLabelLength).replace(/[^A-Za-z0-9]+$/, '');
}
