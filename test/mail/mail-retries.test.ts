import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type AddressInfo } from 'node:net';
import { setTimeout as wait } from 'node:timers/promises';
import { afterEach, expect, test } from '@jest/globals';
import { Registry } from 'prom-client';
import { readMailBacklog } from '../../app/features/mail/mail-backlog.repository.ts';
import { mailMetrics } from '../../app/features/mail/mail-metrics.ts';
import { resumeMail } from '../../app/features/mail/resume-mail.ts';
import { sendMail } from '../../app/features/mail/send-mail.ts';
import { DomainError } from '../../app/foundation/errors/domain-error.ts';
import { onDatabase } from '../support/given-lock.ts';
import { givenClock } from '../support/given-server.ts';
import { mailFrom, sendWaiting, smtpOf, useMailServer, type SendingOptions } from '../support/use-mail.ts';
import { useClosing } from '../support/use-closing.ts';
import { useOrganisation, useService } from '../support/use-service.ts';

const clock = givenClock();
const service = useService({ clock, env: { SMTP_URL: 'smtp://127.0.0.1:9', MAIL_FROM: mailFrom } });
const organisation = useOrganisation(service);
const server = useMailServer();
const closing = useClosing();
afterEach(() => onDatabase(service.databaseUrl, `UPDATE mail_delivery SET state = 'withdrawn'
    WHERE state IN ('queued', 'sending')`));

const days = (count: number): number => count * 24 * 3_600_000;
const silence = { data: () => new Promise<undefined>(() => undefined) };

async function givenWaiting(emailTo = 'klient@klient.example'): Promise<string> {
    const { id } = await organisation.issued();
    const { status } = await organisation.call('PATCH', `/invoices/${id}/send`, { body: { emailTo } });
    expect(status).toBe(200);
    return id;
}
const deliveryOf = async (id: string) => (await organisation.call('GET', `/invoices/${id}/deliveries`)).body.data[0];
const sendAll = (changes = {}, options: SendingOptions = {}) =>
    sendWaiting(service, smtpOf(server.port, changes), options);

/** The service with a typesetter that fails. */
function withTypesetterThat(fails: () => Error): typeof service {
    const { typesetter } = service.dependencies;
    return { ...service, dependencies: { ...service.dependencies, typesetter: {
        ...typesetter, pdf: () => Promise.reject(fails())
    } } };
}

test('a whole e-mail goes out three times at most without an answer, also with other failures between', async () => {
    const id = await givenWaiting();

    for (let round = 0; round < 4; round += 1) {
        server.rules(silence);
        await sendAll({ timeoutMs: 300 });
        await sendAll({ port: 9 });
        server.rules({ recipient: () => ({ code: 450, message: '4.2.0 later' }) });
        await sendAll();
    }

    expect(server.whole).toHaveLength(3);
    expect(await deliveryOf(id)).toMatchObject({ state: 'failed', reason: 'outcome_unknown' });
});

test('an answer settles the doubt of its own try', async () => {
    const id = await givenWaiting();
    server.rules(silence);
    await sendAll({ timeoutMs: 300 });
    server.rules({ data: async () => ({ code: 451, message: '4.3.0 later' }) });
    for (let time = 0; time < 4; time += 1) await sendAll();

    const rows = await onDatabase(
        service.databaseUrl, 'SELECT state, doubts FROM mail_delivery WHERE invoice_id = $1', [id]);
    expect(rows).toEqual([{ state: 'queued', doubts: 1 }]);
});

test('that the mail server took it counts, though another worker has the e-mail by then', async () => {
    const id = await givenWaiting();
    server.rules({ data: async () => {
        await onDatabase(service.databaseUrl,
            `UPDATE mail_delivery SET claim = $2::uuid WHERE invoice_id = $1`, [id, randomUUID()]);
        return undefined;
    } });

    await sendAll();
    await sendAll();

    expect(server.whole).toHaveLength(1);
    expect(await deliveryOf(id)).toMatchObject({ state: 'sent', attempts: 1 });
});

test('a worker that has to stop waits for the answer to a whole e-mail, and begins no other', async () => {
    const id = await givenWaiting();
    const stop = new AbortController();
    server.rules({ data: async () => {
        stop.abort();
        await wait(200);
        return undefined;
    } });

    await sendAll({}, { signal: stop.signal });
    const other = await givenWaiting();
    await sendAll({}, { signal: stop.signal });

    expect(server.whole).toHaveLength(1);
    expect(await deliveryOf(id)).toMatchObject({ state: 'sent' });
    expect(await deliveryOf(other)).toMatchObject({ state: 'queued', reason: 'connection' });
});

test('a mail server that takes no connection from the service has every e-mail wait', async () => {
    const blocking = createServer((socket) => void socket.end('554 5.7.1 blocked\r\n')).listen(0, '127.0.0.1');
    await once(blocking, 'listening');
    closing({ close: async () => void blocking.close() });
    // A listening TCP server has an address of this form.
    const { port } = blocking.address() as AddressInfo;
    const id = await givenWaiting();

    await sendAll({ port });
    const blocked = await deliveryOf(id);
    await sendAll();

    expect(blocked).toMatchObject({ state: 'queued', reason: 'connection', smtpStatus: '554 5.7.1' });
    expect(await deliveryOf(id)).toMatchObject({ state: 'sent' });
});

test('a document that could not be made once, after the e-mail waited for days, is made at the next try', async () => {
    const id = await givenWaiting();
    clock.pass(days(4));
    const broken = withTypesetterThat(() => new Error('the template refuses the data'));

    await sendWaiting(broken, smtpOf(server.port));
    const first = await deliveryOf(id);
    await sendAll();

    expect(first).toMatchObject({ state: 'queued', reason: 'document_failed' });
    expect(await deliveryOf(id)).toMatchObject({ state: 'sent' });
});

test('a typesetter that has too much to do is no reason to give an e-mail up', async () => {
    const id = await givenWaiting();
    const busy = withTypesetterThat(() => new DomainError('DOCUMENT_BUSY', '22 documents are being made'));

    await sendWaiting(busy, smtpOf(server.port));
    clock.pass(days(4));
    await sendWaiting(busy, smtpOf(server.port));

    expect(await deliveryOf(id)).toMatchObject({ state: 'queued', reason: null });
});

test('an e-mail whose last try finds no SMTP_URL has failed, and says so', async () => {
    const id = await givenWaiting();
    const ended: string[] = [];
    const observer = { mailTried: () => undefined, mailEnded: (state: string) => void ended.push(state) };
    const [delivery] = await onDatabase<{ readonly id: string }>(
        service.databaseUrl, 'SELECT id FROM mail_delivery WHERE invoice_id = $1', [id]);
    const mail = { organisationId: organisation.id, deliveryId: delivery?.id ?? '' };
    const tryLast = (lastAttempt: boolean) => sendMail({ ...service.dependencies, mailer: undefined, observer }, mail,
        { signal: new AbortController().signal, lastAttempt });

    await expect(tryLast(false)).rejects.toThrow('no SMTP_URL');
    expect(await deliveryOf(id)).toMatchObject({ state: 'queued' });
    await expect(tryLast(true)).rejects.toThrow('no SMTP_URL');

    expect(await deliveryOf(id)).toMatchObject({ state: 'failed', reason: 'connection' });
    expect(ended).toEqual(['failed']);
    expect(await onDatabase(service.databaseUrl,
        `SELECT type FROM outbox_event WHERE invoice_id = $1 AND type LIKE 'invoice.email%'`, [id]))
        .toEqual([{ type: 'invoice.email_failed' }]);
});

test('an e-mail that waits without a job gets one, once', async () => {
    const lost = await givenWaiting();
    await givenWaiting();
    await onDatabase(service.databaseUrl, `UPDATE mail_delivery SET created_at = now() - interval '1 day'
        WHERE state = 'queued'`);
    await onDatabase(service.databaseUrl, `UPDATE invoices.job SET state = 'failed' WHERE name = 'send-mail'
        AND id = (SELECT id FROM mail_delivery WHERE invoice_id = $1)`, [lost]);
    const { signal } = new AbortController();

    expect([await resumeMail(service.dependencies, signal), await resumeMail(service.dependencies, signal)])
        .toEqual([1, 0]);
    expect(await onDatabase(service.databaseUrl, `SELECT j.group_id FROM invoices.job j
        JOIN mail_delivery m ON m.id::text = j.data->>'deliveryId'
        WHERE m.invoice_id = $1 AND j.state = 'created'`, [lost])).toEqual([{ group_id: organisation.id }]);
});

test('the oldest e-mail that waits is not one whose recipient has a full mailbox', async () => {
    await givenWaiting();
    server.rules({ recipient: () => ({ code: 452, message: '4.2.2 full' }) });
    await sendAll();
    const full = await readMailBacklog(service.dependencies.database);
    await givenWaiting();
    await onDatabase(service.databaseUrl, `UPDATE mail_delivery SET created_at = now() - interval '2 hours'
        WHERE state = 'queued'`);
    const waiting = await readMailBacklog(service.dependencies.database);

    expect(full).toEqual({ waiting: 1, oldestSeconds: 0 });
    expect(waiting.waiting).toBe(2);
    expect(Math.round(waiting.oldestSeconds / 60)).toBe(120);
});

test('tries are counted by outcome and reason, and each series begins with 0', async () => {
    const registry = new Registry();
    const observer = mailMetrics(registry, async () => ({ waiting: 0, oldestSeconds: 0 }));
    observer.mailTried({ outcome: 'sent', status: '250' }, 1);
    observer.mailTried({ outcome: 'postponed', reason: 'mailbox_full', status: '452 4.2.2' }, 1);

    const text = await registry.metrics();
    expect(text).toContain('mail_attempts_total{outcome="sent",reason="none"} 1');
    expect(text).toContain('mail_attempts_total{outcome="postponed",reason="mailbox_full"} 1');
    expect(text).toContain('mail_attempts_total{outcome="postponed",reason="connection"} 0');
});
