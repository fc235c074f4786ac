import { generateKeyPairSync } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type AddressInfo } from 'node:net';
import { afterEach, describe, expect, test } from '@jest/globals';
import { cancel } from '../support/given-corrective.ts';
import { onDatabase } from '../support/given-lock.ts';
import type { GivenOrganisation } from '../support/given-organisation.ts';
import { givenCertificate } from '../support/given-receiver.ts';
import { givenClock } from '../support/given-server.ts';
import { givenMailServer } from '../support/given-mail-server.ts';
import { sendWaiting, smtpOf, useMailServer } from '../support/use-mail.ts';
import { hasValidDkim } from '../support/verify-dkim.ts';
import { useClosing } from '../support/use-closing.ts';
import { useOrganisation, useService } from '../support/use-service.ts';

const clock = givenClock();
// The address is not used: each test sends through the mail server that it names.
const service = useService({ clock, env: { SMTP_URL: 'smtp://127.0.0.1:9', MAIL_FROM: 'faktury@poczta.example' } });
const organisation = useOrganisation(service);
const server = useMailServer();
const closing = useClosing();
// What a test leaves waiting is none of the next one's.
afterEach(() => onDatabase(service.databaseUrl, `UPDATE mail_delivery SET state = 'withdrawn'
    WHERE state IN ('queued', 'sending')`));

const to = 'ksiegowosc@klient.example';
const send = async (body: object = {}, given: GivenOrganisation = organisation, id?: string) => {
    const invoiceId = id ?? (await given.issued()).id;
    const answer = await given.call('PATCH', `/invoices/${invoiceId}/send`, { body: { emailTo: to, ...body } });
    expect([answer.status, answer.text]).toEqual([200, expect.any(String)]);
    return answer.body;
};
const deliveriesOf = async (id: string) =>
    (await organisation.call('GET', `/invoices/${id}/deliveries`)).body.data;
const sendAll = (changes = {}, options = {}) => sendWaiting(service, smtpOf(server.port, changes), options);
const firstOf = <Item>([first]: readonly Item[]): Item => {
    if (first === undefined) throw new Error('There is none');
    return first;
};
type Told = { readonly type: string; readonly payload: Readonly<Record<string, unknown>> };
const eventsOf = (invoiceId: string) => onDatabase<Told>(service.databaseUrl,
    `SELECT type, payload FROM outbox_event WHERE invoice_id = $1 AND type LIKE 'invoice.e%' ORDER BY sequence`,
    [invoiceId]);

describe('an invoice that is sent', () => {
    test('is e-mailed with its PDF, as HTML and text, and its delivery and an event tell so', async () => {
        await organisation.profile({ email: 'biuro@podlogi.example', mailSenderName: 'Podłogi Przykład' });
        const invoice = await send();
        expect(invoice).not.toHaveProperty('warnings');
        expect((await deliveriesOf(invoice.id))[0]).toMatchObject({ state: 'queued', attempts: 0, kind: 'invoice' });

        expect(await sendAll()).toEqual([1]);

        const { mail, from, to: recipients, messageId, raw } = firstOf(server.received);
        const [delivery] = await deliveriesOf(invoice.id);
        expect({ from, recipients, messageId }).toEqual({
            from: 'faktury@poczta.example', recipients: [to], messageId: `<${delivery.id}@poczta.example>`
        });
        expect(mail).toMatchObject({
            from: { name: 'Podłogi Przykład', address: 'faktury@poczta.example' },
            replyTo: [{ address: 'biuro@podlogi.example' }],
            subject: `Faktura ${invoice.invoiceNumber} – Podłogi Przykład`
        });
        expect(mail.text).toContain('Do zapłaty: 123,00\u00a0PLN');
        expect(mail.text).toContain('07.12.2026');
        expect(mail.html).toContain(`Faktura ${invoice.invoiceNumber}`);
        const [pdf, ...others] = mail.attachments;
        expect([others, pdf?.filename, pdf?.mimeType]).toEqual([[], 'FV-2026-11-0001.pdf', 'application/pdf']);
        expect(Buffer.from(pdf?.content as ArrayBuffer).subarray(0, 5).toString()).toBe('%PDF-');
        expect(raw).toMatch(/^Auto-Submitted: auto-generated\r$/m);
        expect(delivery).toMatchObject({
            state: 'sent', reason: null, attempts: 1, sentAt: '2026-11-23T10:15:00.000Z', endedAt: null
        });
        expect(await eventsOf(invoice.id)).toEqual([{ type: 'invoice.emailed', payload: {
            deliveryId: delivery.id, kind: 'invoice', state: 'sent', reason: null, smtpStatus: expect.any(String),
            invoiceId: invoice.id, invoiceNumber: 'FV/2026/11/0001'
        } }]);
        expect(await sendAll()).toEqual([]);
    });

    test('as a draft is issued, stored and e-mailed with its number', async () => {
        const { id } = await organisation.draft({ language: 'en' });

        const { invoiceNumber } = await send({}, organisation, id);
        await sendAll();

        expect(server.received[0]?.mail.subject).toBe(
            `Invoice ${invoiceNumber} from Przykładowe Podłogi sp. z o.o.`);
        expect(server.received[0]?.mail.html).toContain('<html lang="en">');
    });

    test('has a copy of its own for the seller, who is told where there is no address for it', async () => {
        const without = await send({ sendCopy: true });
        await organisation.profile({ mailCopyTo: 'archiwum@podlogi.example' });
        const invoice = await send({ sendCopy: true });

        await sendAll();

        expect(without.warnings).toMatchObject([{ path: 'sendCopy', code: 'NOT_COPIED' }]);
        expect(server.received.map(({ to: [address] }) => address).sort())
            .toEqual(['archiwum@podlogi.example', to, to]);
        expect((await deliveriesOf(invoice.id)).map(({ kind, state }: Record<string, string>) => [kind, state]))
            .toEqual([['invoice', 'sent'], ['copy', 'sent']]);
        expect((await eventsOf(invoice.id)).map(({ type }) => type)).toEqual(['invoice.emailed']);
    });

    test('to nobody is marked sent, and the answer says why there is no e-mail', async () => {
        const { id } = await organisation.issued();

        const { body } = await organisation.call('PATCH', `/invoices/${id}/send`, { body: {} });

        expect(body).toMatchObject({ status: 'sent', warnings: [{ path: 'emailTo', code: 'NOT_MAILED' }] });
        expect((await deliveriesOf(id))[0]).toMatchObject({ state: null, emailTo: null });
    });

    test.each(['zażółć@klient.example', 'a b@klient.example', 'a@b.example\r\nRCPT TO:<x@y.example>'])(
        'to %j is refused by name', async (emailTo) => {
            const { id } = await organisation.issued();

            const answer = await organisation.call('PATCH', `/invoices/${id}/send`, { body: { emailTo } });

            expect([answer.status, answer.body.message]).toEqual([400, expect.stringMatching(/^emailTo /)]);
        });

    test('to a domain of any letters reaches it in ASCII', async () => {
        await send({ emailTo: 'biuro@zażółć.example' });

        expect(await sendAll()).toEqual([1]);

        // The mail server shows the address in its letters; the header has it as DNS knows it.
        expect(server.received[0]?.to).toEqual(['biuro@zażółć.example']);
        expect(server.received[0]?.raw).toMatch(/^To: biuro@xn--[a-z0-9-]+\.example\r$/m);
    });

    test('keeps headers whole, whatever names and subject hold', async () => {
        await organisation.profile({ mailSenderName: 'Firma "A", <b@c.example> Bcc: x' });
        const { id } = await organisation.issued({ customerName: 'Jan\tNowak 🪵 مرحبا' });

        await send({ emailSubject: `Faktura: {number} ${'długi '.repeat(25)}` }, organisation, id);
        await sendAll();

        const { raw, mail, to: recipients } = firstOf(server.received);
        expect(recipients).toEqual([to]);
        expect(raw.split('\r\n\r\n')[0]).not.toMatch(/^Bcc:/mi);
        expect(mail.from).toEqual({ name: 'Firma "A", <b@c.example> Bcc: x', address: 'faktury@poczta.example' });
        expect(mail.subject).toBe(`Faktura: FV/2026/11/0001 ${'długi '.repeat(25)}`.trim());
        expect(Math.max(...raw.split('\r\n').map((line) => Buffer.byteLength(line)))).toBeLessThanOrEqual(998);
    });

    test('leaves out how to pay when it is told to', async () => {
        await organisation.profile({ iban: 'PL61109010140000071219812874' });
        await send({ includePaymentInstructions: false, emailMessage: 'Dziękujemy.\n\n<b>Do</b> zobaczenia' });
        await send();
        await sendAll();

        const [without, withIt] = server.received.map(({ mail }) => mail).sort(({ text: one = '' }, { text = '' }) =>
            one.length - text.length);
        expect(without?.text).not.toContain('PL61');
        expect(without?.html).toContain('&lt;b&gt;Do&lt;/b&gt; zobaczenia');
        expect(withIt?.text).toContain('PL61 1090 1014 0000 0712 1981 2874');
    });

    test('whose document cannot be made waits, and is given up after three days', async () => {
        const { id } = await send();
        const broken = { ...service, dependencies: { ...service.dependencies, typesetter: {
            ...service.dependencies.typesetter, pdf: () => Promise.reject(new Error('the template refuses the data'))
        } } };
        const smtp = smtpOf(server.port);

        const first = await sendWaiting(broken, smtp);
        const waiting = (await deliveriesOf(id))[0];
        clock.pass(3 * 24 * 3_600_000);
        await sendWaiting(broken, smtp);

        expect([first, server.whole]).toEqual([['the template refuses the data'], []]);
        expect(waiting).toMatchObject({ state: 'queued', reason: 'document_failed', attempts: 0 });
        expect((await deliveriesOf(id))[0]).toMatchObject({ state: 'failed', reason: 'document_failed' });
        expect((await eventsOf(id)).map(({ type }) => type)).toEqual(['invoice.email_failed']);
    });

    test('of more than 25 MB is not sent', async () => {
        const { id } = await send();
        const large = { ...service, dependencies: { ...service.dependencies, typesetter: {
            ...service.dependencies.typesetter, pdf: async () => new Uint8Array(19_000_000)
        } } };

        await sendWaiting(large, smtpOf(server.port));

        expect(server.whole).toEqual([]);
        expect((await deliveriesOf(id))[0]).toMatchObject({ state: 'failed', reason: 'too_large' });
    });

    test('that is cancelled before a worker takes it up is not e-mailed', async () => {
        const { id } = await send();
        const { status, body } = await cancel(organisation, id, { createCorrective: true });

        await sendAll();

        expect([status, body.status, server.received]).toEqual([200, 'cancelled', []]);
        expect((await deliveriesOf(id))[0]).toMatchObject({ state: 'withdrawn', reason: 'invoice_cancelled' });
        expect(await eventsOf(id)).toEqual([]);
    });
});

describe('a mail server', () => {
    test.each([
        ['refuses the recipient', '550 5.1.1', 'failed', 'recipient_refused'],
        ['says that the mailbox is full for good', '552 5.2.2', 'failed', 'mailbox_full'],
        ['says that the mailbox is full now', '452 4.2.2', 'queued', 'mailbox_full'],
        ['asks to come again', '450 4.2.0', 'queued', 'server_busy']
    ])('that %s has the delivery say so', async (_case, smtpStatus, state, reason) => {
        const [code, enhanced] = smtpStatus.split(' ');
        server.rules({ recipient: () => ({ code: Number(code), message: `${enhanced} told by the mail server` }) });
        const { id } = await send();

        const [tried] = await sendAll();

        expect((await deliveriesOf(id))[0]).toMatchObject({ state, reason, smtpStatus, attempts: 1 });
        expect(tried).toEqual(state === 'failed' ? 1 : expect.stringContaining('tried again'));
        expect((await eventsOf(id)).map(({ type, payload }) => [type, payload['reason']]))
            .toEqual(state === 'failed' ? [['invoice.email_failed', reason]] : []);
        server.rules({});
        await sendAll();
        expect((await deliveriesOf(id))[0])
            .toMatchObject(state === 'failed' ? { state } : { state: 'sent', attempts: 2 });
    });

    test('that refuses the sender has it wait, and one that refuses the e-mail itself fails it', async () => {
        const first = await send();
        server.rules({ sender: () => ({ code: 550, message: '5.7.1 Not yours' }) });
        await sendAll();
        expect((await deliveriesOf(first.id))[0]).toMatchObject({ state: 'queued', reason: 'sender_refused' });
        server.rules({});
        await sendAll();
        const second = await send();
        server.rules({ data: async () => ({ code: 554, message: '5.7.1 Spam' }) });
        await sendAll();

        expect((await deliveriesOf(first.id))[0]).toMatchObject({ state: 'sent', attempts: 2 });
        expect((await deliveriesOf(second.id))[0]).toMatchObject({ state: 'failed', reason: 'message_refused' });
    });

    test('that is away for three days has the e-mail given up, and not before', async () => {
        const { id } = await send();
        const away = { port: 9 };
        await sendAll(away);
        clock.pass(3 * 24 * 3_600_000 - 60_000);
        await sendAll(away);
        const before = (await deliveriesOf(id))[0];
        clock.pass(120_000);
        await sendAll(away);

        expect(before).toMatchObject({ state: 'queued', reason: 'connection', attempts: 2 });
        expect((await deliveriesOf(id))[0]).toMatchObject({ state: 'failed', reason: 'connection', attempts: 3 });
        expect((await eventsOf(id)).map(({ type }) => type)).toEqual(['invoice.email_failed']);
    });

    test('that answers nothing after the whole e-mail leaves it in doubt three times, with one Message-ID', async () => {
        server.rules({ data: () => new Promise(() => undefined) });
        const { id } = await send();

        for (let time = 0; time < 4; time += 1) await sendAll({ timeoutMs: 300 });

        expect(server.whole).toHaveLength(3);
        expect(new Set(server.whole.map(({ messageId }) => messageId)).size).toBe(1);
        expect((await deliveriesOf(id))[0]).toMatchObject({ state: 'failed', reason: 'outcome_unknown', attempts: 3 });
    });

    test('that is slow before the e-mail is given up in time, and the e-mail is in no doubt', async () => {
        const silent = createServer().listen(0, '127.0.0.1');
        await once(silent, 'listening');
        closing({ close: async () => void silent.close() });
        // A listening TCP server has an address of this form.
        const { port } = silent.address() as AddressInfo;
        const { id } = await send();
        const startedAt = performance.now();

        await sendAll({ timeoutMs: 300, port });

        expect(performance.now() - startedAt).toBeLessThan(5_000);
        expect((await deliveriesOf(id))[0]).toMatchObject({ state: 'queued', reason: 'timeout' });
        await sendAll();
        expect(server.received).toHaveLength(1);
    });

    test('without STARTTLS gets nothing where it is required', async () => {
        const { id } = await send();

        await sendAll({ tls: 'starttls' });

        expect((await deliveriesOf(id))[0]).toMatchObject({ state: 'queued', reason: 'tls' });
        expect(server.whole).toEqual([]);
    });

    test('whose certificate nobody knows gets nothing', async () => {
        const other = closing(await givenMailServer({ certificate: givenCertificate() }));
        const { id } = await send();

        await sendAll({ tls: 'starttls', port: other.port });

        expect((await deliveriesOf(id))[0]).toMatchObject({ state: 'queued', reason: 'tls' });
        expect(other.whole).toEqual([]);
    });

    test('with STARTTLS and a login gets the e-mail, and none with a wrong password', async () => {
        const certificate = givenCertificate();
        const other = closing(await givenMailServer({ certificate, login: { user: 'faktury', password: 'tajne' } }));
        const ca = certificate.cert;
        const { id } = await send();

        await sendAll({ tls: 'starttls', port: other.port, user: 'faktury', password: 'inne', ca });
        const refused = (await deliveriesOf(id))[0];
        await sendAll({ tls: 'starttls', port: other.port, user: 'faktury', password: 'tajne', ca });

        expect(refused).toMatchObject({ state: 'queued', reason: 'auth_failed' });
        expect(other.received).toMatchObject([{ secure: true, user: 'faktury' }]);
    });

    test('gets e-mails that are signed where DKIM is set', async () => {
        const keys = generateKeyPairSync('rsa', { modulusLength: 2_048 });
        const privateKey = keys.privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();
        await send();

        await sendAll({ dkim: { domain: 'poczta.example', selector: 'a1', privateKey } });

        expect(hasValidDkim(firstOf(server.received).raw, keys.publicKey)).toBe(true);
        const changed = firstOf(server.received).raw.replace('Faktura', 'Factura').replace(/^Subject: /m, 'Subject: x');
        expect(hasValidDkim(changed, keys.publicKey)).toBe(false);
    });
});
