import { readFile } from 'node:fs/promises';
import { expect, test } from '@jest/globals';
import { parse } from 'yaml';
import { readConfig, readDatabaseConfig } from '../../app/platform/config/config.ts';
import { environment } from '../../app/platform/config/environment.ts';
import { images } from '../../k8s/development/development-values.ts';

type Service = {
    readonly image: string;
    readonly command?: readonly string[];
    readonly environment?: Readonly<Record<string, string | number>>;
    readonly ports?: readonly string[];
    readonly depends_on?: Readonly<Record<string, { readonly condition: string }>>;
    readonly healthcheck?: { readonly disable?: boolean };
    readonly container_name: string;
    readonly build?: { readonly target: string };
    readonly pull_policy?: string;
    readonly restart: string;
    readonly logging?: unknown;
    readonly deploy?: { readonly resources: { readonly limits: { readonly cpus: string; readonly memory: string } } };
    readonly networks: readonly string[] | Readonly<Record<string, unknown>>;
};
type ComposeFile = { readonly services: Readonly<Record<string, Service>> };

/** The file as `docker compose` reads it in an environment without any of its variables. */
async function composeFile(): Promise<ComposeFile> {
    const text = await readFile(new URL('../../docker-compose.yml', import.meta.url), 'utf8');
    return parse(text.replace(/\$\{\w+:-([^}]*)\}/g, '$1'), { merge: true }) as ComposeFile;
}
const { services } = await composeFile();

/** A service's variables as its process gets them: text, also where YAML has a number. */
function variablesOf(name: string): Record<string, string> {
    return Object.fromEntries(
        Object.entries(services[name]?.environment ?? {}).map(([variable, value]) => [variable, String(value)]));
}

test('every service that the system needs is there', () => {
    expect(Object.keys(services)).toEqual([
        'postgres', 'redis', 'services-service', 'products-service', 'contacts-service', 'quotes-service', 'nbp',
        'migrate', 'invoices-service', 'invoices-worker', 'api-gateway', 'example-data'
    ]);
});

test.each([
    ['invoices-service', ['serve']], ['invoices-worker', ['work']], ['migrate', ['migrate']]
])('%s has settings that the service takes', (name, command) => {
    const settings = variablesOf(name);
    const known = Object.keys(environment.describe().keys as object);

    expect(services[name]?.command).toEqual(command);
    expect(Object.keys(settings).filter((setting) => !known.includes(setting))).toEqual([]);
    expect(readConfig(settings))
        .toMatchObject({ port: 3008, environment: 'development', redisUrl: 'redis://redis:6379' });
    expect(readDatabaseConfig(settings).url).toBe('postgresql://invoices:development-only@postgres:5432/invoices');
});

test('every setting of e-mail can be given from outside, but for the files of a mounted secret', async () => {
    const text = await readFile(new URL('../../docker-compose.yml', import.meta.url), 'utf8');
    const passed = [...text.matchAll(/^ +(\w+): "?\$\{(\w+):-[^}]*\}"?$/gm)]
        .flatMap(([, setting, variable]) => (setting === variable ? [setting] : []));
    const ofMail = Object.keys(environment.describe().keys as object).filter((setting) =>
        /^(SMTP|MAIL)_/.test(setting) && !setting.endsWith('_FILE'));

    expect(ofMail.length).toBeGreaterThan(6);
    expect([...ofMail, 'TRUSTED_PROXIES'].filter((setting) => !passed.includes(setting))).toEqual([]);
    expect(readConfig({ ...variablesOf('invoices-worker'), SMTP_URL: 'smtp://mailpit:1025', MAIL_FROM: 'a@b.example',
        SMTP_STARTTLS: 'off' }).mail.smtp).toMatchObject({ port: 1025, tls: 'off', dkim: undefined });
});

test('the API and its worker call each stand-in by its name, port and prefix', () => {
    for (const name of ['invoices-service', 'invoices-worker']) {
        expect(readConfig(variablesOf(name)).upstream).toMatchObject({
            servicesUrl: 'http://services-service:3007', productsUrl: 'http://products-service:3004',
            contactsUrl: 'http://contacts-service:3005/api/v1', quotesUrl: 'http://quotes-service:3006/api/v1'
        });
    }
    expect(['services', 'products', 'contacts', 'quotes'].map((name) => variablesOf(`${name}-service`))).toEqual([
        { STANDIN: 'services', PORT: '3007' }, { STANDIN: 'products', PORT: '3004' },
        { STANDIN: 'contacts', PORT: '3005' }, { STANDIN: 'quotes', PORT: '3006' }
    ]);
});

test('the only trusted network is the address of the gateway', () => {
    const { networks } = services['api-gateway'] ?? {};
    const { auth } = readConfig(variablesOf('invoices-service'));

    expect(networks).toEqual({ 'crm-network': { ipv4_address: '172.30.8.3' } });
    expect(auth.trustedNetworks).toEqual([{ address: '172.30.8.3', prefix: 32, family: 'ipv4' }]);
});

test('each starts when what it needs is healthy, or done where it is a one-shot', () => {
    const needed = Object.fromEntries(
        Object.entries(services).map(([name, { depends_on: needs = {} }]) => [name, Object.keys(needs)]));
    const conditions = Object.values(services).flatMap(({ depends_on: needs = {} }) =>
        Object.entries(needs).map(([name, { condition }]) => `${name}: ${condition}`));
    const oneShots = Object.entries(services).filter(([, { healthcheck }]) => healthcheck?.disable === true)
        .map(([name]) => name);

    expect(needed).toMatchObject({
        'redis': ['postgres'],
        'services-service': ['redis'],
        'products-service': ['services-service'],
        'contacts-service': ['products-service'],
        'migrate': ['postgres', 'contacts-service'],
        'invoices-service': [
            'migrate', 'redis', 'services-service', 'products-service', 'contacts-service', 'quotes-service', 'nbp'
        ],
        'invoices-worker': ['migrate', 'invoices-service'],
        'api-gateway': ['invoices-service', 'invoices-worker', 'example-data']
    });
    expect(oneShots).toEqual(['migrate', 'example-data']);
    expect(conditions.filter((each) => !each.endsWith(
        oneShots.some((name) => each.startsWith(name)) ? ': service_completed_successfully' : ': service_healthy')))
        .toEqual([]);
});

test('each container has a name, a limit of processor and memory, and logs that end', () => {
    const faults = Object.entries(services).flatMap(([name, { container_name: container, logging, deploy }]) => {
        const { cpus, memory } = deploy?.resources.limits ?? {};
        const ends = JSON.stringify(logging)
            === JSON.stringify({ driver: 'json-file', options: { 'max-size': '10m', 'max-file': '3' } });
        // More processors than a machine has are an error of Docker.
        return container.endsWith(name) && ends && Number(cpus) <= 1 && /^\d+m$/.test(memory ?? '') ? [] : [name];
    });

    expect(faults).toEqual([]);
    expect(services['invoices-service']?.container_name).toBe('invoices-service');
    expect(services['invoices-service']?.deploy?.resources.limits.memory).toBe('1024m');
});

test('one service builds each image, so that a second `up` does not replace it; the others never pull it', () => {
    const all = Object.entries(services);
    const built = all.filter(([, { build }]) => build !== undefined);

    expect(built.map(([name, { image, build, pull_policy: policy }]) => [name, image, build?.target, policy])).toEqual([
        ['services-service', 'invoices-service-standins:local', 'standins', 'build'],
        ['invoices-service', 'invoices-service:local', 'production', 'build']
    ]);
    expect(all.filter(([, { build, image, pull_policy: policy }]) =>
        build === undefined && image.endsWith(':local') && policy !== 'never')).toEqual([]);
});

test('nothing is reached from outside of this machine, because the secrets are public', () => {
    const ports = Object.values(services).flatMap(({ ports: published = [] }) => published);

    expect(ports).toEqual(['127.0.0.1:3008:3008', '127.0.0.1:9464:9464', '127.0.0.1:3000:8080']);
});

test('the servers are those of the development cluster', () => {
    expect([services['postgres']?.image, services['redis']?.image, services['api-gateway']?.image])
        .toEqual([images.postgres, images.redis, images.gateway]);
});
