import { join } from 'node:path';
import { randomUUID } from 'node:crypto';
import { contactId, productId, serviceId } from '../../../app/dev/standins/catalogue/ids.ts';
import { sampleJwtSecret } from '../../../app/platform/config/sample-secret.ts';
import type { Checks } from '../../support/checks.ts';
import { textIn } from '../../support/http-caller.ts';
import { attempt, command } from '../command.ts';
import { ask, seller } from '../journey.ts';
import { adminToken } from '../tokens.ts';
import { checkContainerCommands } from './container-commands.ts';
import { checkSecondUp } from './container-ids.ts';
import { images, type Stack } from './stack.ts';

const servicePort = 3008;
const project = `crm-e2e-${process.pid}`;
const tables = `SELECT string_agg(DISTINCT table_schema, ' ') FROM information_schema.tables
    WHERE table_name IN ('invoice', 'invoice_line', '_prisma_migrations')`;

/**
 * Checks the block of invoices-service in a CRM's compose file as it is written there (spec 10.1): beside other
 * services' tables it starts, migrates, and answers the gateway's calls.
 */
export async function checkCrmBlock(stack: Stack, checks: Checks): Promise<void> {
    const compose = (...args: readonly string[]) => command('docker', ['compose', ...args], optionsOf(stack));
    const up = () => compose('up', '--detach', '--wait');
    await compose('up', '--detach', '--wait', 'postgres');
    const before = await othersTables(compose);
    await up().catch(async (error: unknown) => {
        throw new Error(`${String(error)}\n${await compose('logs', '--tail', '30', 'invoices-service')}`);
    });

    const log = await compose('logs', '--no-log-prefix', 'invoices-service');
    checks.expectNone('the CRM\'s block: the log warns that calls need no token',
        log.includes('CALLS FROM TRUSTED NETWORKS NEED NO TOKEN') ? [] : [log.slice(0, 2_000)]);
    await issueThroughGateway(stack.gatewayPort, checks);
    const schemas = (await compose('exec', '-T', 'postgres', 'psql', '-U', 'postgres', '-d', 'crm_db', '-Atc', tables))
        .trim();
    checks.expectNone('the CRM\'s block: its tables are in the schema invoices alone', schemas === 'invoices'
        ? [] : [schemas]);
    const changed = await othersTables(compose);
    checks.expectNone('the CRM\'s block: the tables of other services are as before, to the byte',
        changed === before && before.includes('CREATE TABLE public.invoice_items') ? [] : [changed.slice(0, 2_000)]);
    await checkContainerCommands('invoices-service', 'the CRM\'s block', checks);
    await checkSecondUp(project, up, checks);
}

/** Removes everything of the CRM that is still there. */
export async function removeCrm(stack: Stack): Promise<void> {
    await attempt('docker', ['compose', 'down', '--volumes', '--remove-orphans', '--timeout', '5'], optionsOf(stack));
}

function optionsOf({ folder, gatewayPort }: Stack) {
    return {
        cwd: join(folder, 'test', 'e2e', 'compose', 'crm'),
        env: {
            COMPOSE_PROJECT_NAME: project, GATEWAY_PORT: String(gatewayPort),
            INVOICES_IMAGE: images.production, STANDINS_IMAGE: images.standins
        }
    };
}

/** Schema and rows of the schema that all services share. */
async function othersTables(compose: Stack['compose']): Promise<string> {
    const dump = await compose('exec', '-T', 'postgres', 'pg_dump', '-U', 'postgres', '--schema=public', 'crm_db');
    // Newer versions of pg_dump put a word of chance into these.
    return dump.replace(/^\\(un)?restrict .*$/gm, '');
}

/** Drafts and issues an invoice as the CRM's gateway does: without a token. Only the seller needs one, once. */
async function issueThroughGateway(port: number, checks: Checks): Promise<void> {
    const expect = (what: string, { status, text }: { status: number; text: string }, expected: number) =>
        checks.expectNone(`the CRM's block: ${what}: ${expected}`, status === expected ? [] : [
            `${status}: ${text.slice(0, 500)}`
        ]);
    expect('the seller is stored, at the service itself, with a token', await ask(servicePort, {
        method: 'PATCH', path: '/organisation', token: await adminToken(sampleJwtSecret), body: JSON.stringify(seller)
    }), 200);
    const drafted = await ask(port, {
        method: 'POST', path: '/invoices', key: randomUUID(), body: JSON.stringify({
            contactId: contactId(1),
            items: [
                { itemType: 'product', productId: productId(1), quantity: '25.5' },
                { itemType: 'service', serviceId: serviceId(1), quantity: '25.5' }
            ]
        })
    });
    expect('the gateway drafts without a token, buyer and prices from the other services', drafted, 201);
    const sent = await ask(port, {
        method: 'PATCH', path: `/invoices/${textIn(drafted.text, 'id')}/send`, body: '{}'
    });
    expect('the gateway sends it, which issues it', sent, 200);
    const number = textIn(sent.text, 'invoiceNumber');
    checks.expectNone(`the CRM's block: its number is ${number}`, /^FV\/\d{4}\/\d{2}\/0001$/.test(number)
        ? [] : [sent.text.slice(0, 500)]);
    const { status, text } = await ask(port, { method: 'GET', path: `/invoices/${textIn(drafted.text, 'id')}` });
    checks.expectNone('the CRM\'s block: it reads back as sent', status === 200 && textIn(text, 'status') === 'sent'
        ? [] : [`${status}: ${text.slice(0, 300)}`]);
}
