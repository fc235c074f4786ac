import { setTimeout as wait } from 'node:timers/promises';
import { expect, test } from '@jest/globals';
import { eventually } from '../support/eventually.ts';
import { onDatabase } from '../support/given-lock.ts';
import { givenOrganisation, type GivenOrganisation } from '../support/given-organisation.ts';
import { mailFrom, useMailServer } from '../support/use-mail.ts';
import { useProcesses } from '../support/use-closing.ts';
import { useService } from '../support/use-service.ts';

const service = useService({ env: { SMTP_URL: 'smtp://127.0.0.1:9', MAIL_FROM: mailFrom } });
const server = useMailServer();
const start = useProcesses();

async function sendOf(organisation: GivenOrganisation, emailTo: string): Promise<void> {
    const { id } = await organisation.draft();
    const { status } = await organisation.call('PATCH', `/invoices/${id}/send`, { body: { emailTo } });
    expect(status).toBe(200);
}

test('e-mails go by turns of organisations, and one organisation leaves a hand to another', async () => {
    const [many, few] = [await givenOrganisation(service), await givenOrganisation(service)];
    for (let n = 0; n < 14; n += 1) await sendOf(many, `klient-${n}@many.example`);
    await sendOf(few, 'klient@few.example');
    let atOnce = 0;
    let maxAtOnce = 0;
    server.rules({ data: async ({ to: [address = ''] }) => {
        const counted = address.endsWith('@many.example') ? 1 : 0;
        atOnce += counted;
        maxAtOnce = Math.max(maxAtOnce, atOnce);
        await wait(400);
        atOnce -= counted;
        return undefined;
    } });

    // The order in which the queue's library hands jobs out.
    const order = await onDatabase<{ readonly group_id: string }>(service.databaseUrl,
        `SELECT group_id FROM job WHERE name = 'send-mail' ORDER BY priority DESC, created_on`);
    start({
        DATABASE_URL: service.databaseUrl, SMTP_URL: `smtp://127.0.0.1:${server.port}`, SMTP_STARTTLS: 'off',
        MAIL_FROM: mailFrom
    }, ['work']);
    await eventually('all e-mails', () => server.received.length, { within: 60_000, until: (count) => count === 15 });

    expect(order.map(({ group_id: id }) => id).indexOf(few.id)).toBe(1);
    expect(server.whole.findIndex(({ to }) => to[0] === 'klient@few.example')).toBeLessThan(6);
    expect(maxAtOnce).toBeLessThanOrEqual(4);
}, 120_000);

test('a worker that is told to stop waits beyond its grace for the answer to a whole e-mail', async () => {
    await sendOf(await givenOrganisation(service), 'klient@slow.example');
    server.rules({ data: async () => {
        await wait(2_500);
        return undefined;
    } });
    const worker = start({
        DATABASE_URL: service.databaseUrl, SMTP_URL: `smtp://127.0.0.1:${server.port}`, SMTP_STARTTLS: 'off',
        MAIL_FROM: mailFrom, SHUTDOWN_TIMEOUT_MS: '200'
    }, ['work']);
    await eventually('the whole e-mail', () => server.whole.length, { within: 60_000, until: (count) => count === 1 });

    worker.kill('SIGTERM');

    expect(await worker.ended).toBe(0);
    expect(await onDatabase(service.databaseUrl, `SELECT d.email_to, m.state FROM mail_delivery m
        JOIN invoice_delivery d ON d.id = m.id WHERE d.email_to = 'klient@slow.example'`))
        .toEqual([{ email_to: 'klient@slow.example', state: 'sent' }]);
}, 90_000);
