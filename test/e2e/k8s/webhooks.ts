import { randomUUID } from 'node:crypto';
import { Webhook } from 'standardwebhooks';
import { selectorOf } from '../../../k8s/labels.ts';
import type { Checks } from '../../support/checks.ts';
import { textIn, type Call } from '../../support/http-caller.ts';
import { command } from '../command.ts';
import { textOf } from '../journey.ts';
import { until } from '../until.ts';
import { removeNamespace, untilRolledOut, type Cluster } from './cluster.ts';
import { openForeignNamespace, startStranger } from './stranger.ts';
import type { Door } from './under-load.ts';

const receiverPort = 8888;
/** Script of a receiver that accepts any request and writes it down, a line each. */
const receiver = `
require('node:http').createServer(async (request, response) => {
    const body = Buffer.concat(await request.toArray()).toString();
    if (request.method === 'POST') console.log(JSON.stringify({ headers: request.headers, body }));
    response.writeHead(204).end();
}).listen(${receiverPort});`;

const issuing = JSON.stringify({
    customerName: 'Anna Przykładowa', customerAddress: 'ul. Lipowa 2, 00-002 Warszawa',
    items: [{
        itemType: 'custom', description: 'Transport', unit: 'szt', quantity: '1', unitPriceNet: '100.00', vatRate: 23
    }]
});
/** Time limit: pauses between attempts are 5 s and 1 min. */
const limitSeconds = 90;

/** The members of `GET /webhooks/{webhookId}/deliveries` that are read here. */
type Delivery = { readonly eventId: string; readonly state: string; readonly lastError: string | null };

/**
 * Follows an event from the worker to a receiver. The development chart lets webhooks out nowhere: first its policy
 * refuses the attempt; once another policy lets this one receiver through, the same event arrives, signed.
 */
export async function checkWebhooks(cluster: Cluster, door: Door, checks: Checks): Promise<void> {
    const elsewhere = `${cluster.namespace}-receiver`;
    await openForeignNamespace(cluster, elsewhere);
    try {
        const url = `http://${await startStranger(elsewhere, 'receiver', receiver)}:${receiverPort}/hook`;
        await cluster.kubectl(
            'set', 'env', 'deployment/invoices-service', 'deployment/invoices-worker', 'WEBHOOK_ALLOW_PRIVATE=true');
        await untilRolledOut(cluster);
        const webhook = await sent(
            door, 201, { method: 'POST', path: '/webhooks', body: JSON.stringify({ url, types: ['invoice.issued'] }) });
        const path = `/webhooks/${textIn(webhook, 'id')}`;
        const draft = await sent(door, 201, { method: 'POST', path: '/invoices', body: issuing });
        await sent(door, 200, { method: 'POST', path: `/invoices/${textIn(draft, 'id')}/issue` });

        const refused = await untilDelivery(door, path, 'a failed attempt', ({ lastError }) => lastError !== null);
        checks.expectNone(`the worker's policy keeps a webhook inside: ${refused.lastError}`,
            ['connection', 'connect_timeout'].includes(String(refused.lastError)) ? [] : [JSON.stringify(refused)]);
        await letOut(cluster, elsewhere);
        // A changed address starts a new attempt, without the second pause.
        await sent(door, 200, { method: 'PATCH', path, body: JSON.stringify({ url: `${url}?again` }) });
        const delivered = await untilDelivery(door, path, 'the delivery', ({ state }) => state === 'delivered');
        const logged = await command('kubectl', ['-n', elsewhere, 'logs', 'receiver']);
        checks.expectNone('a webhook arrives from the worker once its policy lets it out, signed', faultsOf(
            logged, textIn(webhook, 'secret'), delivered));
        await sent(door, 200, { method: 'PATCH', path, body: JSON.stringify({ status: 'paused' }) });
    } finally {
        await removeNamespace(elsewhere);
    }
}

function sent({ port, token }: Door, expected: number, call: Call): Promise<string> {
    return textOf(port, expected, { ...call, token, ...(call.method === 'GET' ? {} : { key: randomUUID() }) });
}

async function untilDelivery(
    door: Door, path: string, what: string, isIt: (delivery: Delivery) => boolean
): Promise<Delivery> {
    let found: Delivery | undefined;
    await until(limitSeconds, `${what} of a webhook`, async () => {
        // The service's own tests check the shape of its answers.
        const { data } = JSON.parse(await sent(door, 200, { method: 'GET', path: `${path}/deliveries` })) as {
            data: Delivery[]
        };
        found = data.find(isIt);
        return found !== undefined;
    });
    if (found === undefined) throw new Error(`There is no ${what}`);
    return found;
}

async function letOut({ applyObject }: Cluster, namespace: string): Promise<void> {
    await applyObject({
        apiVersion: 'networking.k8s.io/v1', kind: 'NetworkPolicy', metadata: { name: 'e2e-receiver' },
        spec: {
            podSelector: { matchLabels: selectorOf('worker') }, policyTypes: ['Egress'],
            egress: [{
                to: [{ namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': namespace } } }],
                ports: [{ protocol: 'TCP', port: receiverPort }]
            }]
        }
    });
}

/** Faults of the receiver's log, which must be one event with a valid signature. */
function faultsOf(logged: string, secret: string, { eventId }: Delivery): readonly string[] {
    const taken = logged.trim().split('\n').map((line) =>
        JSON.parse(line) as { headers: Record<string, string>; body: string });
    const faults = taken.flatMap(({ headers, body }) => {
        try {
            new Webhook(secret).verify(body, headers);
            return headers['webhook-id'] === eventId
                ? [] : [`the event ${headers['webhook-id']} arrived instead of ${eventId}`];
        } catch (error) {
            return [String(error)];
        }
    });
    return taken.length === 1 ? faults : [...faults, `${taken.length} events arrived`];
}
