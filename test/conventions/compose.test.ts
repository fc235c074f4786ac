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
        'migrate': ['postgres'],
        'invoices-service': [
            'migrate', 'redis', 'services-service', 'products-service', 'contacts-service', 'quotes-service', 'nbp'
        ],
        'invoices-worker': ['migrate', 'invoices-service'],
        'api-gateway': ['invoices-service', 'example-data']
    });
    expect(oneShots).toEqual(['migrate', 'example-data']);
    expect(conditions.filter((each) => !each.endsWith(
        oneShots.some((name) => each.startsWith(name)) ? ': service_completed_successfully' : ': service_healthy')))
        .toEqual([]);
});

test('nothing is reached from outside of this machine, because the secrets are public', () => {
    const ports = Object.values(services).flatMap(({ ports: published = [] }) => published);

    expect(ports).toEqual(['127.0.0.1:3008:3008', '127.0.0.1:9464:9464', '127.0.0.1:3000:8080']);
});

test('the servers are those of the development cluster', () => {
    expect([services['postgres']?.image, services['redis']?.image, services['api-gateway']?.image])
        .toEqual([images.postgres, images.redis, images.gateway]);
});
