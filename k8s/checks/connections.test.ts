import { describe, expect, test } from '@jest/globals';
import { selectorOf, type Component } from '../labels.ts';
import { mayConnect, type Party } from './connections.ts';
import { environmentNames, manifestsOf, ofKind } from './manifests.ts';

const pod = (component: Component): Party => ({ labels: selectorOf(component) });
const elsewhere = (namespace: string, name = 'anything'): Party =>
    ({ namespace, labels: { 'app.kubernetes.io/name': name } });
const dns: Party = { namespace: 'kube-system', labels: { 'k8s-app': 'kube-dns' } };
const stranger: Party = { labels: { 'app.kubernetes.io/name': 'stranger' } };
const internet: Party = { labels: {}, address: '93.184.216.34' };

describe.each(environmentNames)('%s', (environment) => {
    const manifests = manifestsOf(environment);

    test('refuses whatever no policy allows, both ways, for every pod', () => {
        const [deny] = ofKind(manifests, 'NetworkPolicy').filter(({ spec }) =>
            spec?.podSelector?.matchLabels === undefined);

        expect(deny?.spec).toEqual({ podSelector: {}, policyTypes: ['Ingress', 'Egress'] });
    });

    test('lets nobody but Prometheus read the metrics', () => {
        for (const called of [pod('api'), pod('worker')]) {
            expect(mayConnect(manifests, elsewhere('monitoring'), called, '9464')).toBe(true);
            expect(mayConnect(manifests, elsewhere('crm', 'api-gateway'), called, '9464')).toBe(false);
            expect(mayConnect(manifests, stranger, called, '9464')).toBe(false);
        }
    });

    test('lets nobody call the worker or the migration', () => {
        for (const caller of [
            pod('gateway'), pod('api'), elsewhere('crm', 'api-gateway'), elsewhere('monitoring'), internet, stranger
        ]) {
            expect(mayConnect(manifests, caller, pod('worker'), '3008')).toBe(false);
            expect(mayConnect(manifests, caller, pod('migrate'), '3008')).toBe(false);
        }
    });

    test.each(['api', 'worker', 'migrate'] as const)(
        'lets %s ask DNS, over UDP and TCP, and no name server in the internet', (component) => {
            expect(mayConnect(manifests, pod(component), dns, '53/UDP')).toBe(true);
            expect(mayConnect(manifests, pod(component), dns, '53')).toBe(true);
            expect(mayConnect(manifests, pod(component), internet, '53')).toBe(false);
            expect(mayConnect(manifests, pod(component), internet, '53/UDP')).toBe(false);
            expect(mayConnect(manifests, pod(component), elsewhere('kube-system'), '53/UDP')).toBe(false);
        });
});

describe('dev', () => {
    const manifests = manifestsOf('dev');
    const all = [
        'api', 'worker', 'migrate', 'postgres', 'redis', 'contacts', 'products', 'services', 'quotes', 'nbp', 'gateway'
    ] as const satisfies readonly Component[];

    test.each<[Component, string, readonly Component[]]>([
        ['postgres', '5432', ['api', 'worker', 'migrate']],
        ['redis', '6379', ['api', 'worker']],
        ['contacts', '3005', ['api', 'worker']],
        ['products', '3004', ['api', 'worker']],
        ['services', '3007', ['api', 'worker']],
        ['quotes', '3006', ['api', 'worker']],
        ['nbp', '3009', ['api', 'worker']],
        ['api', '3008', ['gateway']]
    ])('%s is called on %s by those who need it, and by no other pod', (called, port, callers) => {
        expect(all.filter((caller) => caller !== called && mayConnect(manifests, pod(caller), pod(called), port)))
            .toEqual(callers);
        for (const other of [stranger, internet, elsewhere('crm'), elsewhere('monitoring')]) {
            expect(mayConnect(manifests, other, pod(called), port)).toBe(false);
        }
    });

    test('anybody calls the gateway, on its one port', () => {
        expect(mayConnect(manifests, internet, pod('gateway'), '8080')).toBe(true);
        expect(mayConnect(manifests, elsewhere('default'), pod('gateway'), '8080')).toBe(true);
        expect(mayConnect(manifests, internet, pod('gateway'), '22')).toBe(false);
    });

    test.each(['api', 'worker', 'migrate'] as const)(
        'lets %s call nobody in the internet: the rates are those of the stand-in', (component) => {
            expect(mayConnect(manifests, pod(component), internet, '443')).toBe(false);
        });

    test.each(['postgres', 'redis', 'contacts', 'products', 'services', 'quotes', 'nbp'] as const)(
        '%s calls nobody', (component) => {
            for (const called of [dns, internet, pod('api'), pod('postgres')]) {
                for (const port of ['53/UDP', '53', '443', '3008', '5432'])
                    expect(mayConnect(manifests, pod(component), called, port)).toBe(false);
            }
        });
});

describe.each([['staging', '10.20'], ['production', '10.30']] as const)('%s', (environment, network) => {
    const manifests = manifestsOf(environment);
    const server = (address: string): Party => ({ labels: {}, address: `${network}.${address}` });

    test('the stores outside are reached at their addresses and ports only', () => {
        const callers = (called: Party, port: string) =>
            (['api', 'worker', 'migrate'] as const).filter((caller) =>
                mayConnect(manifests, pod(caller), called, port));

        expect(callers(server('0.7'), '5432')).toEqual(['api', 'worker', 'migrate']);
        expect(callers(server('1.7'), '6379')).toEqual(['api', 'worker']);
        expect(mayConnect(manifests, pod('api'), server('2.7'), '5432')).toBe(false);
        expect(mayConnect(manifests, pod('api'), server('0.7'), '22')).toBe(false);
    });

    test('the services of the CRM are reached in their namespace, and not somebody else\'s of the same name', () => {
        for (const [name, port] of [[
            'contacts-service', '3005'
        ], ['products-service', '3004'], ['services-service', '3007'], ['quotes-service', '3006']] as const) {
            expect(mayConnect(manifests, pod('api'), elsewhere('crm', name), port)).toBe(true);
            expect(mayConnect(manifests, pod('worker'), elsewhere('crm', name), port)).toBe(true);
            expect(mayConnect(manifests, pod('migrate'), elsewhere('crm', name), port)).toBe(false);
            expect(mayConnect(manifests, pod('api'), elsewhere('other', name), port)).toBe(false);
        }
    });

    test('the internet is reached over HTTPS, for NBP, and nothing inside by the same rule', () => {
        for (const caller of ['api', 'worker'] as const) {
            expect(mayConnect(manifests, pod(caller), internet, '443')).toBe(true);
            expect(mayConnect(manifests, pod(caller), internet, '80')).toBe(false);
            for (const address of [
                '10.20.0.7', '172.16.0.1', '172.31.255.255', '192.168.1.1', '169.254.169.254',
                '100.64.0.1', '127.0.0.1', '224.0.0.1'
            ]) {
                expect(mayConnect(manifests, pod(caller), { labels: {}, address }, '443')).toBe(false);
            }
            expect(mayConnect(manifests, pod(caller), { labels: {}, address: '172.32.0.1' }, '443')).toBe(true);
        }
        expect(mayConnect(manifests, pod('migrate'), internet, '443')).toBe(false);
    });

    test('the gateway is the CRM\'s: not one of that name elsewhere, and no other pod of its namespace', () => {
        expect(mayConnect(manifests, elsewhere('crm', 'api-gateway'), pod('api'), '3008')).toBe(true);
        for (const caller of [
            elsewhere('crm'), elsewhere('other', 'api-gateway'), pod('gateway'), stranger, internet
        ]) {
            expect(mayConnect(manifests, caller, pod('api'), '3008')).toBe(false);
        }
    });
});
