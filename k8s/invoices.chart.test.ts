import { readFile } from 'node:fs/promises';
import { Testing, Yaml } from 'cdk8s';
import { describe, expect, test } from '@jest/globals';
import { parseAllDocuments } from 'yaml';
import { printed, named, ofKind, podsOf, environmentNames, manifestsOf, type Manifest } from './checks/manifests.ts';
import { environments } from './environments.ts';
import type { Images } from './images.ts';
import { invoicesApp } from './invoices.app.ts';
import { InvoicesChart, type InvoicesChartProps } from './invoices.chart.ts';
import type { Mail, PublishedKeys, Settings, Upstream } from './settings.ts';
import { snapshotImages } from './snapshot-images.ts';

const { production } = environments;

function manifestsFor(settings: Settings, images: Images = snapshotImages): readonly Manifest[] {
    return printed(new InvoicesChart(Testing.app(), 'test', { images, settings }).toJson());
}

const api = (manifests: readonly Manifest[]) => named(manifests, 'Deployment', 'invoices-service').spec?.template;
const configuration = (manifests: readonly Manifest[]) => ofKind(manifests, 'ConfigMap').find(({ metadata }) =>
    metadata?.name?.startsWith('invoices-config-'));
const migration = (manifests: readonly Manifest[]) => ofKind(manifests, 'Job')[0];

test.each(environmentNames)(
    'the committed manifests of %s are those that the chart makes (else: npm run synth:snapshots)',
    async (environment) => {
        const committed = await readFile(new URL(`./snapshots/${environment}.k8s.yaml`, import.meta.url), 'utf8');

        expect(parseAllDocuments(committed).map((document): unknown => document.toJS()))
            .toEqual(manifestsOf(environment));
        expect(Yaml.stringify(...manifestsOf(environment))).toBe(committed);
    });

test('the same settings make the same bytes', () => {
    expect(invoicesApp(snapshotImages, 'one').synthYaml()).toBe(invoicesApp(snapshotImages, 'other').synthYaml());
});

test('each object is named once, and none says its namespace: whoever applies does', () => {
    for (const environment of environmentNames) {
        const names = manifestsOf(environment).map(({ kind, metadata }) => `${kind}/${metadata?.name ?? ''}`);

        expect(names).toEqual([...new Set(names)]);
        expect(manifestsOf(environment).filter(({ metadata }) => metadata?.namespace !== undefined)).toEqual([]);
    }
});

test('policies are applied before anything runs, and the migration before what waits for it', () => {
    for (const environment of environmentNames) {
        const kinds = manifestsOf(environment).map(({ kind }) => kind);

        expect(kinds.lastIndexOf('NetworkPolicy')).toBeLessThan(kinds.indexOf('Deployment'));
        expect(manifestsOf(environment).findIndex(({ kind }) => kind === 'Job'))
            .toBeLessThan(manifestsOf(environment).findIndex(({ kind, metadata }) =>
                kind === 'Deployment' && metadata?.name === 'invoices-service'));
    }
});

describe('another setting', () => {
    const before = manifestsFor(production);
    const after = manifestsFor({ ...production, service: { ...production.service, LOG_LEVEL: 'debug' } });

    test('is another ConfigMap, which can never be changed, and new pods', () => {
        expect(configuration(before)).toMatchObject({ immutable: true, data: { LOG_LEVEL: 'info' } });
        expect(configuration(after)).toMatchObject({ immutable: true, data: { LOG_LEVEL: 'debug' } });
        expect(configuration(after)?.metadata?.name).not.toBe(configuration(before)?.metadata?.name);
        for (const name of ['invoices-service', 'invoices-worker']) {
            const [old, current] = [before, after].map((manifests) =>
                named(manifests, 'Deployment', name).spec?.template.spec?.containers[0]?.envFrom);
            expect(current).toEqual([{ configMapRef: { name: configuration(after)?.metadata?.name } }]);
            expect(current).not.toEqual(old);
        }
    });

    test('is the same migration, which does not run again', () => {
        expect(migration(after)).toEqual(migration(before));
    });
});

test('settings in another order are the same ConfigMap', () => {
    const reversed = Object.fromEntries(Object.entries(production.service).reverse()) as Settings['service'];

    expect(manifestsFor({ ...production, service: reversed })).toEqual(manifestsFor(production));
});

test('another image is another migration, and new pods', () => {
    const images = { ...snapshotImages, service: 'registry:5000/invoices-service@sha256:0123456789abcdef' };
    const after = manifestsFor(production, images);

    expect(migration(after)?.metadata?.name).not.toBe(migration(manifestsFor(production))?.metadata?.name);
    expect(podsOf(after).map(({ containers }) => containers[0]?.image))
        .toEqual(Array.from({ length: 3 }, () => images.service));
    expect(podsOf(after)[0]?.labels['app.kubernetes.io/version']).toBe('sha256-0123456789abcdef');
});

test('API, worker and migration are one image, told apart by its command', () => {
    expect(podsOf(manifestsOf('production')).map(
        ({ containers }) => containers.map(({ args, command }) => ({ args, command }))
    )).toEqual([
        [{ args: ['serve'], command: undefined }], [{ args: ['work'], command: undefined }],
        [{ args: ['migrate'], command: undefined }]
    ]);
});

test.each(environmentNames)('no pod of %s migrates by itself: it waits for the Job of its build', (environment) => {
    expect(configuration(manifestsOf(environment))).toMatchObject({ data: { MIGRATE_ON_START: 'false' } });
});

const everyUpstream: Required<Upstream> = { name: 'quotes-service', namespace: 'sales', port: 3006, path: '/api/v1' };
const apiResources = { requests: { cpu: '111m', memory: '222Mi' }, limits: { cpu: '2', memory: '777Mi' } };
const workerResources = { requests: { cpu: '333m', memory: '444Mi' }, limits: { cpu: '3', memory: '888Mi' } };
/** Every property, optional ones too: a new one does not compile until it is here, and tested below. */
const everySetting: Required<Settings> = {
    ...production,
    service: { ...production.service, TRUSTED_NETWORKS: '10.1.0.0/16', JWT_ISSUER: 'https://issuer.example' },
    api: { minReplicas: 5, maxReplicas: 9, ...apiResources },
    worker: { replicas: 4, ...workerResources },
    upstreams: { ...production.upstreams, quotes: everyUpstream } satisfies Required<Settings['upstreams']>,
    exchangeRates: { name: 'rates', namespace: 'sales', port: 3010, path: '/nbp' } satisfies Required<Upstream>,
    webhooks: 'nowhere',
    gateway: { name: 'other-gateway', namespace: 'edge' } satisfies Required<Settings['gateway']>,
    callers: [{ name: 'orders-service', namespace: 'crm' }],
    monitoringNamespace: 'observability',
    keys: {
        url: 'https://keys.example/jwks', server: { cidr: '192.168.3.0/24', port: 443 }
    } satisfies Required<PublishedKeys>,
    mail: {
        from: 'faktury@poczta.example', server: { cidr: '192.168.4.0/24', port: 465 },
        dkim: { domain: 'poczta.example', selector: 'a1' }, bounces: true
    } satisfies Required<Mail>,
    stores: { database: { cidr: '192.168.1.0/24', port: 6543 }, redis: { cidr: '192.168.2.0/24', port: 7654 } }
};
const everyProperty: Required<InvoicesChartProps> = {
    images: { service: 'ours:1', standins: 'theirs:1' } satisfies Required<Images>,
    settings: everySetting
};

test('every setting has its effect', () => {
    const manifests = manifestsFor(everyProperty.settings, everyProperty.images);

    expect(configuration(manifests)?.data).toMatchObject({
        TRUSTED_NETWORKS: '10.1.0.0/16',
        JWT_ISSUER: 'https://issuer.example',
        JWT_JWKS_URL: 'https://keys.example/jwks',
        MAIL_FROM: 'faktury@poczta.example', MAIL_DKIM_DOMAIN: 'poczta.example', MAIL_DKIM_SELECTOR: 'a1',
        QUOTES_SERVICE_URL: 'http://quotes-service.sales.svc.cluster.local:3006/api/v1',
        EXCHANGE_RATES_URL: 'http://rates.sales.svc.cluster.local:3010/nbp'
    });
    expect(named(manifests, 'HorizontalPodAutoscaler', 'invoices-service').spec)
        .toMatchObject({ minReplicas: 5, maxReplicas: 9 });
    expect(api(manifests)?.spec?.containers[0]).toMatchObject({ image: 'ours:1', resources: apiResources });
    expect(named(manifests, 'Deployment', 'invoices-worker').spec).toMatchObject({
        replicas: 4,
        template: { spec: { containers: [{ resources: workerResources }] } }
    });
    const { ingress, egress } = named(manifests, 'NetworkPolicy', 'invoices-service').spec ?? {};
    expect(ingress).toEqual([
        { from: [inNamespace('edge', 'other-gateway')], ports: [{ protocol: 'TCP', port: 3008 }] },
        { from: [inNamespace('crm', 'orders-service')], ports: [{ protocol: 'TCP', port: 3008 }] },
        { from: [inNamespace('observability')], ports: [{ protocol: 'TCP', port: 9464 }] }
    ]);
    expect(egress).toEqual(expect.arrayContaining([
        { to: [{ ipBlock: { cidr: '192.168.1.0/24' } }], ports: [{ protocol: 'TCP', port: 6543 }] },
        { to: [{ ipBlock: { cidr: '192.168.2.0/24' } }], ports: [{ protocol: 'TCP', port: 7654 }] },
        { to: [{ ipBlock: { cidr: '192.168.3.0/24' } }], ports: [{ protocol: 'TCP', port: 443 }] },
        { to: [{ ipBlock: { cidr: '192.168.4.0/24' } }], ports: [{ protocol: 'TCP', port: 465 }] },
        { to: [inNamespace('sales', 'quotes-service')], ports: [{ protocol: 'TCP', port: 3006 }] },
        { to: [inNamespace('sales', 'rates')], ports: [{ protocol: 'TCP', port: 3010 }] }
    ]));
    expect(named(manifests, 'NetworkPolicy', 'invoices-worker').spec?.egress).toContainEqual(
        { to: [{ ipBlock: { cidr: '192.168.4.0/24' } }], ports: [{ protocol: 'TCP', port: 465 }] });
    const secrets = api(manifests)?.spec?.volumes?.find(({ name }) => name === 'secrets');
    expect(secrets?.secret?.items?.map(({ key }) => key)).toEqual(
        ['DATABASE_URL', 'REDIS_URL', 'SECRETS_KEY', 'SMTP_URL', 'MAIL_DKIM_KEY', 'MAIL_BOUNCE_SECRET']);
});

test('NBP is read where the settings say so; without them nobody is let out, and rates are given by hand', () => {
    // Without webhooks too, which are another reason to be let out.
    const { exchangeRates: _, ...withoutRates }: Settings = { ...production, webhooks: 'nowhere' };
    const rules = (settings: Settings) =>
        JSON.stringify(named(manifestsFor(settings), 'NetworkPolicy', 'invoices-service').spec?.egress);

    expect(configuration(manifestsFor(production))?.data)
        .toMatchObject({ EXCHANGE_RATES_URL: 'https://api.nbp.pl/api' });
    expect(rules(production)).toContain('0.0.0.0/0');
    expect(configuration(manifestsFor(withoutRates))?.data).toMatchObject({ EXCHANGE_RATES_URL: 'off' });
    expect(rules(withoutRates)).not.toContain('0.0.0.0/0');
});

test('worker and API, and nobody else, are let out to where webhooks are sent, unless they are sent nowhere', () => {
    const ports = (settings: Settings, name: string) =>
        JSON.stringify(named(manifestsFor(settings), 'NetworkPolicy', name).spec?.egress).includes('8443');

    expect([
        ports(production, 'invoices-worker'), ports(production, 'invoices-service'),
        ports(production, 'invoices-migrate'), ports(everySetting, 'invoices-worker'),
        ports(everySetting, 'invoices-service')
    ]).toEqual([true, true, false, false, false]);
});

test('with published keys no pod is given a secret to sign tokens with', () => {
    const mounted = (settings: Settings) => podsOf(manifestsFor(settings)).map(({ of, spec }) =>
        [of, (spec.volumes ?? []).flatMap(({ secret }) => secret?.items ?? [])
            .some(({ key }) => key === 'JWT_SECRET')] as const);

    expect(mounted(everySetting).filter(([, has]) => has)).toEqual([]);
    expect(mounted(production).filter(([, has]) => has).map(([of]) => of))
        .toEqual(['Deployment/invoices-service', 'Deployment/invoices-worker']);
});

test('only the development cluster runs the stand-ins, in the image that is given', () => {
    const images = { ...snapshotImages, standins: 'theirs:2' };
    const running = (settings: Settings) => podsOf(manifestsFor(settings, images))
        .filter(({ containers }) => containers[0]?.image === 'theirs:2').map(({ of }) => of);

    expect(running(environments.dev)).toEqual([
        'Deployment/contacts-service', 'Deployment/products-service', 'Deployment/services-service',
        'Deployment/quotes-service', 'Deployment/nbp'
    ]);
    expect(running(production)).toEqual([]);
});

test('without quotes-service nothing is said of it, and nobody is let out to it', () => {
    const { contacts, products, services } = production.upstreams;
    const manifests = manifestsFor({ ...production, upstreams: { contacts, products, services } });

    expect(JSON.stringify(manifests)).not.toMatch(/quotes/i);
});

function inNamespace(namespace: string, name?: string): unknown {
    return {
        namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': namespace } },
        ...(name !== undefined && { podSelector: { matchLabels: { 'app.kubernetes.io/name': name } } })
    };
}
